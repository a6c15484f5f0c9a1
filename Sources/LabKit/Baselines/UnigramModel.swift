// A baseline that guesses by frequency.

import Foundation

/// Every token is as likely as in training, wherever it stands: p(w) = (count(w) + 1) / (n + V).
public struct UnigramModel: Sendable {
  private let losses: [Double]  // [V], −ln p

  /// - Precondition: Every token is within 0..<vocabularySize.
  /// - Complexity: O(n + V).
  public init(training tokens: [Int32], vocabularySize: Int) {
    checkTokens(tokens, vocabularySize, "UnigramModel")
    var counts = Array(repeating: 1.0, count: vocabularySize)
    for token in tokens { counts[Int(token)] += 1 }
    let total = Double(tokens.count + vocabularySize)
    losses = counts.map { -log($0 / total) }
  }

  /// −ln p of each token.
  ///
  /// - Precondition: Every token is within 0..<vocabularySize.
  public func negativeLogLikelihoods(of tokens: [Int32]) -> [Double] {
    checkTokens(tokens, losses.count, "UnigramModel")
    return tokens.map { losses[Int($0)] }
  }
}
