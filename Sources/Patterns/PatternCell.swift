// The smallest piece of a pattern: one measurement, for one seed.

/// A measurement that is made once for each seed, such as the training of one model on one task.
package struct PatternCell: Sendable {
  /// Its name, in the file that keeps it, too: "lstm-50".
  package let id: String
  /// All that decides its numbers beside the seed; what was kept under another setting is measured again.
  package let setting: String
  /// About how many seconds it takes on two cores, if nothing stops it early.
  package let seconds: Double
  /// The model that it is of.
  package let model: String
  /// Scores of those who guess, know the rule and have a short memory; nil where there is no task.
  package let baselines: (@Sendable () -> CellBaselines)?
  /// Makes it, and tells which share is done.
  package let measure: @Sendable (_ seed: UInt64, _ onProgress: (Double) throws -> Void) throws -> CellOutcome

  package init(
    _ id: String, model: String, setting: String, seconds: Double, baselines: (@Sendable () -> CellBaselines)? = nil,
    measure: @escaping @Sendable (UInt64, (Double) throws -> Void) throws -> CellOutcome
  ) {
    (self.id, self.model, self.setting, self.seconds) = (id, model, setting, seconds)
    (self.baselines, self.measure) = (baselines, measure)
  }
}

/// What a cell gave for one seed.
package struct CellOutcome: Codable, Equatable, Sendable {
  /// In the task's metric; null where training diverged.
  package var score: Double?
  /// The scores on longer tasks, without further training; null where the model cannot read them.
  package var longer: [Double?]
  /// Training steps until the task was solved, or all; and tokens that were trained on in them.
  package var steps, tokens: Int
  /// Whether the task was solved.
  package var isSolved: Bool

  package init(score: Double?, longer: [Double?] = [], steps: Int = 0, tokens: Int = 0, isSolved: Bool = false) {
    (self.score, self.longer, self.steps, self.tokens, self.isSolved) = (score, longer, steps, tokens, isSolved)
  }
}

/// What scores of a cell are to be read against.
package struct CellBaselines: Codable, Equatable, Sendable {
  /// Of the best guess, of one who knows the rule, and of the best that sees fewer tokens than the distance.
  package var chance, oracle, shortWindow: Double

  package init(chance: Double, oracle: Double, shortWindow: Double) {
    (self.chance, self.oracle, self.shortWindow) = (chance, oracle, shortWindow)
  }
}
