// Tokens to predict, each with a set number of tokens before it.

import Corpora
import SequenceKit

/// Some tokens of a split, evenly spread over it, each of which has as many tokens before it as a model reads.
public struct TargetSample: Sendable {
  /// Where the targets stand in the split, in order.
  public let positions: [Int]
  /// How many tokens before it each target has at least.
  public let contextLength: Int
  private let split: Split

  /// - Parameters:
  ///   - count: How many targets; all there are, if those are fewer.
  ///   - contextLength: How many tokens before it each must have. They may begin within a story or reach over several, as the
  ///     rows do that models are trained on.
  /// - Throws: `CorpusError.tooShort`, if no token has so many before it.
  public init(_ split: Split, of corpus: Corpus, count: Int, contextLength: Int) throws(CorpusError) {
    precondition(count > 0 && contextLength > 0, "TargetSample: \(count) targets of context \(contextLength)")
    let available = split.count - contextLength
    guard available > 0 else { throw .tooShort(name: corpus.name, needs: contextLength + 1, has: split.count) }
    let count = min(count, available)
    // The middle of each of `count` equal parts.
    positions = (0..<count).map { contextLength + (2 * $0 + 1) * available / (2 * count) }
    self.contextLength = contextLength
    self.split = split
  }

  /// The targets with some numbers. [n]
  public func targets(_ numbers: Range<Int>) -> [Int32] { numbers.map { split.tokens[positions[$0]] } }

  /// The last tokens before each of the targets with some numbers. [n, context]
  /// - Precondition: `context` is 1 to `contextLength`.
  public func inputs(_ numbers: Range<Int>, context: Int) -> TokenBatch {
    precondition((1...contextLength).contains(context), "TargetSample: a context of \(context) from \(contextLength)")
    let tokens = numbers.flatMap { split.tokens[positions[$0] - context..<positions[$0]] }
    return TokenBatch(tokens, batchSize: numbers.count, length: context)
  }
}
