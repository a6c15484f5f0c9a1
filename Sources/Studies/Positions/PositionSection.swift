// How position encodings tell word orders apart.

import LabReport
import LabResults

struct PositionSection {
  let records: [PositionRecord]
  let legend: Legend

  var section: PageSection? {
    guard let first = records.first else { return nil }
    var table = HTMLTable(
      "Right answers to who did it, trained on \(first.trainedLength) tokens; a guess is right in "
        + Numbers.percent(first.chance),
      [
        .text("model"), .text("positions"), .number("as long as in training"),
        .number("\(first.testedLength) tokens"), .number("seeds"),
      ])
    for record in records {
      table.add([
        legend.name(of: record.model), record.positions, Self.percent(record.accuracy),
        record.beyondLength.map(Self.percent) ?? "cannot read them", "\(record.accuracy.values.count)",
      ])
    }
    return PageSection(
      "positions", "Position encodings on word order", [.figure(figure(first)), .markup(table.html)])
  }

  /// The models, in the order of their records.
  private var models: [String] {
    records.map(\.model).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Right answers as dots: for each model, every encoding at the trained length and at the longer one.
  private func figure(_ first: PositionRecord) -> Figure {
    let lengths: [(tokens: Int, words: String, accuracy: (PositionRecord) -> Estimate?)] = [
      (first.trainedLength, "as in training", { $0.accuracy }), (first.testedLength, "never seen", { $0.beyondLength }),
    ]
    var csv = CSV(["model", "positions", "tokens", "right", "low", "high", "seeds", "guess"])
    var words: [String] = []
    let panels = models.map { model -> Figure.Panel in
      let own = records.filter { $0.model == model }
      let groups = lengths.map { length in
        let rows = own.compactMap { record in
          length.accuracy(record).map {
            DotPlot.Row(record.positions, legend.style(of: model), $0, value: Numbers.percent($0.mean))
          }
        }
        for row in rows {
          csv.add([
            model, row.name, "\(length.tokens)", CSV.number(row.estimate.mean), CSV.number(row.estimate.low),
            CSV.number(row.estimate.high), "\(row.estimate.values.count)", CSV.number(first.chance),
          ])
        }
        words.append(
          "\(legend.name(of: model)) at \(length.tokens) tokens: "
            + rows.map { "\($0.name) \($0.value)" }.joined(separator: ", ") + ".")
        return DotPlot.Group(
          "\(length.tokens) tokens, \(length.words)", rows, marks: [.init("a guess", first.chance, .dotted)])
      }
      let axis = Axis("right answers, %", includes: [0, 1], isPercent: true)
      return Figure.Panel(
        legend.name(of: model), DotPlot(x: axis, groups: groups.filter { !$0.rows.isEmpty }),
        of: legend.style(of: model))
    }
    return Figure(
      id: "word-order", title: title, description: words.joined(separator: " "),
      caption:
        "Who did it, and to whom? The words are the same either way. Learned positions end with the trained length.",
      panels: panels, csv: csv)
  }

  /// What is known of order by a model that is told no positions.
  private var title: String {
    let without = records.filter { $0.positions == "none" && $0.accuracy.mean.isFinite }
    guard let first = without.first else { return "Position encodings on word order" }
    return "Told no positions, "
      + Phrase.list(
        without.map { "the \(legend.name(of: $0.model)) is right in \(Numbers.percent($0.accuracy.mean))" })
      + "; a guess is in \(Numbers.percent(first.chance))"
  }

  /// A share with its interval.
  private static func percent(_ estimate: Estimate) -> String {
    guard let low = estimate.low, let high = estimate.high else { return Numbers.percent(estimate.mean) }
    return Numbers.percent(estimate.mean)
      + " (\(Numbers.fixed(max(0, low) * 100, 0)) to \(Numbers.fixed(min(1, high) * 100, 0)))"
  }
}
