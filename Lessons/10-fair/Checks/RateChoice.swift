// What exercise 10b asks for.

/// One training of a model with a learning rate.
public struct Trial: Equatable, Sendable {
  /// The model's name.
  public var model: String
  /// The learning rate.
  public var rate: Double
  /// What weights and batches were drawn from.
  public var seed: Int
  /// The loss on the validation part at each look, from the first to the last; not a number where the training failed.
  public var validation: [Double]
  /// The loss on the test part at the same looks.
  public var test: [Double]

  /// A training with as many looks at both parts.
  public init(model: String, rate: Double, seed: Int, validation: [Double], test: [Double]) {
    (self.model, self.rate, self.seed) = (model, rate, seed)
    (self.validation, self.test) = (validation, test)
  }
}

/// What was chosen for a model, and what is reported of it.
public struct Choice: Equatable, Sendable {
  /// The learning rate.
  public var rate: Double
  /// The look, counted from 0, whose weights are kept.
  public var look: Int
  /// The loss that is reported.
  public var loss: Double
  /// Whether the rate is the least or the largest of those that were tried, so that a better one may lie beyond.
  public var isAtEdge: Bool

  /// A choice and what is said of it.
  public init(rate: Double, look: Int, loss: Double, isAtEdge: Bool) {
    (self.rate, self.look, self.loss, self.isAtEdge) = (rate, look, loss, isAtEdge)
  }
}

/// How a learning rate is chosen so that a comparison is fair.
public protocol RateChoice {
  /// The choice for a model, out of the trainings of all models.
  ///
  /// Only rates count that every model was tried with, and at which none of this model's trainings failed. Of these,
  /// the rate and the look with the least mean validation loss over the seeds. The loss that is reported is the mean
  /// test loss there.
  /// - Parameters:
  ///   - model: One of the models in `trials`.
  ///   - trials: In any order; with each rate, a model was trained with all seeds, and looked at as often.
  /// - Returns: nil if no rate is left.
  static func choice(for model: String, from trials: [Trial]) -> Choice?
}
