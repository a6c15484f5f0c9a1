// Filling the blank: losses and right answers beside perfect predictors, what the right side adds, and examples.

import LabReport
import LabResults

struct BlankSection {
  let study: BlankStudyRecord
  let legend: Legend

  var section: PageSection? {
    PageSection(
      "blanks", "Filling the blank",
      [lossFigure.map { .figure($0) }],
      folded: [accuracyFigure.map { .figure($0) }, PageSection.table(gainTable)]
        + BlankExamples(demonstrations: study.demonstrations, legend: legend).parts)
  }

  // MARK: Figures

  /// Blanks of a kind, with all that is shown of them.
  private struct Group {
    let title: String
    /// For the CSV file.
    let id: String
    let count: Int?
    let models: [(id: String, style: SeriesStyle, loss: Estimate, accuracy: Estimate?)]
    var losses: [DotPlot.Mark] = []
    var accuracies: [DotPlot.Mark] = []
  }

  private var groups: [Group] {
    return study.groups.compactMap { group in
      let models = legend.ordered(group.models.keyed { ($0.model, $0) }).map {
        (id: $0.id, style: $0.style, loss: $0.part.loss, accuracy: $0.part.accuracy as Estimate?)
      }
      guard !models.isEmpty else { return nil }
      return Group(
        title: Self.title(group), id: group.kind.rawValue, count: group.count, models: models,
        losses: Self.marks("perfect", group, \.loss),
        accuracies: Self.marks("perfect", group, \.accuracy))
    }
  }

  private static func title(_ group: BlankStudyRecord.Group) -> String {
    switch group.kind {
    case .all: Phrase.counted(group.count, "blank") + " at random"
    case .left: "\(Numbers.count(group.count)) of them, which the left side settles"
    case .right: Phrase.counted(group.count, "blank") + " that only the right side settles"
    case .near:
      "\(Numbers.count(group.count)) of them, settled by one of the next \(BlankStudyRecord.nearDistance) words"
    }
  }

  private static func inShort(_ kind: BlankStudyRecord.Kind) -> String {
    switch kind {
    case .all: "at random"
    case .left: "left settles"
    case .right: "only right settles"
    case .near: "settled near by"
    }
  }

  private static func marks(
    _ name: String, _ group: BlankStudyRecord.Group, _ value: (BlankStudyRecord.Perfect) -> Double
  ) -> [DotPlot.Mark] {
    [
      group.bothSides.map { DotPlot.Mark("\(name), both sides", value($0), .whole) },
      group.leftSide.map { DotPlot.Mark("\(name), left side", value($0), .dotted) },
    ].compactMap { $0 }
  }

  private var lossFigure: Figure? {
    let groups = groups
    guard let title = lossTitle else { return nil }
    let rows = groups.map { group in
      group.models.map { model in
        DotPlot.Row(legend.name(of: model.id), model.style, model.loss, value: Numbers.withInterval(model.loss))
      }
    }
    return figure(
      "blank-loss", title, Axis("loss on blanks, nats", includes: [0], least: 0), groups, rows,
      marks: groups.map(\.losses),
      values: { $0.loss }, format: Numbers.loss,
      caption:
        "Beside each: the mean with half its 95 % interval; small rings are single seeds. All models fill the same blanks; "
        + "only some see what comes after."
        + (study.group(.all)?.leftSide == nil
          ? ""
          : " Of blanks drawn at random, the loss of a perfect predictor is a floor. Where blanks are chosen by what they turned out "
            + "to be, it is no bound: a model that is surer than it should be can be below."))
  }

  private var accuracyFigure: Figure? {
    guard let title = accuracyTitle else { return nil }
    let groups = groups
    let rows = groups.map { group in
      group.models.compactMap { model in
        model.accuracy.map {
          DotPlot.Row(legend.name(of: model.id), model.style, $0, value: Self.percent($0))
        }
      }
    }
    return figure(
      "blank-accuracy", title, Axis("blanks whose likeliest word is right, %", includes: [0], isPercent: true), groups,
      rows, marks: groups.map(\.accuracies), values: { $0.accuracy }, format: { Numbers.percent($0, 1) },
      caption:
        "A perfect predictor knows the grammar and takes the likeliest word; its choice among equals counts as its chance."
    )
  }

