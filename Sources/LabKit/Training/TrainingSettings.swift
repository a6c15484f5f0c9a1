// Batches, steps, rates and seeds of a training.

import NeuralLayers
import TensorCore

/// How a model is trained.
public struct TrainingSettings: Codable, Equatable, Sendable {
  /// Sequences in a step.
  public var batchSize: Int
  /// Tokens in a sequence: T.
  public var length: Int
  /// Training steps in all.
  public var steps: Int
  /// The learning rate of each step.
  public var schedule: LearningRateSchedule
  /// How updates are made, and where gradients are clipped.
  public var optimizer: AdamWSettings
  /// What first values, the order of rows, blanks and dropout are drawn from.
  public var seed: UInt64
  /// Threads that share a step. Results are the same bit by bit for the same number.
  public var threads: Int
  /// Steps between two entries of the history.
  public var logInterval: Int
  /// Whether the model runs by its equations, operation by operation; see `Tape.isPlain`.
  public var isPlain: Bool

  /// - Parameter schedule: It may end before the steps do; the rate then stays at its floor.
  public init(
    batchSize: Int, length: Int, steps: Int, schedule: LearningRateSchedule, optimizer: AdamWSettings = AdamWSettings(),
    seed: UInt64 = 1, threads: Int = ThreadTeam.availableCores, logInterval: Int = 20, isPlain: Bool = false
  ) {
    self.batchSize = batchSize
    self.length = length
    self.steps = steps
    self.schedule = schedule
    self.optimizer = optimizer
    self.seed = seed
    self.threads = threads
    self.logInterval = logInterval
    self.isPlain = isPlain
  }

  /// What a single step depends on, where no rate matters.
  package init(batchSize: Int, length: Int, threads: Int, isPlain: Bool = false) {
    self.init(
      batchSize: batchSize, length: length, steps: 1, schedule: LearningRateSchedule(peak: 1e-3, warmup: 0, total: 1),
      threads: threads, isPlain: isPlain)
  }
}
