// What a training step is made on.

import SequenceKit

/// The batch of a step, and what dropout is drawn from in it.
package struct StepBatch: Codable, Equatable, Sendable {
  /// The step, counted from 0.
  package let step: Int
  /// What the model reads, sequence by sequence, and what it should answer.
  private let inputs, answers: [Int32]
  private let batchSize: Int
  /// What dropout is drawn from.
  package let seed: UInt64

  package init(step: Int, tokens: TokenBatch, targets: TokenBatch, seed: UInt64) {
    (self.step, self.seed) = (step, seed)
    (inputs, answers, batchSize) = (tokens.tokens, targets.tokens, tokens.batchSize)
  }

  /// What the model reads. [B, T]
  package var tokens: TokenBatch { TokenBatch(inputs, batchSize: batchSize, length: inputs.count / batchSize) }
  /// What it should answer. [B, T]
  package var targets: TokenBatch { TokenBatch(answers, batchSize: batchSize, length: inputs.count / batchSize) }

  /// Whether it can be a batch for a model of so many tokens and positions: it comes from a file.
  func isSound(vocabulary: Int, context: Int) -> Bool {
    guard step >= 0, batchSize > 0, !inputs.isEmpty, inputs.count % batchSize == 0, answers.count == inputs.count else {
      return false
    }
    return inputs.count / batchSize <= context && inputs.allSatisfy { $0 >= 0 && $0 < vocabulary }
      && answers.allSatisfy { $0 >= -1 && $0 < vocabulary }
  }
}
