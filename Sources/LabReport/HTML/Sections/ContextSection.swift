// How much of the past a model uses, and what it can do over a set distance.

import LabKit

/// The loss by how much left context is given.
struct ContextSection {
  let context: ReportContext

  var section: PageSection? {
    let models = context.styled.compactMap { model, style in
      model.effectiveContext.map { (id: model.id, name: ModelName.short(model.id), style: style, record: $0) }
    }.filter { !$0.record.contexts.isEmpty && $0.record.contexts.count == $0.record.losses.count }
    guard !models.isEmpty else { return nil }
    let series = models.map { model in
      let points = zip(model.record.contexts, model.record.losses).map { tokens, loss in
        LineChart.Point(
          Double(tokens), loss,
          text: "\(model.name), \(Phrase.counted(tokens, "token")): \(Numbers.loss(loss.mean)) nats")
      }
      return LineChart.Series(model.name, model.style, points)
    }
    var csv = CSV(["model", "context", "loss", "low", "high", "seeds"])
    for model in models {
      for (tokens, loss) in zip(model.record.contexts, model.record.losses) {
        csv.add([
          model.id, "\(tokens)", CSV.number(loss.mean), CSV.number(loss.low), CSV.number(loss.high),
          "\(loss.values.count)",
        ])
      }
    }
    let used = models.map { (name: $0.name, tokens: $0.record.effective.mean) }.sorted { $0.tokens > $1.tokens }
    let first = used[0]
    var title = "The \(first.name) uses \(Numbers.significant(first.tokens, 2)) tokens of context"
    if let last = used.last, used.count > 1 { title += "; the \(last.name) \(Numbers.significant(last.tokens, 2))" }
    title += ": with more, the loss falls by less than 1\u{202F}%"
    let hasZero = models.contains { $0.record.contexts.contains(0) }
    let figure = Figure(
      id: "effective-context", title: title,
      description: "Loss by tokens of left context. "
        + models.map { model in
          let ends = [model.record.losses.first, model.record.losses.last].compactMap {
            $0.map { Numbers.loss($0.mean) }
          }
          return
            "\(model.name): \(ends.joined(separator: " to ")) nats, \(Self.words(model.record.effective)) tokens used."
        }.joined(separator: " "),
      caption:
        "The same targets for every context, so that only what is known of the past differs. Tokens used, the least "
        + "context within 1\u{202F}% of the loss with all of it: "
        + Phrase.list(models.map { "\($0.name) \(Self.words($0.record.effective))" }) + ".",
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

/// Tasks with a set distance.
struct ProbeSection {
  let context: ReportContext

  private struct Score {
    let id, name: String
    let style: SeriesStyle
    let record: ProbeRecord

    /// How far from guessing to knowing: 0…1.
    var reached: Double { (record.score.mean - record.chance) / (record.oracle - record.chance) }
  }

  private var scores: [Score] {
    context.styled.flatMap { model, style in
      model.probes.map { Score(id: model.id, name: ModelName.short(model.id), style: style, record: $0) }
    }
  }

  var section: PageSection? {
    let scores = scores
    guard !scores.isEmpty else { return nil }
    var ids: [String] = []
    for score in scores where !ids.contains(score.record.id) { ids.append(score.record.id) }
    let panels = ids.map { id in
      Figure.Panel(Self.name(id), chart(scores.filter { $0.record.id == id }))
    }
    let figure = Figure(
      id: "probes", title: title(scores),
      description: scores.map { score in
        "\(Self.name(score.record.id)) over \(score.record.distance), \(score.name): \(Self.value(score.record)); chance "
          + "\(Self.number(score.record.chance, score.record)), oracle \(Self.number(score.record.oracle, score.record))."
      }.joined(separator: " "),
      caption: absent(scores)
        + "Lines mark one who guesses (chance), the best that sees fewer tokens than the distance (short window), and one "
        + "who knows the rule (oracle). Small rings are single seeds. Where the score is an error, less is better.",
      panels: panels, csv: csv(scores))
    return PageSection("probes", "Probes: tasks with a set distance", [.figure(figure)])
  }

  /// Why there are models without scores, or with fewer.
  private func absent(_ scores: [Score]) -> String {
    let names = context.models.filter { $0.seesBothSides && $0.probes.isEmpty }.map { "the " + ModelName.short($0.id) }
    var text = ""
    if !names.isEmpty {
      text = "Without \(Phrase.list(names)): the questions stand at the end, where the right side tells nothing. "
    }
    let tasks = Set(scores.map { "\($0.record.id) \($0.record.distance)" })
    let isPartial = context.models.contains { !$0.probes.isEmpty && $0.probes.count < tasks.count }
    if isPartial { text += "A model with no row at a distance has no positions that far out. " }
    return text
  }

  private func chart(_ scores: [Score]) -> DotPlot {
    let distances = Set(scores.map(\.record.distance)).sorted()
    let isShare = scores.allSatisfy { $0.record.metric == "accuracy" }
    let groups = distances.map { distance in
      let rows = scores.filter { $0.record.distance == distance }
      let record = rows[0].record
      return DotPlot.Group(
        "distance \(distance)",
        rows.map { DotPlot.Row($0.name, $0.style, $0.record.score, value: Self.value($0.record)) },
        marks: [
          .init("chance", record.chance, .dotted), .init("short window", record.shortWindow, .dashed),
          .init("oracle", record.oracle, .whole),
        ])
    }
    return DotPlot(
      x: Axis(isShare ? "accuracy, % of answers" : scores[0].record.metric, includes: [0], isPercent: isShare),
      groups: groups)
  }

  /// The task and distance that tells the models apart most.
  private func title(_ scores: [Score]) -> String {
    let tasks = Dictionary(grouping: scores.filter(\.reached.isFinite)) { "\($0.record.id)\n\($0.record.distance)" }
    let pairs = tasks.sorted { $0.key < $1.key }.compactMap { _, scores -> (best: Score, worst: Score)? in
      let sorted = scores.sorted { $0.reached > $1.reached }
      return sorted.first.flatMap { best in sorted.last.map { (best, $0) } }
    }
    guard
      let pair = pairs.max(by: { $0.best.reached - $0.worst.reached < $1.best.reached - $1.worst.reached })
    else { return "Tasks with a set distance" }
    let task = "\(Self.name(pair.best.record.id)) over \(pair.best.record.distance) tokens"
    let unit = pair.best.record.metric == "accuracy" ? "" : " (\(pair.best.record.metric))"
    return "\(task): the \(pair.best.name) reaches \(Self.number(pair.best.record.score.mean, pair.best.record)), the "
      + "\(pair.worst.name) \(Self.number(pair.worst.record.score.mean, pair.worst.record))\(unit); guessing gives "
      + Self.number(pair.best.record.chance, pair.best.record)
  }

  private static func name(_ id: String) -> String { id.prefix(1).uppercased() + id.dropFirst() }

  private static func number(_ value: Double, _ record: ProbeRecord) -> String {
    record.metric == "accuracy" ? Numbers.percent(value) : Numbers.significant(value, 2)
  }

  private static func value(_ record: ProbeRecord) -> String { number(record.score.mean, record) }

  private func csv(_ scores: [Score]) -> CSV {
    var csv = CSV([
      "probe", "distance", "metric", "model", "score", "low", "high", "seeds", "chance", "short window", "oracle",
      "steps",
    ])
    for score in scores {
      let record = score.record
      csv.add([
        record.id, "\(record.distance)", record.metric, score.id, CSV.number(record.score.mean),
        CSV.number(record.score.low), CSV.number(record.score.high), "\(record.score.values.count)",
        CSV.number(record.chance), CSV.number(record.shortWindow), CSV.number(record.oracle), "\(record.steps)",
      ])
    }
    return csv
  }
}
