// How position encodings tell word orders apart, for the terminal.

import LabReport
import LabResults

struct PositionTable {
  let records: [PositionRecord]
  let legend: Legend

  /// A column for each model.
  var table: Table? {
    guard let first = records.first else { return nil }
    func names(_ name: (PositionRecord) -> String) -> [String] {
      records.map(name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    let models = names(\.model)
    var table = Table(
      title: "Word order by positions: right at \(first.trainedLength) tokens → at \(first.testedLength), "
        + "never seen (guess: \(Cells.wholePercent(first.chance)))",
      columns: [.init("positions")] + models.map { .init(legend.columnName(of: $0), .right) })
    for positions in names(\.positions) {
      let cells = models.map { model -> Table.Cell in
        guard let record = records.first(where: { $0.model == model && $0.positions == positions }) else {
          return "–"
        }
        let beyond = record.beyondLength.map { Cells.wholePercent($0.mean) } ?? "–"
        return .init(Cells.wholePercent(record.accuracy.mean) + " →" + Self.padded(beyond, to: 6))
      }
      table.addRow([.init(positions, .accent)] + cells)
    }
    return table
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextWidth.columns(text))) + text
  }
}
