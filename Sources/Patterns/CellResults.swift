// What the cells of a pattern gave, seed by seed.

import LabResults

/// The outcomes of a pattern's cells, and what they are to be read against.
package struct CellResults: Codable, Equatable, Sendable {
  /// By cell, one for each seed, in the order of seeds.
  package var outcomes: [String: [CellOutcome]]
  /// By cell.
  package var baselines: [String: CellBaselines]
  /// The model of each cell.
  package var models: [String: String]

  package init(outcomes: [String: [CellOutcome]], baselines: [String: CellBaselines], models: [String: String]) {
    (self.outcomes, self.baselines, self.models) = (outcomes, baselines, models)
  }

  /// The scores of a cell, one for each seed; nil where it was not measured. A training that diverged has NaN.
  package func scores(_ cell: String) -> [Double]? { outcomes[cell].map { $0.map { $0.score ?? .nan } } }

  /// The scores of a cell on a longer task; nil where it was not measured, or the model cannot read so much.
  package func scores(_ cell: String, longer: Int) -> [Double]? {
    guard let outcomes = outcomes[cell] else { return nil }
    let scores = outcomes.compactMap { $0.longer.indices.contains(longer) ? $0.longer[longer] : nil }
    return scores.count == outcomes.count ? scores : nil
  }

  /// A share with its interval.
  package func share(_ cell: String, items: Int) -> Estimate? {
    scores(cell).map { Estimate($0, scale: .unit, items: items) }
  }

  /// A share on a longer task with its interval.
  package func share(_ cell: String, longer: Int, items: Int) -> Estimate? {
    scores(cell, longer: longer).map { Estimate($0, scale: .unit, items: items) }
  }

  /// One line for each cell whose scores mean nothing.
  package var alarms: [String] {
    baselines.sorted { $0.key < $1.key }.compactMap { cell, baseline in baseline.alarm.map { "\(cell): \($0)" } }
  }

  /// "3 of 5": the seeds that solved the task.
  package func solved(_ cell: String) -> String? {
    outcomes[cell].map { outcomes in "\(outcomes.count(where: \.isSolved)) of \(outcomes.count)" }
  }
}
