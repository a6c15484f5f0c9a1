// What all sections of a report need: the results, and how models are drawn.

import LabResults

/// The results, and how models are named and drawn.
struct ReportContext {
  let results: ComparisonResults

  var models: [ComparisonResults.ModelRecord] { results.models }

  /// How models are named and drawn.
  var legend: Legend { Legend(results) }

  /// What a model is called.
  func name(of id: String) -> String { legend.name(of: id) }

  /// The same for "one − other".
  func names(_ ids: String) -> String { legend.names(ids) }

  /// Models with their styles.
  var styled: [(model: ComparisonResults.ModelRecord, style: SeriesStyle)] {
    models.enumerated().map { ($0.element, SeriesStyle($0.offset, model: $0.offset)) }
  }

  /// The baseline that is hardest to beat: the n-gram with the least loss.
  var bestBaseline: ComparisonResults.BaselineRecord? {
    results.baselines.filter { $0.nextToken.isFinite }.min { $0.nextToken < $1.nextToken }
  }

  /// The seeds whose values an estimate of this model holds, in order; nil where that cannot be told.
  func finishedSeeds(of model: ComparisonResults.ModelRecord) -> [UInt64] {
    model.gradientNorms.map(\.seed).filter { seed in !model.failures.contains { $0.hasPrefix("seed \(seed):") } }
  }
}

extension LineChart {
  /// A series that is the mean over seeds, with the seeds' own lines behind it.
  static func meanSeries(
    _ name: String, _ style: SeriesStyle, _ histories: [ComparisonResults.SeedHistory], unit: String,
    value: (TrainingStep) -> Double
  ) -> Series {
    let runs = histories.map { history in thinned(history.steps).map { Point(Double($0.step), value($0)) } }
    // Seeds are noted at the same steps; one that stopped early has fewer.
    var byStep: [Double: [Double]] = [:]
    for point in runs.joined() where point.y.isFinite { byStep[point.x, default: []].append(point.y) }
    let points = byStep.sorted { $0.key < $1.key }.map { step, values in
      let mean = Statistics.mean(values)
      let runs = values.count > 1 ? ", mean of \(values.count) seeds" : ""
      return Point(
        step, mean, text: "\(name), step \(Numbers.fixed(step, 0)): \(Numbers.significant(mean))\(unit)\(runs)")
    }
    return Series(name, style, points, runs: runs)
  }

  /// Every few steps of a long history, and always the last.
  private static func thinned(_ steps: [TrainingStep]) -> [TrainingStep] {
    let every = max(1, steps.count / 150)
    return steps.enumerated().filter { $0.offset % every == 0 || $0.offset == steps.count - 1 }.map(\.element)
  }
}

extension LineChart.Point {
  /// An estimate at a place.
  package init(_ x: Double, _ estimate: Estimate, text: String) {
    self.init(x, estimate.mean, low: estimate.low, high: estimate.high, text: text)
  }
}
