// Who attends to what while a model reads a sentence.

import LabReport
import LabResults

extension HeatMap.Side {
  /// The words of the sentence.
  static func words(_ example: ExampleSentence, _ title: String) -> Self {
    Self(title, example.words, marked: example.source)
  }
}

/// Who attends to what, head by head.
struct AttentionFigure {
  let example: ExampleSentence
  let name, id: String
  let style: SeriesStyle
  let record: InsideRecord.Reading

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
      panels: heads.map { .init("layer \($0.layer), head \($0.head)", chart($0)) }, csv: csv, of: style)
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

  /// What the model makes of it.
  private var outcome: String {
    let guess = HeatMap.shown(record.guess)
    return record.guess == example.answer ? "and predicts “\(guess)”, rightly" : "and yet the model predicts “\(guess)”"
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
        + "\(Phrase.counted(example.words.count - source, "token")) back (even attention: \(even)), \(outcome)"
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
