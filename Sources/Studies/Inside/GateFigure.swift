// The gates of a recurrent network while it reads a sentence.

import LabReport
import LabResults

/// What the gates of a recurrent network let through at each word.
struct GateFigure {
  let example: ExampleSentence
  let name, id: String
  let style: SeriesStyle
  let record: InsideRecord.Reading

  var figure: Figure? {
    guard let gates = record.gates, let shown = gates.names.firstIndex(of: gates.shown),
      gates.means.rows.count == gates.names.count, gates.units.count == gates.values.rows.count,
      (gates.means.rows + gates.values.rows).allSatisfy({ $0.count == example.words.count })
    else { return nil }
    let means = gates.means.rows.map { Statistics.mean($0) }
    let row = gates.means.rows[shown]
    let low = row.indices.min { row[$0] < row[$1] } ?? 0
    return Figure(
      id: "gates-" + id,
      title:
        "While it reads the sentence, the \(gates.shown) gates of the \(name) let \(Numbers.percent(means[shown])) through on average; "
        + "\(gates.longUnitCount) of \(gates.unitCount) units let through more than 90\u{202F}%",
      description: zip(gates.names, means).map { "Mean \($0) gate \(Numbers.fixed($1, 2))." }.joined(separator: " ")
        + " The \(gates.shown) gates let least through at “\(HeatMap.shown(example.words[low]))”, token \(low + 1): "
        + "\(Numbers.percent(row[low])).",
      caption: "A gate of 1 lets all through, one of 0 nothing. "
        + "On the right, \(gates.units.count) of \(gates.unitCount) units, spread evenly over their order.",
      panels: [
        .init("mean over all units", lines(gates)), .init("\(gates.shown) gate, unit by unit", chart(gates)),
      ], csv: csv(gates), of: style)
  }

  private func lines(_ gates: InsideRecord.Gates) -> LineChart {
    let shown = example.words.map(HeatMap.shown)
    let series = zip(gates.names, gates.means.rows).enumerated().map { index, pair in
      LineChart.Series(
        pair.0, SeriesStyle(index),
        pair.1.enumerated().map { place, value in
          .init(Double(place + 1), value, text: "\(shown[place]), \(pair.0) gate: \(Numbers.fixed(value, 2))")
        })
    }
    return LineChart(
      x: Axis("token of the sentence"), y: Axis("gate, 0 to 1", includes: [0, 1]), series: series)
  }

  private func chart(_ gates: InsideRecord.Gates) -> HeatMap {
    let shown = example.words.map(HeatMap.shown)
    let (rows, units) = (gates.values.rows, gates.units)
    return HeatMap(
      columns: .words(example, "word that is read"), rows: .init("unit, the most open on top"), values: rows,
      scale: .linear(0...1), legend: "\(gates.shown) gate"
    ) { row, column in
      "unit \(units[row]), \(shown[column]): \(Numbers.fixed(rows[row][column], 2))"
    }
  }

  private func csv(_ gates: InsideRecord.Gates) -> CSV {
    var csv = CSV(["gate", "unit", "token", "word", "value"])
    let means = zip(gates.names, gates.means.rows).map { (gate: $0, unit: "mean", row: $1) }
    for line in means + zip(gates.units, gates.values.rows).map({ (gates.shown, "\($0)", $1) }) {
      for (place, value) in line.row.enumerated() {
        csv.add([line.gate, line.unit, "\(place + 1)", example.words[place], CSV.number(value)])
      }
    }
    return csv
  }
}
