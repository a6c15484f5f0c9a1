// The pictures of what goes on inside a model while it reads a sentence.

import LabKit

extension HeatMap.Side {
  /// The words of the sentence.
  static func words(_ example: InsideExample, _ title: String) -> Self {
    Self(title, example.words, marked: example.source)
  }
}

/// Who attends to what, head by head.
struct AttentionFigure {
  let example: InsideExample
  let name, id: String
  let record: InsideRecord

  /// The first heads; a page has no room for those of large models.
  private var heads: [InsideRecord.Head] {
    let count = example.words.count
    return Array(
      record.heads.filter { head in
        head.weights.rows.count == count && head.weights.rows.allSatisfy { $0.count <= count }
      }.prefix(16))
  }

  var figure: Figure? {
    guard !heads.isEmpty else { return nil }
    return Figure(
      id: "attention-" + id, title: title,
      description: heads.map { head in
        "Layer \(head.layer), head \(head.head): attends \(Numbers.fixed(reach(head), 1)) tokens back on average"
          + (lastShare(head).map { ", and from the last word \(Numbers.percent($0)) to the marked one" } ?? "") + "."
      }.joined(separator: " "),
      caption: (isCausal
        ? "Each row shares out 100\u{202F}% of a word's attention to itself and what is before it"
        : "Each row shares out a word's attention; what goes to the blank after the last word is left out")
        + "; the steps of colour grow with the square root of the share."
        + (isCausal && example.source != nil
          ? " The frame: from the last word to the one that settles what comes next." : ""),
      panels: heads.map { .init("layer \($0.layer), head \($0.head)", chart($0)) }, csv: csv)
  }

  private var isCausal: Bool { heads.allSatisfy(\.isCausal) }

  /// The share of the last word's attention that goes to the source; nil for a model that predicts from elsewhere.
  private func lastShare(_ head: InsideRecord.Head) -> Double? {
    guard head.isCausal, let source = example.source, let row = head.weights.rows.last, row.indices.contains(source)
    else {
      return nil
    }
    return row[source]
  }

  /// The mean distance of attention.
  private func reach(_ head: InsideRecord.Head) -> Double {
    Statistics.mean(
      head.weights.rows.enumerated().map { query, row in
        row.enumerated().reduce(0) { $0 + $1.element * Double(abs(query - $1.offset)) }
      })
  }

  private var title: String {
    func words(_ head: InsideRecord.Head) -> String { "head \(head.head) of layer \(head.layer)" }
    let sharpest = heads.compactMap { head in lastShare(head).map { (head: head, share: $0) } }.max {
      $0.share < $1.share
    }
    if let sharpest, let source = example.source {
      let word = HeatMap.shown(example.words[source])
      let even = Numbers.percent(1 / Double(example.words.count))
      return
        "In the \(name), \(words(sharpest.head)) puts \(Numbers.percent(sharpest.share)) of its attention on “\(word)”, "
        + "\(Phrase.counted(example.words.count - source, "token")) back, where even attention would put \(even)"
    }
    let reaches = heads.map { (head: $0, reach: reach($0)) }.sorted { $0.reach < $1.reach }
    guard let near = reaches.first, let far = reaches.last, heads.count > 1 else {
      return "The \(name) attends \(Numbers.fixed(reach(heads[0]), 1)) tokens back on average"
    }
    return "In the \(name), \(words(far.head)) attends \(Numbers.fixed(far.reach, 1)) tokens back on average, and "
      + "\(words(near.head)) \(Numbers.fixed(near.reach, 1))"
  }

  private func chart(_ head: InsideRecord.Head) -> HeatMap {
    let shown = example.words.map(HeatMap.shown)
    let rows = head.weights.rows
    return HeatMap(
      columns: .words(example, "attention to this word"),
      rows: .init("from", example.words, marked: example.source == nil ? nil : example.words.count - 1), values: rows,
      scale: .squareRoot(upTo: 1), legend: "share of attention", isPercent: true, isSquare: true
    ) { row, column in
      "\(shown[row]) → \(shown[column]) \(Numbers.percent(rows[row][column], 1))"
    }
  }

  private var csv: CSV {
    var csv = CSV(["layer", "head", "from", "from word", "to", "to word", "share"])
    for head in heads {
      for (query, row) in head.weights.rows.enumerated() {
        for (key, share) in row.enumerated() {
          csv.add([
            "\(head.layer)", "\(head.head)", "\(query + 1)", example.words[query], "\(key + 1)", example.words[key],
            CSV.number(share),
          ])
        }
      }
    }
    return csv
  }
}

/// What the gates of a recurrent network let through at each word.
struct GateFigure {
  let example: InsideExample
  let name, id: String
  let record: InsideRecord

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
        "At each word, the \(gates.shown) gates of the \(name) let \(Numbers.percent(means[shown])) through on average; "
        + "\(gates.longUnitCount) of \(gates.unitCount) units let through more than 90\u{202F}%",
      description: zip(gates.names, means).map { "Mean \($0) gate \(Numbers.fixed($1, 2))." }.joined(separator: " ")
        + " The \(gates.shown) gates let least through at “\(HeatMap.shown(example.words[low]))”, token \(low + 1): "
        + "\(Numbers.percent(row[low])).",
      caption: "A gate of 1 lets all through, one of 0 nothing. "
        + "On the right, \(gates.units.count) of \(gates.unitCount) units, spread evenly over their order.",
      panels: [
        .init("mean over all units", lines(gates)), .init("\(gates.shown) gate, unit by unit", chart(gates)),
      ], csv: csv(gates))
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

/// What the state of a recurrent network without gates goes through.
struct StateFigure {
  let example: InsideExample
  let name, id: String
  let record: InsideRecord

  var figure: Figure? {
    let states = record.states.filter { states in
      states.units.count == states.values.rows.count
        && states.values.rows.allSatisfy { $0.count == example.words.count }
    }
    guard !states.isEmpty else { return nil }
    let change = Statistics.mean(states.map(\.meanChange))
    let saturated = record.saturation.filter { !$0.isGate }.map { $0.low + $0.high }
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
      panels: states.map { .init(states.count > 1 ? direction($0) : "", chart($0)) }, csv: csv(states))
  }

  private func direction(_ states: InsideRecord.States) -> String {
    states.isReversed ? "backward, from right to left" : "forward, from left to right"
  }

  private func chart(_ states: InsideRecord.States) -> HeatMap {
    let shown = example.words.map(HeatMap.shown)
    let (rows, units) = (states.values.rows, states.units)
    return HeatMap(
      columns: .words(example, "word that is read"), rows: .init("unit, the steadiest on top"), values: rows,
      scale: .linear(-1...1), legend: "state"
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
