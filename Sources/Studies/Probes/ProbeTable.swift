// What models reach on tasks with a set distance, for the terminal.

import LabReport
import LabResults

struct ProbeTable {
  let title: String
  let models: [Legend.Entry<[ProbeRecord]>]
  let legend: Legend

  /// The scores beside chance, a short memory and an oracle; nil where there are none.
  var table: Table? {
    var tasks: [ProbeRecord] = []
    for record in models.flatMap(\.part) where !tasks.contains(where: { $0.distance == record.distance }) {
      tasks.append(record)
    }
    guard let first = tasks.first else { return nil }
    let metric = first.metric == "accuracy" ? "right answers" : first.metric
    var table = Table(
      title: "\(title): \(metric) by distance in tokens",
      columns: [.init("distance", .right)] + models.map { .init(legend.columnName(of: $0.id), .right) }
        + ["chance", "window", "oracle"].map { .init($0, .right) })
    for task in tasks {
      let scores = models.map { model -> Table.Cell in
        guard let record = model.part.first(where: { $0.distance == task.distance }) else { return "–" }
        let reached = (record.score.mean - record.chance) / (record.oracle - record.chance)
        return .init(Self.score(record.score.mean, record), reached >= 0.9 ? .good : nil)
      }
      table.addRow(
        [.init("\(task.distance)")] + scores
          + [task.chance, task.shortWindow, task.oracle].map { .init(Self.score($0, task), .dim) })
    }
    return table
  }

  private static func score(_ value: Double, _ record: ProbeRecord) -> String {
    record.metric == "accuracy" ? Cells.wholePercent(value) : value == 0 ? "0" : Cells.short(value)
  }
}
