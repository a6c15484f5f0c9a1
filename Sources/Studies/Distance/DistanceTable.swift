// Right answers by distance, for the terminal.

import LabReport
import LabResults

struct DistanceTable {
  let record: DistanceRecord
  let legend: Legend

  private var models: [String] { legend.ids.filter(record.models.contains) }

  /// The share of right answers of the kind that varies in distance alone, beside who has forgotten and who has not.
  var answers: Table? {
    guard let kind = record.purest, !models.isEmpty else { return nil }
    var table = Table(
      title: "Right answers in % at “\(kind)”; forgot: all is known but the answer",
      columns: [.init("distance"), .init("tokens", .right)] + models.map { .init(legend.columnName(of: $0), .right) }
        + ["forgot", record.baseline, "best"].map { .init($0, .right) })
    for group in record.groups(kind) {
      table.addRow(
        [.init(group.range), .init(Cells.grouped(group.count), .dim)]
          + models.map { .init(group.models[$0].map { Self.percent($0.mean) } ?? "–") }
          + [group.chance, group.baseline, group.ceiling].map { .init(Self.percent($0), .dim) })
    }
    return table
  }

  /// The same as skill, with half of each interval.
  var skills: Table? {
    guard let kind = record.purest, !models.isEmpty else { return nil }
    let groups = record.groups(kind)
    var table = Table(
      title: "Skill at “\(kind)”: 0 has forgotten, 1 knows all that can be known",
      columns: [.init("distance")] + models.map { .init(legend.columnName(of: $0), .right) })
    for group in groups {
      table.addRow([.init(group.range)] + models.map { .init(group.skill($0).map(Self.text) ?? "–") })
    }
    let curves = models.map { model in
      TextPlot.sparkline(groups.compactMap { group in group.skill(model)?.mean }, range: 0...1)
    }
    if table.rows.count > 1 { table.addRow([.init("0 to 1", .dim)] + curves.map { .init($0) }) }
    return table
  }

  private static func percent(_ share: Double) -> String { Numbers.fixed(share * 100, 1) }

  private static func text(_ skill: Skill) -> String {
    let half = skill.interval.map { " ±" + Numbers.fixed(($0.high - $0.low) / 2, 2) } ?? ""
    return Numbers.fixed(skill.mean, 2) + half
  }
}
