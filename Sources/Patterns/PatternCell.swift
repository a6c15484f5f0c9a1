// The smallest piece of a pattern: one measurement, for one seed.

import LabKit

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
  package let baselines: Baselines?
  /// The memory that it takes beside little, of a machine with so much free; what cannot fit in any case is not tried.
  package private(set) var memory: @Sendable (_ free: Double) -> MemoryNeed = { _ in MemoryNeed() }
  /// Makes it, and tells which share is done.
  package let measure: @Sendable (_ seed: UInt64, _ onProgress: (Double) throws -> Void) throws -> CellOutcome

  /// What makes the scores that a cell's are read against; those of one task are made once, for all its cells.
  package struct Baselines: Sendable {
    /// The task, as it is told from others.
    package let task: String
    /// Makes them, in a few tenths of a second.
    package let make: @Sendable () -> CellBaselines
  }

  package init(
    _ id: String, model: String, setting: String, seconds: Double, baselines: Baselines? = nil,
    measure: @escaping @Sendable (UInt64, (Double) throws -> Void) throws -> CellOutcome
  ) {
    (self.id, self.model, self.setting, self.seconds) = (id, model, setting, seconds)
    (self.baselines, self.measure) = (baselines, measure)
  }

  /// The same, with the memory that it takes.
  package func taking(_ memory: @escaping @Sendable (_ free: Double) -> MemoryNeed) -> PatternCell {
    var cell = self
    cell.memory = memory
    return cell
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
  /// The scores on some examples after every `ProbeRun.pace` steps.
  package var course: [Double]
  /// What was seen of the trained model, as the pattern has it.
  package var seen: [Double]

  package init(
    score: Double?, longer: [Double?] = [], steps: Int = 0, tokens: Int = 0, isSolved: Bool = false,
    course: [Double] = [], seen: [Double] = []
  ) {
    (self.score, self.longer, self.steps, self.tokens, self.isSolved) = (score, longer, steps, tokens, isSolved)
    (self.course, self.seen) = (course, seen)
  }

  /// Whether a cell can have given it: it may come from a file.
  var isSound: Bool {
    let numbers = ([score] + longer).compactMap { $0 } + course + seen
    return numbers.allSatisfy { abs($0) < 1e12 } && course.count < 1_000_000 && steps >= 0
      && (0..<1_000_000_000_000_000).contains(tokens)
  }
}

/// What scores of a cell are to be read against.
package struct CellBaselines: Codable, Equatable, Sendable {
  /// Of the best guess, and of one who knows the rule.
  package var chance, oracle: Double
  /// Of the best that sees fewer tokens than the distance; nil where there is no distance, since the nearest tokens tell some of the answers.
  package var shortWindow: Double?

  package init(chance: Double, oracle: Double, shortWindow: Double?) {
    (self.chance, self.oracle, self.shortWindow) = (chance, oracle, shortWindow)
  }

  /// Those of a task.
  /// - Parameter hasShortcut: Whether the nearest tokens are meant to tell some of the answers.
  package init(_ task: any ProbeTask, hasShortcut: Bool = false) {
    let baselines = ProbeBaselines(task)
    self.init(
      chance: baselines.chance, oracle: baselines.oracle, shortWindow: hasShortcut ? nil : baselines.shortWindow)
  }

  /// Why scores on the task mean nothing; nil where the baselines are as they must be.
  ///
  /// The rule answers everything: a share of 1, an error of 0. Who sees fewer tokens than the distance stays at chance: what it gains
  /// over chance, as a share of what the rule gains, is at most a twentieth, which 2 000 examples hardly reach by luck.
  package var alarm: String? {
    let right = oracle > chance ? 1.0 : 0
    if abs(oracle - right) > 1e-6 { return "the rule itself does not answer all" }
    guard let shortWindow else { return nil }
    let gain = (shortWindow - chance) / (oracle - chance)
    return gain > 0.05
      ? "the task gives its answers away: a memory too short for it gets \(Int((100 * gain).rounded())) % of what there is to gain"
      : nil
  }
}
