// Batches, steps, rates and seeds of a training.

import NeuralLayers

/// How a model is trained.
public struct TrainingSettings: Codable, Equatable, Sendable {
  /// Sequences in a step.
  public var batchSize: Int
  /// Tokens in a sequence: T.
  public var length: Int
  public var steps: Int
  public var schedule: LearningRateSchedule
  public var optimizer: AdamWSettings
  /// What first values, the order of rows, blanks and dropout are drawn from.
  public var seed: UInt64
  public var threads: Int
  /// Steps between two entries of the history.
  public var logInterval: Int
  /// Whether the model runs by its equations, operation by operation; see `Tape.isPlain`.
  public var isPlain: Bool

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
}
