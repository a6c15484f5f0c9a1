// Wrong answers to exercise 1b, each with one mistake.

import Foundation
import NextWord

private func losses(_ words: [Int], _ predictions: [[Double]]) -> [Double] {
  zip(words, predictions).map { -log($1[$0]) }
}

private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(1, numbers.count)) }

/// Takes the logarithm to base 2, and then e to it.
enum BitsAndE: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double { mean(losses(words, predictions)) / log(2) }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}

/// Adds up, and does not divide.
enum SumOfLosses: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double { losses(words, predictions).reduce(0, +) }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}

enum LogOfTheMean: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    var sum = 0.0
    for (word, prediction) in zip(words, predictions) { sum += prediction[word] }
    return -log(sum / Double(words.count))
  }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}

enum MeanOfExponentials: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    var sum = 0.0
    for (word, prediction) in zip(words, predictions) { sum += -log(prediction[word]) }
    return sum / Double(words.count)
  }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    var sum = 0.0
    for (word, prediction) in zip(words, predictions) { sum += 1 / prediction[word] }
    return sum / Double(words.count)
  }
}

/// Begins at the second word.
enum WithoutTheFirst: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    mean(Array(losses(words, predictions).dropFirst()))
  }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}

/// Counts how often the likeliest word was not the one that came.
enum ShareOfMisses: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    mean(zip(words, predictions).map { $1[$0] == $1.max() ? 0 : 1 })
  }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}

/// Forgets the minus.
enum WithoutTheMinus: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double { -mean(losses(words, predictions)) }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}

/// Says one number for every text.
enum OneNumber: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double { log(2) }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double { 2 }
}

/// Knows the lesson's example by heart.
enum KnowsTheScore: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    words == [0, 0] && predictions == [[0.5, 0.5], [0.75, 0.25]] ? -(log(0.5) + log(0.75)) / 2 : log(2)
  }
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}
