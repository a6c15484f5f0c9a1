// What exercise 1b asks for.

/// How well a text was predicted.
public protocol Scoring {
  /// The mean loss in nats: the mean of −ln p over the words that came.
  /// - Parameters:
  ///   - words: What came; at least one word.
  ///   - predictions: Before each word, the probability that was given to each of the V words. `[words][V]`
  static func loss(of words: [Int], predictions: [[Double]]) -> Double

  /// Among how many equally likely words one was left to choose, on average.
  static func perplexity(of words: [Int], predictions: [[Double]]) -> Double
}
