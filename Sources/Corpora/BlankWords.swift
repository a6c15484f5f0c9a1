// The words that can stand in a blank, with the probabilities that a grammar gives them.

import Foundation

/// What can stand in a blank, and how likely each word is.
public struct BlankWords: Sendable, Equatable {
  /// A word that fits.
  public struct Word: Sendable, Equatable {
    /// Its number in the grammar's vocabulary.
    public let token: Int32
    /// −ln of its probability.
    public let nats: Double

    /// p, in 0...1; those of all words that fit sum to 1.
    public var probability: Double { exp(-nats) }
  }

  /// All words that fit, the likeliest first and equals by number; their probabilities sum to 1.
  public let words: [Word]

  /// Words with −ln of their weights, which need not sum to 1.
  init(_ weighted: [(token: Int32, nats: Double)]) {
    // Relative to the likeliest word, so that nothing underflows.
    let least = weighted.reduce(Double.infinity) { min($0, $1.nats) }
    let total = log(weighted.reduce(0) { $0 + exp(least - $1.nats) })
    let words = weighted.map { Word(token: $0.token, nats: max(0, $0.nats - least + total)) }
    // Equal probabilities that were summed up in different orders differ in their last digits.
    func key(_ word: Word) -> Double { (word.nats / Self.tolerance).rounded() }
    self.words = words.sorted { (key($0), $0.token) < (key($1), $1.token) }
  }

  /// −ln p of a token; infinite for one that does not fit.
  public func nats(of token: Int32) -> Double { words.first { $0.token == token }?.nats ?? .infinity }

  /// The likeliest words: several, where they are equally likely.
  public var likeliest: [Int32] {
    words.prefix { $0.nats <= words[0].nats + Self.tolerance }.map(\.token)
  }

  private static let tolerance = 1e-9
}
