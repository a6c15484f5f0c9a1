// The history of a training: an entry for each noted step.

/// What is noted of a step.
public struct TrainingStep: Codable, Equatable, Sendable {
  /// The norm of one group's part of the gradient.
  public struct GroupNorm: Codable, Equatable, Sendable {
    public let group: String
    public let norm: Double
  }

  /// Counted from 0.
  public let step: Int
  /// The mean loss of the batch in nats.
  public let loss: Double
  public let learningRate: Double
  /// The norm of the whole gradient before clipping.
  public let gradientNorm: Double
  public let groups: [GroupNorm]
}
