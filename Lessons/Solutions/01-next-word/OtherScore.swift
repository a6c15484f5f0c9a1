// Exercise 1b another way: the product of all probabilities first, the logarithm last, in base 2.

import Foundation
import NextWord

enum OtherScore: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    var bits = 0.0
    var product = 1.0
    for place in words.indices {
      product *= predictions[place][words[place]]
      // Long texts would leave the range of a Double.
      if product < 1e-200 { (bits, product) = (bits - log2(product), 1) }
    }
    return (bits - log2(product)) / Double(words.count) * log(2)
  }

  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    pow(2, loss(of: words, predictions: predictions) / log(2))
  }
}
