// A solution of exercise 1b.

import Foundation
import NextWord

enum Score: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    var sum = 0.0
    for (word, prediction) in zip(words, predictions) { sum += -log(prediction[word]) }
    return sum / Double(words.count)
  }

  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}
