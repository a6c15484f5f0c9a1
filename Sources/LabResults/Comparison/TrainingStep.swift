// The history of a training: an entry for each noted step.

/// What is noted of a step.
public struct TrainingStep: Codable, Equatable, Sendable {
  /// The norm of one group's part of the gradient.
  public struct GroupNorm: Codable, Equatable, Sendable {
    /// The group's name, as in `Parameter.group`.
    public let group: String
    /// The Euclidean norm before clipping.
    public let norm: Double

    package init(group: String, norm: Double) { (self.group, self.norm) = (group, norm) }
  }

  /// Counted from 0.
  public let step: Int
  /// The mean loss of the batch in nats.
  public let loss: Double
  /// The rate of this step's update.
  public let learningRate: Double
  /// The norm of the whole gradient before clipping.
  public let gradientNorm: Double
  /// The gradient's norm in parts, group by group, in the order of the model's parameters.
  public let groups: [GroupNorm]

  package init(step: Int, loss: Double, learningRate: Double, gradientNorm: Double, groups: [GroupNorm]) {
    (self.step, self.loss, self.learningRate) = (step, loss, learningRate)
    (self.gradientNorm, self.groups) = (gradientNorm, groups)
  }
}
