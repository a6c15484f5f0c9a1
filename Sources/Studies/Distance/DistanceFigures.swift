// The figures of right answers by how far back the answer lies.

import LabReport
import LabResults

/// The chart of right answers by distance, for all kinds of dependency together or for one.
struct DistanceFigures {
  let record: DistanceRecord
  let legend: Legend

  private var models: [String] { legend.ids.filter(record.models.contains) }
  /// A model that sees both sides may find the answer on the right, so that it is no rival in looking back.
  private var rivals: [String] {
    let causal = models.filter { !record.seeBothSides.contains($0) }
    return causal.count > 1 ? causal : models
  }

  /// The headline: skill of the one kind in which distance alone differs.
  var skill: Figure? {
    guard let kind = record.purest else { return nil }
    let groups = record.groups(kind)
    guard !groups.isEmpty else { return nil }
    let series = models.map { model in
      let points = groups.enumerated().compactMap { place, group in
        group.skill(model).map { skill in
          LineChart.Point(
            Double(place), skill.mean, low: skill.interval?.low, high: skill.interval?.high,
            text: "\(legend.name(of: model)), \(group.range) tokens back: skill \(Numbers.fixed(skill.mean, 2))")
        }
      }
      return LineChart.Series(legend.name(of: model), legend.style(of: model), points, runs: runs(of: model, groups))
    }
    var chart = LineChart(
      x: Axis("distance to the answer, tokens", .categories(groups.map(\.range))),
      y: Axis("skill, from forgotten to known", includes: [0, 1]), series: series, intervals: .bars)
    chart.cursor = LineChart.Cursor("distance", groups.indices.map(Double.init))
    return Figure(
      id: "skill-by-distance", title: title(kind, groups),
      description: "Skill at “\(kind)” by distance. "
        + models.map { model in
          let parts = groups.compactMap { group in
            group.skill(model).map { "\(group.range) back \(Numbers.fixed($0.mean, 2))" }
          }
          return "\(legend.name(of: model)): \(parts.joined(separator: ", "))."
        }.joined(separator: " "),
      caption:
        "Skill is the way from one who has forgotten the answer (0) to one who knows all that can be known (1). The same "
        + "question at every distance: “\(kind)”. "
        + (groups.contains { $0.models.values.contains { $0.interval != nil } }
          ? "Thin lines are single seeds, bars 95 % intervals of their mean." : ""),
      panels: [.init("", chart)], csv: csv([kind]))
  }

  /// The skill of each seed: where some have learned the question and others not, no mean tells so.
  private func runs(of model: String, _ groups: [DistanceRecord.Group]) -> [[LineChart.Point]] {
    (0..<(record.seeds[model]?.count ?? 0)).map { seed in
      groups.enumerated().compactMap { place, group in
        guard let values = group.skill(model)?.values, values.indices.contains(seed) else { return nil }
        return LineChart.Point(Double(place), values[seed])
      }
    }
  }

  /// The distances of the headline to choose from; the first choice is where the best model is furthest ahead of the worst.
  var dial: Dial? {
    let groups = record.purest.map(record.groups) ?? []
    guard groups.count > 1 else { return nil }
    let start = widest(groups).flatMap { pair in groups.firstIndex { $0.range == pair.range } } ?? 0
    return Dial("distance", "tokens back", labels: groups.map(\.range), start: start)
  }

  /// The numbers of the headline at the distance that is chosen.
  var atDistance: PageSection.Part? {
    guard let kind = record.purest, let dial else { return nil }
    let groups = record.groups(kind)
    var table = HTMLTable(
      "",
      [.text("model"), .number("skill"), .number("95 % interval"), .number("right answers"), .number("best possible")])
    for model in models {
      func texts(_ text: (DistanceRecord.Group) -> String?) -> String {
        dial.text(groups.map { text($0) ?? Numbers.none })
      }
      table.add(
        markup: [
          Markup.escaped(legend.name(of: model)), texts { $0.skill(model).map { Numbers.fixed($0.mean, 2) } },
          texts { group in
            group.skill(model)?.interval.map { "\(Numbers.fixed($0.low, 2)) to \(Numbers.fixed($0.high, 2))" }
          },
          texts { $0.models[model].map { Numbers.percent($0.mean) } }, texts { Numbers.percent($0.ceiling) },
        ], of: legend.style(of: model))
    }
    let head = Markup.tag(
      "p", ["class": "at"], Markup.escaped("At “\(kind)” ") + dial.text(dial.labels) + " tokens back:")
    return .markup(Markup.tag("div", ["class": "watch"], head + table.html))
  }

