// Right answers at blanks by what settles them, for the terminal.

import LabReport
import LabResults

struct BlankTable {
  let record: BlankStudyRecord
  let legend: Legend

  private typealias Scores = [Legend.Entry<BlankStudyRecord.Score>]

  private func scores(_ group: BlankStudyRecord.Group) -> Scores {
    legend.ordered(group.models.keyed { ($0.model, $0) })
  }

  /// A row for each group of blanks, beside perfect predictors; nil where there are none.
  var table: Table? {
    guard let models = record.groups.first.map(scores), !models.isEmpty else { return nil }
    var table = Table(
      title: "Blanks right in %, by what settles them; left, both: perfect, with that in sight",
      columns: [.init("settled by"), .init("blanks", .right)]
        + models.map { .init(legend.columnName(of: $0.id), .right) }
        + ["left", "both"].map { .init($0, .right) })
    for group in record.groups {
      let scores = scores(group)
      let cells = models.map { model in
        scores.first { $0.id == model.id }.map { Self.percent($0.part.accuracy.mean) } ?? "–"
      }
      table.addRow(
        [.init(Self.name(group.kind)), .init(Cells.grouped(group.count), .dim)] + cells.map { .init($0) }
          + [group.leftSide, group.bothSides].map { .init($0.map { Self.percent($0.accuracy) } ?? "–", .dim) })
    }
    return table
  }

  private static func name(_ kind: BlankStudyRecord.Kind) -> String {
    switch kind {
    case .all: "all blanks"
    case .left: "the left"
    case .right: "the right"
    case .near: "right, near"
    }
  }

  /// Without decimals: of some hundred blanks, they would say nothing.
  private static func percent(_ share: Double) -> String { Numbers.fixed(share * 100, 0) }
}
