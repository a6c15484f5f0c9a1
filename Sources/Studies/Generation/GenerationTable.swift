// What the next token costs, for the terminal.

import Foundation
import LabReport
import LabResults

struct GenerationTable {
  let models: [Legend.Entry<[GenerationRecord.Point]>]
  let legend: Legend

  /// The time of the next token and the state that is carried along, by how much was read.
  var table: Table? {
    let contexts = Set(models.flatMap { $0.part.map(\.context) }).sorted()
    guard let last = contexts.last else { return nil }
    var table = Table(
      title: "Generation: µs for the next token after so many; the state carried along",
      columns: [.init("model")] + contexts.map { .init("\($0)", .right) } + [.init("state at \(last)", .right)])
    for model in models {
      func point(_ context: Int) -> GenerationRecord.Point? {
        model.part.first { $0.context == context }
      }
      table.addRow(
        [.init(legend.columnName(of: model.id), .accent)]
          + contexts.map { .init(point($0).map { Cells.short($0.microseconds) } ?? "–") }
          + [.init(point(last).map { Numbers.bytes(Double($0.stateBytes)) } ?? "–")])
    }
    return table
  }
}
