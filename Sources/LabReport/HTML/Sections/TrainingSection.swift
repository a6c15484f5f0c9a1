// Test losses beside floor and baselines, and the losses of training.

import LabResults

struct TrainingSection {
  let context: ReportContext

  private var results: ComparisonResults { context.results }
  private var floor: Double? { results.corpus.floors.nextToken }
  private typealias Styled = (model: ComparisonResults.ModelRecord, style: SeriesStyle)

  var section: PageSection? {
    let steps = TrainingSteps(context: context)
    return PageSection(
      "training", "Losses",
      [testFigure.map { .figure($0) }, steps.part, curves(seesBothSides: false).map { .figure($0) }],
      folded: [curves(seesBothSides: true).map { .figure($0) }])
  }

  // MARK: Test losses

  private var testFigure: Figure? {
    let rows = context.styled.compactMap { model, style in
      model.nextToken.map { (model: model, style: style, loss: $0) }
    }
    guard let best = rows.filter(\.loss.mean.isFinite).min(by: { $0.loss.mean < $1.loss.mean }) else { return nil }
    let others = rows.filter { $0.model.id != best.model.id }
      .map { "the \(context.name(of: $0.model.id)) \(Numbers.loss($0.loss.mean))" }
    let above = floor.map { ", \(Numbers.loss(best.loss.mean - $0)) above the floor" } ?? ""
    let title =
      "The \(context.name(of: best.model.id)) predicts the next token best, with \(Numbers.loss(best.loss.mean)) nats\(above)"
      + (others.isEmpty ? "" : "; \(Phrase.list(others))")
    return lossFigure(
      "test-loss", title, Axis("loss on the test part, nats per token"),
      rows.map { DotPlot.Row(context.name(of: $0.model.id), $0.style, $0.loss, value: Numbers.withInterval($0.loss)) },
      ids: rows.map(\.model.id), marks: marks)
  }

  private var marks: [DotPlot.Mark] {
    var marks: [DotPlot.Mark] = []
    if let floor { marks.append(.init("floor", floor, .whole)) }
    if let best = context.bestBaseline { marks.append(.init(best.id, best.nextToken, .dashed)) }
    return marks.filter(\.value.isFinite)
  }

  private func lossFigure(
    _ id: String, _ title: String, _ axis: Axis, _ rows: [DotPlot.Row], ids: [String], marks: [DotPlot.Mark]
  ) -> Figure {
    var csv = CSV(["model", "mean", "low", "high", "seeds"])
    for (row, id) in zip(rows, ids) {
      csv.add([
        id, CSV.number(row.estimate.mean), CSV.number(row.estimate.low), CSV.number(row.estimate.high),
        "\(row.estimate.values.count)",
      ])
    }
    for mark in marks { csv.add([mark.name, CSV.number(mark.value), "", "", ""]) }
    let words = rows.map { "\($0.name) \($0.value)" } + marks.map { "\($0.name) \(Numbers.loss($0.value))" }
    return Figure(
      id: id, title: title, description: "Losses in nats: \(words.joined(separator: "; ")).",
      caption: "Beside each: the mean with half its 95 % interval; small rings are single seeds.",
      panels: [.init("", DotPlot(x: axis, groups: [.init("", rows, marks: marks)]))], csv: csv)
  }

  // MARK: Training

  /// The training loss of models with the same task; those that see both sides have another.
  private func curves(seesBothSides: Bool) -> Figure? {
    let models = context.styled.filter { $0.model.seesBothSides == seesBothSides && Self.isTrained($0.model) }
    guard !models.isEmpty else { return nil }
    let series = models.map { model, style in
      LineChart.meanSeries(context.name(of: model.id), style, model.gradientNorms, unit: " nats") { $0.loss }
    }
    var references: [LineChart.Reference] = []
    if !seesBothSides {
      if let floor { references.append(.init("floor", floor)) }
      if let best = context.bestBaseline { references.append(.init(best.id, best.nextToken)) }
    }
    // Both figures of losses have one scale, so that they compare.
    let seen = context.models.flatMap(\.gradientNorms).flatMap(\.steps).map(\.loss).filter { $0 > 0 && $0.isFinite }
    var chart = LineChart(
      x: Axis("training step"),
      y: Axis("training loss, nats per token", .logarithmic, includes: [seen.min(), seen.max()].compactMap { $0 }),
      series: series, references: references.filter { $0.value > 0 })
    chart.cursor = TrainingSteps(context: context).cursor
    let ends = models.map { "\(context.name(of: $0.model.id)) \(Numbers.loss(Self.end(of: $0.model)))" }
    return Figure(
      id: seesBothSides ? "training-loss-both-sides" : "training-loss",
      title: curveTitle(models, seesBothSides: seesBothSides),
      description: "Training loss against steps. Mean over the last tenth: \(ends.joined(separator: ", "))."
        + references.map { " \($0.name): \(Numbers.loss($0.value))." }.joined(),
      caption: "Thin: single seeds; thick: their mean. Each value is of one batch. "
        + (seesBothSides
          ? "These models predict tokens from both sides, so that their losses are not those of the figure above."
          : "Floor and n-gram are those of the test part."),
      panels: [.init("", chart)], csv: Self.csv(models.map(\.model)))
  }

  private func curveTitle(_ models: [Styled], seesBothSides: Bool) -> String {
    let ends = models.map { (name: context.name(of: $0.model.id), loss: Self.end(of: $0.model)) }
      .filter(\.loss.isFinite).sorted { $0.loss < $1.loss }
    guard let best = ends.first, let worst = ends.last else { return "Training losses" }
    let first = "In training, the \(best.name) comes down to \(Numbers.loss(best.loss)) nats"
    if ends.count > 1 { return first + ", the \(worst.name) to \(Numbers.loss(worst.loss))" }
    return first + (seesBothSides ? ", reading both sides of each token" : "")
  }

  static func isTrained(_ model: ComparisonResults.ModelRecord) -> Bool {
    model.gradientNorms.contains { $0.steps.count > 1 }
  }

  /// The mean training loss over the last tenth of the noted steps.
  static func end(of model: ComparisonResults.ModelRecord) -> Double {
    let losses = model.gradientNorms.flatMap { $0.steps.suffix(max(1, $0.steps.count / 10)).map(\.loss) }
    return Statistics.mean(losses.filter(\.isFinite))
  }

  private static func csv(_ models: [ComparisonResults.ModelRecord]) -> CSV {
    var csv = CSV(["model", "seed", "step", "loss", "learning rate"])
    for model in models {
      for history in model.gradientNorms {
        for step in history.steps {
          csv.add([
            model.id, "\(history.seed)", "\(step.step)", CSV.number(step.loss), CSV.number(step.learningRate),
          ])
        }
      }
    }
    return csv
  }
}
