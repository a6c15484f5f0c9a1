// What a probe is: a task with one rule, whose distance between what must be remembered and the question is set.

import SequenceKit
import TensorCore

/// A task made by a small generator. Its questions stand at the end, so that all that matters is on their left.
///
/// A model answers at the position of the question from what it has read up to there. It chooses among `answers`, so that one
/// that has learned nothing scores `chance`.
public protocol ProbeTask: Sendable {
  /// "copy", "adding", "recall", "parity" or "order".
  var id: String { get }
  /// Tokens between the question and the nearest that its answer cannot do without. Who sees the question and no more than
  /// these can only guess; one token more, and there is something to know.
  var distance: Int { get }
  /// Token numbers are below it.
  var vocabularySize: Int { get }
  /// T, the tokens of an example.
  var length: Int { get }
  /// The positions that are scored. Others may have targets to train on.
  var asked: Range<Int> { get }
  /// The tokens that can be an answer.
  var answers: Range<Int32> { get }
  /// How answers are scored. By default, by the share that is right.
  var metric: ProbeMetric { get }
  /// The expected score of the best guess that knows the task and has not seen what the answer depends on.
  var chance: Double { get }

  /// Draws an example.
  func example(using generator: inout SeededGenerator) -> ProbeExample

  /// The answers at the asked positions, by the rule, from the tokens alone. It shares nothing with the generator.
  func oracle(_ tokens: [Int32]) -> [Int32]
}

extension ProbeTask {
  public var metric: ProbeMetric { .accuracy }

  /// The examples of a seed.
  public func examples(count: Int, seed: UInt64) -> [ProbeExample] {
    var generator = SeededGenerator(seed: seed, stream: "examples of \(id)")
    return examples(count: count, using: &generator)
  }

  /// The next examples of a generator.
  public func examples(count: Int, using generator: inout SeededGenerator) -> [ProbeExample] {
    (0..<count).map { _ in example(using: &generator) }
  }

  /// The mean score of answers over all asked positions of some examples.
  /// - Parameter answer: The weights of the possible answers for each asked position of an example.
  public func score(_ examples: [ProbeExample], by answer: (ProbeExample) -> [[Double]]) -> Double {
    var sum = 0.0
    for example in examples {
      for (weights, position) in zip(answer(example), asked) {
        sum += metric.score(weights, right: Int(example.targets[position] - answers.lowerBound))
      }
    }
    return sum / Double(max(1, examples.count * asked.count))
  }

  /// The score of the rule on some examples.
  public func oracleScore(_ examples: [ProbeExample]) -> Double {
    score(examples) { example in
      oracle(example.tokens).map { right in answers.map { $0 == right ? 1 : 0 } }
    }
  }
}

extension TokenBatch {
  /// What a model reads of some examples, which are equally long.
  static func tokens(of examples: some Collection<ProbeExample>) -> TokenBatch {
    TokenBatch(examples.flatMap(\.tokens), batchSize: examples.count, length: examples.first?.tokens.count ?? 0)
  }

  /// What it should answer.
  static func targets(of examples: some Collection<ProbeExample>) -> TokenBatch {
    TokenBatch(examples.flatMap(\.targets), batchSize: examples.count, length: examples.first?.tokens.count ?? 0)
  }
}
