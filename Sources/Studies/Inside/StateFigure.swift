// The states of a recurrent model while it reads a sentence.

import LabReport
import LabResults

/// What the state of a recurrent network without gates goes through.
struct StateFigure {
  let example: ExampleSentence
  let name, id: String
  let style: SeriesStyle
  let record: InsideRecord.Reading
  /// Of the model, over the windows.
  let saturation: [InsideRecord.Saturation]

  var figure: Figure? {
    let states = record.states.filter { states in
      states.units.count == states.values.rows.count
        && states.values.rows.allSatisfy { $0.count == example.words.count }
    }
    guard !states.isEmpty else { return nil }
    let change = Statistics.mean(states.map(\.meanChange))
    let saturated = saturation.filter { !$0.isGate }.map { $0.low + $0.high }
    let share =
      saturated.isEmpty ? "" : ", and \(Numbers.percent(Statistics.mean(saturated))) of all states are saturated"
    return Figure(
      id: "states-" + id,
      title:
        "From word to word, a state of the \(name) moves by \(Numbers.fixed(change, 2)) on average, on a scale from "
        + "−1 to 1" + share,
      description: states.map {
        "\(direction($0)): units move by \(Numbers.fixed($0.meanChange, 2)) on average, of \($0.unitCount) units."
      }.joined(separator: " "),
      caption: "A row is a unit; one that keeps its colour over many words holds on to something. "
        + states.map { "\($0.units.count) of \($0.unitCount) units" }.joined(separator: " and ")
        + ", spread evenly over their order. Saturated: below −0.99 or above 0.99, over the test windows."
        + (states.contains(where: \.isReversed) ? " The backward state has read the answer, from the right." : ""),
      panels: states.map { .init(states.count > 1 ? direction($0) : "", chart($0)) }, csv: csv(states), of: style)
  }

  private func direction(_ states: InsideRecord.States) -> String {
    states.isReversed ? "backward, from right to left" : "forward, from left to right"
  }

  private func chart(_ states: InsideRecord.States) -> HeatMap {
    let shown = example.words.map(HeatMap.shown)
    let (rows, units) = (states.values.rows, states.units)
    return HeatMap(
      columns: .words(example, "word that is read"), rows: .init("unit, the steadiest on top"), values: rows,
      scale: .twoSided(upTo: 1), legend: "state"
    ) { row, column in
      "unit \(units[row]), \(shown[column]): \(Numbers.fixed(rows[row][column], 2))"
    }
  }

  private func csv(_ states: [InsideRecord.States]) -> CSV {
    var csv = CSV(["direction", "unit", "token", "word", "state"])
    for part in states {
      for (unit, row) in zip(part.units, part.values.rows) {
        for (place, value) in row.enumerated() {
          csv.add([
            part.isReversed ? "backward" : "forward", "\(unit)", "\(place + 1)", example.words[place],
            CSV.number(value),
          ])
        }
      }
    }
    return csv
  }
}