  private func title(_ kind: String, _ groups: [DistanceRecord.Group]) -> String {
    guard let pair = widest(groups) else { return "Skill by distance" }
    let best =
      "At “\(kind)” \(pair.range) tokens back, the \(pair.best.name) gets \(Self.share(pair.best.skill)) of the way from guessing to knowing"
    return pair.best.name == pair.worst.name ? best : best + "; the \(pair.worst.name) \(Self.share(pair.worst.skill))"
  }

  private static func share(_ skill: Double) -> String { Numbers.percent(max(0, skill)) }

  private typealias Answer = (name: String, skill: Double)

  /// The range where the best model is furthest ahead of the worst.
  private func widest(_ groups: [DistanceRecord.Group]) -> (range: String, best: Answer, worst: Answer)? {
    groups.compactMap { group -> (range: String, best: Answer, worst: Answer)? in
      let answers = rivals.compactMap { model in group.skill(model).map { Answer(legend.name(of: model), $0.mean) } }
        .filter(\.skill.isFinite).sorted { $0.skill > $1.skill }
      return answers.first.flatMap { best in answers.last.map { (group.range, best, $0) } }
    }.max { $0.best.skill - $0.worst.skill < $1.best.skill - $1.worst.skill }
  }

  // MARK: Each kind

  /// Right answers of each kind; nil where there is none.
  var apart: Figure? {
    let kinds = record.kinds.filter { !record.groups($0).isEmpty }
    let pairs = kinds.compactMap { kind in widest(record.groups(kind)).map { (kind: kind, pair: $0) } }
    guard
      let most = pairs.max(by: { $0.pair.best.skill - $0.pair.worst.skill < $1.pair.best.skill - $1.pair.worst.skill })
    else { return nil }
    return Figure(
      id: "accuracy-by-kind",
      title: "The models differ most in “\(most.kind)”, \(most.pair.range) tokens back",
      description: kinds.map { kind in
        "\(kind): " + models.map { words(for: $0, kind: kind) }.joined(separator: " ")
      }.joined(separator: " "),
      caption: "Ranges with fewer than \(DistanceRecord.enough) tokens are left out.",
      panels: kinds.map { .init($0, chart($0)) }, csv: csv(kinds))
  }

  /// The place of the series that is grey.
  private static let grey = 5

  private func chart(_ kind: String) -> LineChart {
    let groups = record.groups(kind)
    func line(_ name: String, _ style: Int, _ value: (DistanceRecord.Group) -> Double) -> LineChart.Series {
      let points = groups.enumerated().map { place, group in
        LineChart.Point(
          Double(place), value(group), text: "\(name), \(group.range) tokens back: \(Numbers.percent(value(group), 1))")
      }
      return LineChart.Series("", SeriesStyle(style), points, hasMarkers: false, isFit: true)
    }
    let series = models.map { model in
      let name = legend.name(of: model)
      let points = groups.enumerated().compactMap { place, group in
        group.models[model].map {
          LineChart.Point(
            Double(place), $0,
            text: "\(name), \(group.range) tokens back: \(Numbers.percent($0.mean, 1)) of "
              + Phrase.counted(group.count, "token"))
        }
      }
      return LineChart.Series(name, legend.style(of: model), points)
    }
    let bounds = [line("forgotten", Self.grey, \.chance), line("best possible", Self.grey, \.ceiling)]
    return LineChart(
      x: Axis("distance to the answer, tokens", .categories(groups.map(\.range))),
      y: Axis("right answers, % of tokens", includes: [0, 1], isPercent: true), series: bounds + series,
      intervals: .bars)
  }

  private func csv(_ kinds: [String]) -> CSV {
    var csv = CSV([
      "kind", "from", "to", "tokens", "model", "accuracy", "low", "high", "seeds", "skill", "forgotten",
      record.baseline, "best possible",
    ])
    for group in record.groups where kinds.contains(group.kind) {
      for model in models {
        guard let accuracy = group.models[model] else { continue }
        csv.add([
          group.kind, "\(group.from)", "\(group.to)", "\(group.count)", model, CSV.number(accuracy.mean),
          CSV.number(accuracy.low), CSV.number(accuracy.high), "\(accuracy.values.count)",
          CSV.number(group.skill(model)?.mean), CSV.number(group.chance), CSV.number(group.baseline),
          CSV.number(group.ceiling),
        ])
      }
    }
    return csv
  }

  private func words(for model: String, kind: String) -> String {
    let parts = record.groups(kind).compactMap { group in
      group.models[model].map { "\(group.range) back \(Numbers.percent($0.mean))" }
    }
    return "\(legend.name(of: model)): \(parts.joined(separator: ", "))."
  }
}
