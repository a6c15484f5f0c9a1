// What a model can do over a set distance.

import LabResults

/// What a model reached on a task whose distance is set.
public struct ProbeRecord: Codable, Equatable, Sendable {
  /// "copy", "adding", "recall", "parity" or "order".
  public var id: String
  /// Tokens between what must be remembered and where it is asked for.
  public var distance: Int
  /// What the scores are: "accuracy", or "mean squared error" where less is better.
  public var metric: String
  /// The score of one who guesses, of one who knows the rule, and of the best that sees fewer tokens than the distance.
  public var chance, oracle, shortWindow: Double
  /// The model's score on fresh examples, one value per seed.
  public var score: Estimate
  /// Training steps that it was given.
  public var steps: Int

  /// All scores in the same metric.
  public init(
    id: String, distance: Int, metric: String, chance: Double, oracle: Double, shortWindow: Double, score: Estimate,
    steps: Int
  ) {
    (self.id, self.distance, self.metric, self.chance, self.oracle) = (id, distance, metric, chance, oracle)
    (self.shortWindow, self.score, self.steps) = (shortWindow, score, steps)
  }
}
