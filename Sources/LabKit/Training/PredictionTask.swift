// What a model reads and what it should answer, for rows of a corpus and each kind of model.

import Corpora
import SequenceKit
import TensorCore

/// Inputs and targets for a model, made from rows of a corpus. All models get the same targets from the same rows.
public struct PredictionTask: Sendable {
  /// What the model reads. [B, T] or [B, T + 1]
  public let tokens: TokenBatch
  /// The token to predict at each position; −1: none. In the shape of `tokens`.
  public let targets: TokenBatch
  /// Where in the split each target stands; −1: no target. In the shape of `tokens`.
  public let positions: [Int32]

  /// The task for models of a kind.
  ///
  /// A model that sees the left side reads the inputs [B, T] and predicts what follows each. One that sees around a position
  /// reads inputs and the last target [B, T + 1] and predicts every token but the first from the others: the same targets. One that
  /// fills blanks reads the same, with some targets blanked, and predicts those.
  /// - Parameters:
  ///   - blank: The token that stands in a blanked target's place; for `.masked` alone.
  ///   - isBlanked: Whether the target at an index of `tokens` is blanked; for `.masked` alone.
  public init(_ rows: Rows, sight: Sight, blank: Int32, isBlanked: (Int) -> Bool) {
    let (batch, length) = (rows.batchSize, rows.length)
    guard sight != .left else {
      tokens = TokenBatch(rows.inputs, batchSize: batch, length: length)
      targets = TokenBatch(rows.targets, batchSize: batch, length: length)
      positions = rows.positions
      return
    }
    var (tokens, targets, positions): ([Int32], [Int32], [Int32]) = ([], [], [])
    for row in 0..<batch {
      let cells = row * length..<(row + 1) * length
      // A position without a target still holds a token: the next input, or the row's padding.
      let last = rows.targets[cells.upperBound - 1]
      tokens += rows.inputs[cells] + [last >= 0 ? last : rows.inputs[cells.upperBound - 1]]
      targets += [-1] + rows.targets[cells]
      positions += [-1] + rows.positions[cells]
    }
    if sight == .masked {
      for index in targets.indices where targets[index] >= 0 {
        if isBlanked(index) { tokens[index] = blank } else { (targets[index], positions[index]) = (-1, -1) }
      }
    }
    self.tokens = TokenBatch(tokens, batchSize: batch, length: length + 1)
    self.targets = TokenBatch(targets, batchSize: batch, length: length + 1)
    self.positions = positions
  }

  /// The task for a training step: a model that fills blanks gets `blankedShare` of its targets blanked, chosen by the seed.
  public init(training rows: Rows, sight: Sight, blank: Int32, seed: UInt64, blankedShare: Double = 0.15) {
    var generator = SeededGenerator(seed: seed, stream: "blanks")
    self.init(rows, sight: sight, blank: blank) { _ in generator.uniform() < blankedShare }
  }

  /// How many positions a model of a kind reads where rows are `length` long.
  public static func contextLength(for sight: Sight, rowLength length: Int) -> Int {
    sight == .left ? length : length + 1
  }

  /// The part with some of the sequences.
  func sequences(_ range: Range<Int>) -> (tokens: TokenBatch, targets: TokenBatch) {
    (tokens.sequences(range), targets.sequences(range))
  }
}
