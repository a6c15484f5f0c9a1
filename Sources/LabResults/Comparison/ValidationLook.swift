// What a look at the validation part showed, in training.

/// The loss on the validation part after some training steps.
public struct ValidationLook: Codable, Equatable, Sendable {
  /// Training steps that were made before.
  public let step: Int
  /// The mean over a sample of the part, in nats.
  public let loss: Double

  /// - Parameter loss: In nats.
  public init(step: Int, loss: Double) { (self.step, self.loss) = (step, loss) }
}
