// Exercise 1a: how likely is a word, after the words before it?
//
// The counting is done. What is missing is `probability`: as it stands, a word that never came after a context gets
// probability 0, and a text that has it an infinite loss. Give every word its share, so that all shares sum to 1:
//
//     p(w | c) = (count(c, w) + T(c) · p(w | c′)) / (N(c) + T(c))
//
// count(c, w): how often w came after c · N(c): how many words came after c · T(c): how many different ones ·
// c′: c without its first word. Below the empty context every word has 1/V. A context that never occurred says nothing.
//
// Check it:  ./lab check 1a        A hint:  ./lab hint 1a

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
    let counts = followers[context, default: [:]]
    let total = counts.values.reduce(0, +)  // N(c); and counts.count is T(c)
    return Double(counts[word, default: 0]) / Double(total)
  }
}
