// A model that may have leaks, for exercise 6b.

import ExerciseKit

/// A language model that can be asked, and not looked into. At each place it gives every word a probability of being
/// the next.
public final class SuspectModel {
  /// Words are numbers below this.
  public let vocabularySize: Int
  private let leaks: [PlantedLeak]
  private var dropout = Draw(seed: 29)

  init(vocabularySize: Int, leaks: [PlantedLeak]) { (self.vocabularySize, self.leaks) = (vocabularySize, leaks) }

  /// What the model says at each place of a text: a probability for each word.
  /// - Parameter isTraining: Whether dropout is on, as in training: it switches off other numbers each time.
  /// - Precondition: Every word is below `vocabularySize`.
  public func outputs(of words: [Int], isTraining: Bool) -> [[Double]] {
    for word in words { precondition((0..<vocabularySize).contains(word), "the model has no word \(word)") }
    return words.indices.map { place in
      let present = leaks.filter { $0.leak.output == place && $0.leak.word < words.count }
      let scores = (0..<vocabularySize).map { column in
        var score = 1.0
        for earlier in 0...place { score += Self.effect(of: words[earlier], at: earlier, on: column) }
        for leak in present { score += leak.effect(in: words, on: column) }
        return isTraining ? score * Double(dropout.int(1...100)) : score
      }
      let sum = scores.reduce(0, +)
      var probabilities = scores.map { $0 / sum }
      for leak in present { leak.moveAside(&probabilities, in: words) }
      return probabilities
    }
  }

  /// What a word at a place adds to the score of another: a number up to 1 that looks drawn, and is always the same.
  static func effect(of word: Int, at place: Int, on column: Int) -> Double {
    var draw = Draw(seed: UInt64((word * 64 + place) * 64 + column))
    return Double(draw.int(1...1_000_000)) / 1_000_000
  }
}
