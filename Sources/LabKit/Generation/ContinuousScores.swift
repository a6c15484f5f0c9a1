// Scoring a recurrent model on a text from end to end, its state carried on.

import Corpora
import SequenceKit
import TensorCore

extension Evaluator {
  /// How many tokens are read at a time.
  public static let continuousPiece = 256

  /// Scores every token of a split but the first, each with the whole split before it: the model reads the split once.
  ///
  /// - Parameters:
  ///   - piece: How many tokens are read at a time; the result does not depend on it but for rounding.
  ///   - onProgress: Is told how many tokens have been read.
  /// - Returns: nil for a model that cannot read without end: one that sees both sides, or with a bounded state.
  /// - Complexity: one pass over the split, on one thread, since each step needs the one before.
  public func scoreContinuously(
    _ split: Split, piece: Int = Self.continuousPiece, onProgress: (Int) -> Void = { _ in }
  ) -> TokenScores? {
    guard model.sight == .left, model.stateCapacity == nil else { return nil }
    var state = model.initialState(batchSize: 1, scalar: Float.self)
    guard state != nil else { return nil }
    let tape = Tape(parameters, recordsGradients: false)
    var scores = TokenScores(count: split.count)
    for start in stride(from: 0, to: split.count - 1, by: piece) {
      let end = min(start + piece, split.count - 1)
      let targets = Array(split.tokens[start + 1...end])
      let features = model.features(
        of: TokenBatch(Array(split.tokens[start..<end])), state: &state, phase: .evaluation, on: tape)
      let logits = model.head.logits(features.rows)
      let losses = crossEntropy(logits, targets: targets).perRow.value.scalars
      let vocabulary = logits.shape.columns
      logits.withUnsafeScalars { logits in
        for (row, target) in targets.enumerated() {
          let right = logits[row * vocabulary + Int(target)]
          scores.losses[start + 1 + row] = losses[row]
          scores.isCorrect[start + 1 + row] =
            (row * vocabulary..<(row + 1) * vocabulary).allSatisfy { logits[$0] <= right }
        }
      }
      tape.reset()
      onProgress(end)
    }
    return scores
  }
}
