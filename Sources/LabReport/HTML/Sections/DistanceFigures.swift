// The figures of right answers by how far back the answer lies.

import LabKit

/// The chart of right answers by distance, for all kinds of dependency together or for one.
struct DistanceFigures {
  let context: ReportContext

  private var models: [(model: ComparisonResults.ModelRecord, style: SeriesStyle)] {
    context.styled.filter { !$0.model.accuracyByDistance.isEmpty }
  }

  /// The kinds of dependency, "all" first.
  private var kinds: [String] {
    var kinds: [String] = []
    for record in models.flatMap(\.model.accuracyByDistance) where !kinds.contains(record.kind) {
      kinds.append(record.kind)
    }
    return kinds
  }

  /// All kinds together; nil where the corpus has no such tokens.
  var together: Figure? {
    guard kinds.contains("all") else { return nil }
    return Figure(
      id: "accuracy-by-distance", title: title,
      description: "Share of right answers among tokens that an earlier token settles, by distance. "
        + models.map { words(for: $0.model, kind: "all") }.joined(separator: " "),
      caption: caption, panels: [.init("", chart("all"))], csv: csv(["all"]))
  }

  /// Each kind by itself; nil where there is only one.
  var apart: Figure? {
    let single = kinds.filter { $0 != "all" }
    guard single.count > 1, let best = bestKind(single) else { return nil }
    return Figure(
      id: "accuracy-by-kind",
      title: "The models differ most in “\(best.kind)”, by \(Numbers.fixed(best.gap * 100, 0)) points, \(best.place)",
      description: single.map { kind in
        "\(kind): " + models.map { words(for: $0.model, kind: kind) }.joined(separator: " ")
      }
      .joined(separator: " "),
      caption: caption, panels: single.map { .init($0, chart($0)) }, csv: csv(single))
  }

  private var caption: String {
    models.contains { $0.model.accuracyByDistance.contains { $0.accuracy.interval != nil } }
      ? "Bars are 95 % intervals over seeds. Ranges with fewer than 10 tokens are left out."
      : "Ranges with fewer than 10 tokens are left out."
  }

  /// What is shown of a model; shares of a handful of tokens say nothing, so that these stay in the CSV file.
  private func records(_ model: ComparisonResults.ModelRecord, _ kind: String) -> [ComparisonResults.DistanceRecord] {
    model.accuracyByDistance.filter { $0.kind == kind && $0.count >= 10 }
  }

  /// The ranges of distance of a kind, near ones first.
  private func ranges(_ kind: String) -> [ClosedRange<Int>] {
    var ranges: Set<ClosedRange<Int>> = []
    for record in models.flatMap({ records($0.model, kind) }) where record.from <= record.to {
      ranges.insert(record.from...record.to)
    }
    return ranges.sorted { $0.lowerBound < $1.lowerBound }
  }

  private func chart(_ kind: String) -> LineChart {
    let ranges = ranges(kind)
    let series = models.map { model, style in
      let name = context.name(of: model.id)
      let points = records(model, kind).compactMap { record -> LineChart.Point? in
        guard record.from <= record.to, let place = ranges.firstIndex(of: record.from...record.to) else { return nil }
        let text =
          "\(name), \(record.from)–\(record.to) tokens back: \(Numbers.percent(record.accuracy.mean, 1)) of "
          + Phrase.counted(record.count, "token")
        return LineChart.Point(Double(place), record.accuracy, text: text)
      }
      return LineChart.Series(name, style, points)
    }
    return LineChart(
      x: Axis("distance to the answer, tokens", .categories(ranges.map { "\($0.lowerBound)–\($0.upperBound)" })),
      y: Axis("right answers, % of tokens", includes: [0], isPercent: true), series: series, intervals: .bars)
  }

  private func csv(_ kinds: [String]) -> CSV {
    var csv = CSV(["kind", "from", "to", "tokens", "model", "accuracy", "low", "high", "seeds"])
    for kind in kinds {
      for (model, _) in models {
        for record in model.accuracyByDistance where record.kind == kind {
          csv.add([
            kind, "\(record.from)", "\(record.to)", "\(record.count)", model.id, CSV.number(record.accuracy.mean),
            CSV.number(record.accuracy.low), CSV.number(record.accuracy.high), "\(record.accuracy.values.count)",
          ])
        }
      }
    }
    return csv
  }

  private func words(for model: ComparisonResults.ModelRecord, kind: String) -> String {
    let parts = records(model, kind).map { "\($0.from)–\($0.to) back \(Numbers.percent($0.accuracy.mean))" }
    return "\(context.name(of: model.id)): \(parts.joined(separator: ", "))."
  }

  /// The range where the best model is furthest ahead of the worst, among those with enough tokens to tell.
  ///
  /// A model that sees both sides may find the answer on the right, so that it is no rival in looking back.
  private func widest(_ kind: String) -> (best: Answer, worst: Answer)? {
    let causal = models.filter { !$0.model.seesBothSides }
    let answers = (causal.count > 1 ? causal : models).flatMap { model, _ in
      records(model, kind).map { Answer(model: model, record: $0, name: context.name(of: model.id)) }
    }
    .filter { $0.record.accuracy.mean.isFinite }
    let groups = Dictionary(grouping: answers) { $0.record.from }
    let enough = groups.filter { $0.value.allSatisfy { $0.record.count >= 100 } }
    let pairs = (enough.isEmpty ? groups : enough).sorted { $0.key < $1.key }.compactMap { _, answers in
      let sorted = answers.sorted { $0.record.accuracy.mean > $1.record.accuracy.mean }
      return sorted.first.flatMap { best in sorted.last.map { (best: best, worst: $0) } }
    }
    return pairs.max { $0.best.accuracy - $0.worst.accuracy < $1.best.accuracy - $1.worst.accuracy }
  }

  private struct Answer {
    let model: ComparisonResults.ModelRecord
    let record: ComparisonResults.DistanceRecord
    let name: String
    var accuracy: Double { record.accuracy.mean }
  }

  private var title: String {
    guard let pair = widest("all") else { return "Right answers by distance" }
    let place =
      "\(pair.best.record.from)–\(pair.best.record.to) tokens back in "
      + "\(Numbers.percent(pair.best.accuracy)) of cases"
    guard pair.best.model.id != pair.worst.model.id else { return "The \(pair.best.name) finds the answer \(place)" }
    // Nothing is "still" found at the nearest distance.
    let still = pair.best.record.from == ranges("all").first?.lowerBound ? "" : "still "
    return "The \(pair.best.name) \(still)finds the answer \(place); the \(pair.worst.name) in "
      + Numbers.percent(pair.worst.accuracy)
  }

  private func bestKind(_ kinds: [String]) -> (kind: String, gap: Double, place: String)? {
    kinds.compactMap { kind in
      widest(kind).map { pair in
        (
          kind: kind, gap: pair.best.accuracy - pair.worst.accuracy,
          place: "\(pair.best.record.from)–\(pair.best.record.to) tokens back"
        )
      }
    }.max { $0.gap < $1.gap }
  }
}
