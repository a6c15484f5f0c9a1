// How much context is used, for the terminal.

import Foundation
import LabReport
import LabResults

struct ContextTable {
  let models: [Legend.Entry<EffectiveContextRecord>]
  let legend: Legend

  /// The loss by how much left context is given, and how much of it is used.
  var table: Table? {
    guard let first = models.first else { return nil }
    // Every other context and the last: the curve has them all.
    let all = first.part.contexts
    let shown = all.indices.filter { $0 % ((all.count + 4) / 5) == 0 || $0 == all.count - 1 }
    var table = Table(
      title: "Loss in nats by tokens of left context; used: the least within 1 % of all of it",
      columns: [.init("model"), .init("used", .right)] + shown.map { .init("\(all[$0])", .right) }
        + [.init("curve")])
    let range = Cells.range(models.flatMap { $0.part.losses.map(\.mean) })
    for model in models where model.part.contexts == all {
      let record = model.part
      let used =
        Cells.short(record.effective.mean)
        + (record.effective.high.map {
          $0 > record.effective.mean ? " ±" + Cells.short($0 - record.effective.mean) : ""
        }
          ?? "")
      table.addRow(
        [.init(legend.columnName(of: model.id), .accent), .init(used)]
          + shown.map { .init(Cells.number(record.losses[$0].mean)) }
          + [.init(TextPlot.sparkline(record.losses.map(\.mean), range: range))])
    }
    return table
  }
}
