// What models can do over a set distance.

import LabKit

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
      model.probes.map { Score(id: model.id, name: context.name(of: model.id), style: style, record: $0) }
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
    let names = context.models.filter { $0.seesBothSides && $0.probes.isEmpty }.map { "the " + context.name(of: $0.id) }
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
