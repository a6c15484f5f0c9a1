// The lowest bar: a baseline that guesses evenly.

import Foundation

/// Every token is as likely as any other: −ln p = ln V.
public struct UniformModel: Sendable {
  /// V, from 1 on.
  public let vocabularySize: Int

  /// - Precondition: `vocabularySize` > 0.
  public init(vocabularySize: Int) {
    precondition(vocabularySize > 0, "UniformModel: a vocabulary of \(vocabularySize)")
    self.vocabularySize = vocabularySize
  }

  /// The loss of every token, in nats.
  public var loss: Double { log(Double(vocabularySize)) }
}
