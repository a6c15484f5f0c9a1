// How much of the past a model uses.

import LabReport
import LabResults

/// The loss by how much left context is given.
struct ContextSection {
  let models: [Legend.Entry<EffectiveContextRecord>]

  var section: PageSection? {
    guard !models.isEmpty else { return nil }
    let series = models.map { LineChart.Series($0.name, $0.style, Self.points($0)) }
    var csv = CSV(["model", "context", "loss", "low", "high", "seeds"])
    for model in models {
      for (tokens, loss) in zip(model.part.contexts, model.part.losses) {
        csv.add([
          model.id, "\(tokens)", CSV.number(loss.mean), CSV.number(loss.low), CSV.number(loss.high),
          "\(loss.values.count)",
        ])
      }
    }
    let used = models.map { (name: $0.name, tokens: $0.part.effective.mean) }.sorted { $0.tokens > $1.tokens }
    let first = used[0]
    var title =
      "The \(first.name) needs \(Numbers.significant(first.tokens, 2)) tokens of context to come within 1\u{202F}% of its best"
    if let last = used.last, used.count > 1 { title += ", the \(last.name) \(Numbers.significant(last.tokens, 2))" }
    let figure = Figure(
      id: "effective-context", title: title,
      description: "What each model loses with the last few tokens of its past alone. "
        + models.map { model in
          let ends = [model.part.losses.first, model.part.losses.last].compactMap {
            $0.map { Numbers.loss($0.mean) }
          }
          return
            "\(model.name): \(ends.joined(separator: " to ")) nats, \(Self.words(model.part.effective)) tokens used."
        }.joined(separator: " "),
      caption:
        "The loss with so many tokens of left context, less the model's own with all of it, in per cent of that: each model is "
        + "compared with itself. The lowest points stand for \(Numbers.significant(Self.least, 1))\u{202F}% or less. Tokens needed: "
        + Phrase.list(models.map { "\($0.name) \(Self.words($0.part.effective))" }) + ".",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("left context, tokens", .lengths),
            y: Axis("loss above the model's own with all context, %", .logarithmic, includes: [0.2, 1000]),
            series: series, references: [.init("1 %", 100 * EffectiveContextRecord.tolerance)]))
      ], csv: csv)
    return PageSection("context", "Effective context", [.figure(figure)])
  }

  /// The loss above that with all context, in per cent of it; at the whole context there is nothing above it to show.
  private static func points(_ model: Legend.Entry<EffectiveContextRecord>) -> [LineChart.Point] {
    guard let all = model.part.losses.last else { return [] }
    return zip(model.part.contexts, model.part.losses).dropLast().filter { $0.0 > 0 }.map { tokens, loss in
      let above = Statistics.mean(zip(loss.values, all.values).map { 100 * ($0 / $1 - 1) })
      let isLittle = !(above >= least)
      return LineChart.Point(
        Double(tokens), isLittle ? least : above,
        text: "\(model.name), \(Phrase.counted(tokens, "token")): \(Numbers.loss(loss.mean)) nats, "
          + (isLittle ? "less than \(Numbers.significant(least)) %" : "\(Numbers.significant(above, 2)) %")
          + " above \(Numbers.loss(all.mean))")
    }
  }

  /// Per cent below which nothing is told apart.
  private static let least = 0.1

  private static func words(_ estimate: Estimate) -> String {
    Numbers.withInterval(estimate, Numbers.decimals(for: estimate))
  }
}
