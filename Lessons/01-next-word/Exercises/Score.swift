// Exercise 1b: how good were the guesses?
//
// Before each word of a text, a model said how likely each of the V words was. The loss of a word is −ln p, where p is
// the probability that the word which came had been given; that of a text is the mean over all its words, in nats.
// Perplexity is e to the loss: among how many equally likely words one was left to choose.
//
// Check it:  ./lab check 1b        A hint:  ./lab hint 1b

import Foundation  // for log, the natural logarithm, and exp
import NextWord

enum Score: Scoring {
  static func loss(of words: [Int], predictions: [[Double]]) -> Double {
    // Yours: predictions[place][words[place]] is what the word at a place had been given.
    0
  }

  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double {
    exp(loss(of: words, predictions: predictions))
  }
}
