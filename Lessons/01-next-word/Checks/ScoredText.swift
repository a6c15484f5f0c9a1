// An input of exercise 1b: a text, and what was predicted before each word.

import ExerciseKit

/// Words, and a distribution before each. Probabilities are sixteenths, so that they sum to 1 exactly and none is 0.
struct ScoredText: Sample {
  var words: [Int]
  var predictions: [[Double]]

  static func drawn(_ draw: inout Draw, _ size: Int) -> ScoredText {
    let vocabularySize = draw.int(2...min(4, 2 + size / 2))
    let words = draw.words(draw.int(1...size), below: vocabularySize)
    let predictions = words.map { _ in
      var parts = Array(repeating: 1.0, count: vocabularySize)
      for _ in vocabularySize..<16 { parts[draw.int(0...vocabularySize - 1)] += 1 }
      return parts.map { $0 / 16 }
    }
    return ScoredText(words: words, predictions: predictions)
  }

  /// Before each word all are equally likely.
  static func uniform(_ draw: inout Draw, _ size: Int) -> ScoredText {
    let count = draw.int(2...size + 1)
    let words = draw.words(draw.int(1...size), below: count)
    return ScoredText(
      words: words, predictions: words.map { _ in Array(repeating: 1 / Double(count), count: count) })
  }

  var smaller: [ScoredText] {
    guard words.count > 1 else { return [] }
    return words.indices.map { index in
      var copy = self
      copy.words.remove(at: index)
      copy.predictions.remove(at: index)
      return copy
    }
  }

  var twice: ScoredText { ScoredText(words: words + words, predictions: predictions + predictions) }

  /// The probabilities that the words which came had been given.
  var given: [Double] { zip(words, predictions).map { $1[$0] } }

  /// Half the probability of the word that came at a place goes to the others.
  func lessSure(at place: Int) -> ScoredText {
    var copy = self
    let (word, count) = (words[place], predictions[place].count)
    let taken = predictions[place][word] / 2
    for other in 0..<count { copy.predictions[place][other] += other == word ? -taken : taken / Double(count - 1) }
    return copy
  }

  func loss<S: Scoring>(_: S.Type) -> Double { S.loss(of: words, predictions: predictions) }
  func perplexity<S: Scoring>(_: S.Type) -> Double { S.perplexity(of: words, predictions: predictions) }

  var description: String {
    zip(words, predictions).enumerated().map { place, pair in
      let shares = pair.1.enumerated().map { "\(CountingCase.name($0.offset)) \(shown($0.element))" }
      return "word \(place) is \(CountingCase.name(pair.0)); predicted: \(shares.joined(separator: ", "))"
    }.joined(separator: "\n")
  }
}
