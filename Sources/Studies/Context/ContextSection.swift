// How much of the past a model uses.

import LabReport
import LabResults

/// The loss by how much left context is given.
struct ContextSection {
  let models: [Legend.Entry<EffectiveContextRecord>]

  var section: PageSection? {
    guard !models.isEmpty else { return nil }
    let series = models.map { model in
      let points = zip(model.part.contexts, model.part.losses).map { tokens, loss in
        LineChart.Point(
          Double(tokens), loss,
          text: "\(model.name), \(Phrase.counted(tokens, "token")): \(Numbers.loss(loss.mean)) nats")
      }
      return LineChart.Series(model.name, model.style, points)
    }
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
    var title = "The \(first.name) uses \(Numbers.significant(first.tokens, 2)) tokens of context"
    if let last = used.last, used.count > 1 { title += "; the \(last.name) \(Numbers.significant(last.tokens, 2))" }
    title += ": with more, the loss falls by less than 1\u{202F}%"
    let hasZero = models.contains { $0.part.contexts.contains(0) }
    let figure = Figure(
      id: "effective-context", title: title,
      description: "Loss by tokens of left context. "
        + models.map { model in
          let ends = [model.part.losses.first, model.part.losses.last].compactMap {
            $0.map { Numbers.loss($0.mean) }
          }
          return
            "\(model.name): \(ends.joined(separator: " to ")) nats, \(Self.words(model.part.effective)) tokens used."
        }.joined(separator: " "),
      caption:
        "The same targets for every context, so that only what is known of the past differs. Tokens used, the least "
        + "context within 1\u{202F}% of the loss with all of it: "
        + Phrase.list(models.map { "\($0.name) \(Self.words($0.part.effective))" }) + ".",
      panels: [
        .init(
          "",
          LineChart(
            x: Axis("left context, tokens", hasZero ? .linear : .lengths), y: Axis("loss, nats per token"),
            series: series, intervals: .bands))
      ], csv: csv)
    return PageSection("context", "Effective context", [.figure(figure)])
  }

  private static func words(_ estimate: Estimate) -> String {
    Numbers.withInterval(estimate, Numbers.decimals(for: estimate))
  }
}
