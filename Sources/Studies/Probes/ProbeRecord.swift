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
  /// The score after half of the steps, one value per seed; null for those that were solved by then.
  public var halfway: [Double?]
  /// Training steps that it was given at most.
  public var steps: Int
  /// Training steps until the task was solved, one for each seed that solved it.
  public var stepsToSolve: [Int]

  /// All scores in the same metric.
  public init(
    id: String, distance: Int, metric: String, chance: Double, oracle: Double, shortWindow: Double, score: Estimate,
    halfway: [Double?], steps: Int, stepsToSolve: [Int]
  ) {
    (self.id, self.distance, self.metric, self.chance, self.oracle) = (id, distance, metric, chance, oracle)
    (self.shortWindow, self.score, self.halfway) = (shortWindow, score, halfway)
    (self.steps, self.stepsToSolve) = (steps, stepsToSolve)
  }

  /// What the score makes of the way from guessing to knowing: 0…1.
  package var skill: Skill { Skill(score, chance: chance, ceiling: oracle) }

  /// Whether the skill rose by more than a tenth of the way in the second half of the steps, in the mean of the seeds that did not solve
  /// the task.
  package var isRising: Bool {
    let rises = zip(halfway, score.values).compactMap { half, end in half.map { skill.of(end) - skill.of($0) } }
    return !rises.isEmpty && stepsToSolve.count < score.values.count && Statistics.mean(rises) > 0.1
  }
}
