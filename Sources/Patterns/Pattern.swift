// What a published pattern is.

import LabKit
import LabReport
import LabResults

/// Something that others found and published, measured again at a size that two cores manage.
///
/// A new one is a folder beside this file, with a value of this type in it, and a line in `PatternList.all`.
package protocol Pattern: Sendable {
  /// Its name on the command line: lower case, words joined by hyphens.
  var id: String { get }
  /// The heading of its section.
  var title: String { get }
  /// Who found it, and where.
  var source: String { get }
  /// Sizes, steps and lengths here.
  var setting: String { get }
  /// What is measured.
  /// - Throws: `ConfigurationError`, where a model cannot have the size; `PatternError`, where something is missing.
  func cells(_ subject: PatternSubject) throws -> [PatternCell]
  /// The cells whose learning rates are searched for, one for each rate that the pattern uses.
  var searched: [SearchedCell] { get }
  /// What was published, and what came of it.
  func findings(_ results: CellResults) -> [Finding]
  /// What its page shows.
  func figures(_ results: CellResults, _ legend: Legend) -> [Figure]
}

extension Pattern {
  package var searched: [SearchedCell] { [] }

  /// Tries all rates with each of the cells that stand for the others: as many trials for each, with seeds that no result shares.
  package func searches(
    _ subject: PatternSubject, onTrial: (String) throws -> Void
  ) throws -> [(cell: String, search: ProbeRateSearch)] {
    try searched.map { cell in
      let type = try subject.type(cell.model)
      let settings = try cell.probe.fitted(to: type, rate: 0.001, subject)
      let search = try ProbeRateSearch(
        cell.probe.task, type, settings, inTurn: cell.probe.inTurn,
        firstValues: { cell.probe.firstValues.apply(to: $0, seed: $1) }
      ) { try onTrial("\(cell.name) at \($0)") }
      return (cell.name, search)
    }
  }
}

/// A cell that a learning rate is searched for with.
package struct SearchedCell {
  /// What the rate is kept under.
  package let name: String
  /// The model's identifier.
  package let model: String
  /// How it is trained.
  let probe: ProbeCell
}

/// A published statement beside what was measured of it.
package struct Finding: Sendable {
  /// What was found by others, with their numbers: "RMSE .0105 at T = 100".
  package let published: String
  /// The statement, what was measured of it, and the rule that says whether it came out.
  package let claim: Claim

  /// - Parameters:
  ///   - model: The model's identifier, or what it is about.
  ///   - quantity: What is measured, and its unit.
  ///   - rule: What the quantity must be for the pattern to be reproduced.
  package init(
    _ statement: String, published: String, model: String, quantity: String, _ rule: DecisionRule, remark: String = "",
    evidence: Evidence
  ) {
    self.published = published
    claim = Claim(
      "", model, statement, quantity: quantity, rule, remark: remark.isEmpty ? "By the rule." : remark,
      evidence: evidence)
  }
}
