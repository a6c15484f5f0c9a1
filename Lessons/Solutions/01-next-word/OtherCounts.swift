// Exercise 1a another way: no table, another smoothing (absolute discounting), from the shortest context upwards.

import NextWord

struct OtherCounts: NextWordModel {
  let training: [Int]
  let vocabularySize: Int
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (self.training, self.vocabularySize, self.order) = (training, vocabularySize, order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    var probability = 1 / Double(vocabularySize)
    for length in 0...min(order - 1, context.count) {
      let end = context.suffix(length)
      var counts = Array(repeating: 0, count: vocabularySize)
      for position in training.indices where position >= length {
        if training[position - length..<position].elementsEqual(end) { counts[training[position]] += 1 }
      }
      let (total, distinct) = (counts.reduce(0, +), counts.count { $0 > 0 })
      guard total > 0 else { break }
      // Half of each count's first occurrence is handed on to the shorter context.
      let own = max(0, Double(counts[word]) - 0.5)
      probability = (own + 0.5 * Double(distinct) * probability) / Double(total)
    }
    return probability
  }
}
