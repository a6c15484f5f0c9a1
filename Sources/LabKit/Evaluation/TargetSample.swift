// Tokens to predict, each after a row of tokens such as models are trained on.

import Corpora
import SequenceKit

/// Some tokens of a split, evenly spread over it, each after as many tokens as a model reads.
///
/// The tokens before a target are a row like those of training: with a grammar, it begins with the end of a story and goes on through the
/// stories that follow; of a text, it begins anywhere.
public struct TargetSample: Sendable {
  /// Where the targets stand in the split, in order.
  public let positions: [Int]
  /// How many tokens are read before each target.
  public let contextLength: Int
  /// What is read before each target. [target][context]
  private let rows: [[Int32]]
  private let answers: [Int32]

  /// - Parameters:
  ///   - count: How many targets; all there are, if those are fewer.
  ///   - contextLength: How many tokens are read before each, at least 1.
  /// - Throws: `CorpusError.tooShort`, if no token has so many before it.
  public init(_ split: Split, of corpus: Corpus, count: Int, contextLength: Int) throws(CorpusError) {
    precondition(count > 0 && contextLength > 0, "TargetSample: \(count) targets of context \(contextLength)")
    let end = corpus.grammar == nil ? nil : corpus.tokenizer.endToken
    // With a grammar, one token of each row is the end of the story before.
    let read = end == nil ? contextLength : contextLength - 1
    let starts =
      end == nil ? Array(0..<max(0, split.count - read)) : split.documentStarts.filter { $0 + read < split.count }
    guard !starts.isEmpty else { throw .tooShort(name: corpus.name, needs: contextLength + 1, has: split.count) }
    let chosen = Self.spread(starts, count: count)
    positions = chosen.map { $0 + read }
    rows = chosen.map { (end.map { [$0] } ?? []) + split.tokens[$0..<$0 + read] }
    answers = positions.map { split.tokens[$0] }
    self.contextLength = contextLength
  }

  /// Some of a list, evenly spread: the middle of each of `count` equal parts.
  static func spread<Element>(_ list: [Element], count: Int) -> [Element] {
    let count = min(count, list.count)
    return (0..<count).map { list[(2 * $0 + 1) * list.count / (2 * count)] }
  }

  /// The targets with some numbers. [n]
  public func targets(_ numbers: Range<Int>) -> [Int32] { Array(answers[numbers]) }

  /// All that is read before the targets with some numbers. [n, contextLength]
  public func inputs(_ numbers: Range<Int>) -> TokenBatch {
    TokenBatch(numbers.flatMap { rows[$0] }, batchSize: numbers.count, length: contextLength)
  }

  /// The same, but for what stands more than `own` tokens before a target: that is another target's, half the sample away, at the same
  /// place of its row. So nothing of the far past is told, and all is as long, and begins, as in training. [n, contextLength]
  /// - Precondition: `own` is 0 to `contextLength`.
  public func inputs(_ numbers: Range<Int>, own: Int) -> TokenBatch {
    precondition((0...contextLength).contains(own), "TargetSample: \(own) own tokens of \(contextLength)")
    let foreign = contextLength - own
    let tokens = numbers.flatMap { number in
      rows[(number + max(1, rows.count / 2)) % rows.count][..<foreign] + rows[number][foreign...]
    }
    return TokenBatch(tokens, batchSize: numbers.count, length: contextLength)
  }
}
