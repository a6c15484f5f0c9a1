// What models can do over a set distance.

import LabReport
import LabResults

/// A task over set distances.
struct ProbeSection {
  let study: ProbeStudy
  let models: [Legend.Entry<[ProbeRecord]>]

  private struct Score {
    let id, name: String
    let style: SeriesStyle
    let record: ProbeRecord

    /// How far from guessing to knowing: 0…1.
    var reached: Double { (record.score.mean - record.chance) / (record.oracle - record.chance) }
  }

  var section: PageSection? {
    let scores = models.flatMap { model in
      model.part.map { Score(id: model.id, name: model.name, style: model.style, record: $0) }
    }
    guard !scores.isEmpty else { return nil }
    let figure = Figure(
      id: "task-" + study.id, title: title(scores),
      description: scores.map { score in
        "Over \(score.record.distance), \(score.name): \(Self.value(score.record)); chance "
          + "\(Self.number(score.record.chance, score.record)), oracle \(Self.number(score.record.oracle, score.record))."
      }.joined(separator: " "),
      caption: absent(scores)
        + "Lines mark one who guesses (chance), the best that sees fewer tokens than the distance (short window), and one "
        + "who knows the rule (oracle). Small rings are single seeds. Where the score is an error, less is better.",
      panels: [.init("", chart(scores))], csv: csv(scores))
    return PageSection(study.id, study.title, [.figure(figure), PageSection.table(table(scores))])
  }

  /// How the training went: what half of it gave, and how long the task took to solve.
  private func table(_ scores: [Score]) -> HTMLTable {
    var table = HTMLTable(
      "Training on the task",
      [
        .text("model"), .number("distance"), .number("score"), .number("halfway"), .number("solved by"),
        .number("median steps to solve"), .number("steps at most"),
      ])
    for score in scores {
      let record = score.record
      let halfway = record.halfway.compactMap { $0 }
      table.add([
        score.name, "\(record.distance)", Self.value(record),
        halfway.isEmpty ? Numbers.none : Self.number(Statistics.mean(halfway), record),
        record.halfway.isEmpty ? Numbers.none : "\(record.stepsToSolve.count) of \(record.score.values.count) seeds",
        record.stepsToSolve.isEmpty
          ? Numbers.none : Numbers.fixed(Statistics.median(record.stepsToSolve.map(Double.init)), 0),
        Numbers.count(record.steps),
      ])
    }
    return table
  }

  /// Why there are models with fewer scores.
  private func absent(_ scores: [Score]) -> String {
    let distances = Set(scores.map(\.record.distance))
    return models.contains { $0.part.count < distances.count }
      ? "A model with no row at a distance has no positions that far out. " : ""
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
    else { return study.title }
    let task = "\(study.title) over \(pair.best.record.distance) tokens"
    let unit = pair.best.record.metric == "accuracy" ? "" : " (\(pair.best.record.metric))"
    return "\(task): the \(pair.best.name) reaches \(Self.number(pair.best.record.score.mean, pair.best.record)), the "
      + "\(pair.worst.name) \(Self.number(pair.worst.record.score.mean, pair.worst.record))\(unit); guessing gives "
      + Self.number(pair.best.record.chance, pair.best.record)
  }

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