  private func figure(
    _ id: String, _ title: String, _ axis: Axis, _ groups: [Group], _ rows: [[DotPlot.Row]], marks: [[DotPlot.Mark]],
    values: ((id: String, style: SeriesStyle, loss: Estimate, accuracy: Estimate?)) -> Estimate?,
    format: (Double) -> String, caption: String
  ) -> Figure {
    var csv = CSV(["group", "blanks", "name", "mean", "low", "high", "seeds"])
    var words: [String] = []
    for (index, group) in groups.enumerated() {
      let count = group.count.map { "\($0)" } ?? ""
      for model in group.models {
        guard let value = values(model) else { continue }
        csv.add([
          group.id, count, model.id, CSV.number(value.mean), CSV.number(value.low), CSV.number(value.high),
          "\(value.values.count)",
        ])
      }
      for mark in marks[index] { csv.add([group.id, count, mark.name, CSV.number(mark.value), "", "", ""]) }
      let parts =
        rows[index].map { "\($0.name) \($0.value)" } + marks[index].map { "\($0.name) \(format($0.value))" }
      words.append((group.title.isEmpty ? "" : group.title + ": ") + parts.joined(separator: "; ") + ".")
    }
    let plots = groups.indices.map { index in
      DotPlot.Group(groups[index].title, rows[index], marks: marks[index].filter(\.value.isFinite))
    }
    return Figure(
      id: id, title: title, description: words.joined(separator: " "), caption: caption,
      panels: [.init("", DotPlot(x: axis, groups: plots))], csv: csv)
  }

  // MARK: Titles

  private var lossTitle: String? {
    let models = (study.group(.all)?.models ?? []).filter(\.loss.mean.isFinite)
    guard let best = models.min(by: { $0.loss.mean < $1.loss.mean }) else { return nil }
    let reads = best.seesBothSides ? ", which sees both sides," : ""
    let title =
      "The \(legend.name(of: best.model))\(reads) fills blanks best, with \(Numbers.loss(best.loss.mean)) nats"
    guard let right = study.group(.right) else { return title }
    let leaders = [true, false].compactMap { leader(in: right, seeingBoth: $0, \.loss.mean, by: <) }
      .map { "the \($0.name) needs \(Numbers.loss($0.value))" }
    return leaders.isEmpty
      ? title : title + "; where only the right side settles them, " + Phrase.list(leaders)
  }

  private var accuracyTitle: String? {
    guard let group = study.group(.right) ?? study.group(.all) else { return nil }
    let which = group.kind == .right ? "Of the blanks that only the right side settles" : "Of all blanks"
    let leaders = [true, false].compactMap { leader(in: group, seeingBoth: $0, \.accuracy.mean, by: >) }
      .map { "the \($0.name) gets \(Numbers.percent($0.value)) right" }
    guard !leaders.isEmpty else { return nil }
    let perfect = group.leftSide.map {
      "; with the left side alone, a perfect predictor gets " + Numbers.percent($0.accuracy)
    }
    return "\(which), \(Phrase.list(leaders))" + (perfect ?? "")
  }

  /// The model that is best in a group, among those that see as much.
  private func leader(
    in group: BlankStudyRecord.Group, seeingBoth: Bool, _ value: (BlankStudyRecord.Score) -> Double,
    by precedes: (Double, Double) -> Bool
  ) -> (name: String, value: Double)? {
    group.models.filter { score in
      score.seesBothSides == seeingBoth && value(score).isFinite
    }
    .map { (name: legend.name(of: $0.model), value: value($0)) }.min { precedes($0.value, $1.value) }
  }

  // MARK: What the right side adds

  private var gainTable: HTMLTable {
    var table = HTMLTable(
      "What the right side adds: the loss that it takes away, and the right answers that it gives",
      [.text("blanks"), .text("to"), .number("nats"), .number("right answers, points"), .number("seeds")])
    for group in study.groups {
      let blanks = Numbers.count(group.count) + " " + Self.inShort(group.kind)
      if let loss = group.perfectGain, let accuracy = group.perfectAccuracyGain {
        table.add([
          blanks, "a perfect predictor", Numbers.signed(loss, 3), Numbers.signed(accuracy * 100, 1), "exact",
        ])
      }
      for gain in group.gains {
        table.add([
          blanks, "\(legend.name(of: gain.both)) over \(legend.name(of: gain.left))", Self.signed(gain.loss, 3),
          Self.signed(gain.accuracy.times(100), 1), "\(gain.loss.values.count)",
        ])
      }
    }
    return table
  }

  /// A difference with its sign and half its interval.
  private static func signed(_ estimate: Estimate, _ decimals: Int) -> String {
    let mean = Numbers.signed(estimate.mean, decimals)
    guard let high = estimate.high else { return mean }
    return mean + " ±\u{202F}" + Numbers.fixed(high - estimate.mean, decimals)
  }

  /// A share with half its interval, in per cent.
  private static func percent(_ estimate: Estimate) -> String {
    let mean = Numbers.percent(estimate.mean, 1)
    guard let high = estimate.high else { return mean }
    return mean + " ±\u{202F}" + Numbers.fixed((high - estimate.mean) * 100, 1)
  }
}

extension Estimate {
  /// The same in another unit.
  fileprivate func times(_ factor: Double) -> Estimate { Estimate(values.map { $0 * factor }) }
}
