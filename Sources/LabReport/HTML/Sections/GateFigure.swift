// The gates of an LSTM while it reads a sentence.

import LabKit

/// What an LSTM lets in, keeps and shows at each word.
struct GateFigure {
  let example: InsideExample
  let name, id: String
  let record: InsideRecord

  private static let names = ["input", "forget", "output"]

  var figure: Figure? {
    guard let gates = record.gates, gates.means.rows.count == 3, gates.units.count == gates.forget.rows.count,
      (gates.means.rows + gates.forget.rows).allSatisfy({ $0.count == example.words.count })
    else { return nil }
    let means = gates.means.rows.map { Statistics.mean($0) }
    let low = gates.means.rows[1].indices.min { gates.means.rows[1][$0] < gates.means.rows[1][$1] } ?? 0
    return Figure(
      id: "gates-" + id,
      title: "At each word, the \(name) keeps \(Numbers.percent(means[1])) of its memory on average; "
        + "\(gates.longUnitCount) of \(gates.unitCount) units keep more than 90\u{202F}%",
      description: zip(Self.names, means).map { "Mean \($0) gate \(Numbers.fixed($1, 2))." }.joined(separator: " ")
        + " It keeps least at “\(HeatMap.shown(example.words[low]))”, token \(low + 1): "
        + "\(Numbers.percent(gates.means.rows[1][low])).",
      caption:
        "A gate of 1 lets all through, one of 0 nothing; what a unit holds is multiplied by its forget gate at each word. "
        + "On the right, \(gates.units.count) of \(gates.unitCount) units, spread evenly over their order.",
      panels: [
        .init("mean over all units", lines(gates)), .init("forget gate, unit by unit", chart(gates)),
      ], csv: csv(gates))
  }

  private func lines(_ gates: InsideRecord.Gates) -> LineChart {
    let shown = example.words.map(HeatMap.shown)
    let series = zip(Self.names, gates.means.rows).enumerated().map { index, pair in
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
    let (rows, units) = (gates.forget.rows, gates.units)
    return HeatMap(
      columns: .words(example, "word that is read"), rows: .init("unit, the one that keeps most on top"), values: rows,
      scale: .linear(0...1), legend: "forget gate"
    ) { row, column in
      "unit \(units[row]), \(shown[column]): \(Numbers.fixed(rows[row][column], 2))"
    }
  }

  private func csv(_ gates: InsideRecord.Gates) -> CSV {
    var csv = CSV(["gate", "unit", "token", "word", "value"])
    let means = zip(Self.names, gates.means.rows).map { (gate: $0, unit: "mean", row: $1) }
    for line in means + zip(gates.units, gates.forget.rows).map({ ("forget", "\($0)", $1) }) {
      for (place, value) in line.row.enumerated() {
        csv.add([line.gate, line.unit, "\(place + 1)", example.words[place], CSV.number(value)])
      }
    }
    return csv
  }
}
