// A solution of exercise 1a.

import NextWord

struct Counts: NextWordModel {
  let vocabularySize: Int
  let order: Int
  /// followers[c][w]: how often w came after the context c; followers[[]] counts all words.
  var followers: [[Int]: [Int: Int]] = [:]

  init(training: [Int], vocabularySize: Int, order: Int) {
    self.vocabularySize = vocabularySize
    self.order = order
    for position in training.indices {
      for length in 0..<order where length <= position {
        let context = Array(training[position - length..<position])
        followers[context, default: [:]][training[position], default: 0] += 1
      }
    }
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    let context = Array(context.suffix(order - 1))
    let below =
      context.isEmpty ? 1 / Double(vocabularySize) : probability(of: word, after: Array(context.dropFirst()))
    let counts = followers[context, default: [:]]
    guard !counts.isEmpty else { return below }
    let total = counts.values.reduce(0, +)  // N(c); and counts.count is T(c)
    return (Double(counts[word, default: 0]) + Double(counts.count) * below) / Double(total + counts.count)
  }
}
