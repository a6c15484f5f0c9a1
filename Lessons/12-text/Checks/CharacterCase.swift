// An input of exercise 12b: words of two texts, with what a model said of them.

import ExerciseKit
import Foundation

/// A training text and a test text. Probabilities are powers of ½, so that products of them are exact.
struct CharacterCase: Sample {
  var training: [ScoredWord]
  var test: [ScoredWord]

  /// Words that the model knows.
  static func known(_ draw: inout Draw, _ size: Int) -> CharacterCase {
    func words(_ count: Int) -> [ScoredWord] {
      (0..<count).map { _ in
        let letters = (0..<draw.int(1...1 + size / 2)).map { _ in "abenst".randomElement(using: &draw) ?? "a" }
        return ScoredWord(text: String(letters), probability: pow(0.5, Double(draw.int(1...8))))
      }
    }
    return CharacterCase(training: words(draw.int(1...2)), test: words(draw.int(1...size)))
  }

  /// At least two words, one of which is not in the vocabulary.
  static func unknown(_ draw: inout Draw, _ size: Int) -> CharacterCase {
    var sample = known(&draw, size)
    if sample.test.count < 2 { sample.test += known(&draw, size).test }
    let place = draw.int(0...sample.test.count - 1)
    sample.test[place].spelling = sample.test[place].text.map { _ in pow(0.5, Double(draw.int(1...4))) }
    return sample
  }

  func nats<C: CharacterLoss>(_: C.Type) -> Double { C.natsPerCharacter(training: training, test: test) }

  /// The test text.
  var text: String { test.map(\.text).joined(separator: " ") }

  /// −ln of the probability of the whole test text.
  var total: Double {
    test.reduce(0) { $0 - log($1.probability) - $1.spelling.reduce(0) { $0 + log($1) } }
  }

  func with(_ change: (inout CharacterCase) -> Void) -> CharacterCase {
    var copy = self
    change(&copy)
    return copy
  }

  /// The same text with two neighbours taken for one piece, as likely as both.
  func joined(at place: Int) -> CharacterCase {
    with {
      let next = $0.test.remove(at: place + 1)
      $0.test[place].text += " " + next.text
      $0.test[place].probability *= next.probability
    }
  }

  var smaller: [CharacterCase] {
    var result = training.count > 1 ? [with { $0.training.removeLast() }] : []
    if test.count > 1 { result += test.withoutOne.map { rest in with { $0.test = rest } } }
    for place in test.indices where test[place].text.count > 1 {
      result.append(
        with {
          $0.test[place].text.removeLast()
          if !$0.test[place].spelling.isEmpty { $0.test[place].spelling.removeLast() }
        })
    }
    return result
  }

  var description: String {
    func line(_ word: ScoredWord) -> String {
      let spelled =
        word.spelling.isEmpty ? "" : ", unknown; spelled with \(word.spelling.map(shown).joined(separator: ", "))"
      return "“\(word.text)” has probability \(shown(word.probability))\(spelled)"
    }
    return (["test text: “\(text)”"] + test.map(line)).joined(separator: "\n")
  }
}
