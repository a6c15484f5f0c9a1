// What a score on a probe is to be read against.

/// What a guess, the rule and a short memory score on a task; the same for all models.
public struct ProbeBaselines: Equatable, Sendable {
  /// Scores in the task's metric: of the best guess, of the rule, of the best that sees fewer tokens than the distance.
  public let chance, oracle, shortWindow: Double

  /// - Complexity: a few tenths of a second.
  public init(_ task: any ProbeTask) {
    let (fitting, testing) = (task.examples(count: 10_000, seed: 1), task.examples(count: 2000, seed: 2))
    chance = task.chance
    oracle = task.oracleScore(testing)
    shortWindow = ShortWindow(task, fittedOn: fitting).score(testing)
  }
}
