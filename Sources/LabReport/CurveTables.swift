// Tables with small plots: how losses fell in training, how gradients fade, and how much context is used.

import Foundation
import LabKit
import LabResults

extension ComparisonTables {
  /// The training loss of each model from the first step to the last, all on one logarithmic scale; nil without steps.
  public var trainingCurves: Table? {
    let curves = results.models.filter(TrainingSection.isTrained).map { model in
      (model: model, points: LineChart.meanSeries("", SeriesStyle(0), model.gradientNorms, unit: "") { $0.loss }.points)
    }
    let rows = curves.map { curve in
      Self.sampled(curve.points.map { ($0.x, log10($0.y)) }, columns: 32)
    }
    guard let range = Self.range(rows.joined()) else { return nil }
    var table = Table(
      title: "Training loss in nats per token, logarithmic from " + Self.ends(range),
      columns: [
        .init("model"), .init("first", .right), .init("over the steps"), .init("last", .right), .init("predicts"),
      ])
    for (curve, row) in zip(curves, rows) {
      table.addRow([
        .init(name(curve.model.id), .accent), .init(curve.points.first.map { Self.number($0.y) } ?? "–"),
        .init(TextPlot.sparkline(row, range: range)), .init(Self.number(TrainingSection.end(of: curve.model))),
        .init(curve.model.seesBothSides ? "from both sides" : "the next token", .dim),
      ])
    }
    return table
  }

  /// The gradient by the embedded token against the lag, before and after training, all on one logarithmic scale.
  public var flowCurves: Table? {
    func curve(_ model: ComparisonResults.ModelRecord, _ isTrained: Bool) -> GradientFlowRecord? {
      model.gradientFlow.first {
        $0.by == .embedding && $0.isTrained == isTrained && $0.setting == nil && $0.lags.count == $0.norms.count
      }
    }
    let models = results.models.map { (id: $0.id, before: curve($0, false), after: curve($0, true)) }
      .filter { $0.before != nil || $0.after != nil }
    let records = models.flatMap { [$0.before, $0.after].compactMap { $0 } }
    guard let last = records.compactMap(\.lags.last).min(), last > 1 else { return nil }
    func sampled(_ record: GradientFlowRecord?) -> [Double] {
      let points = record.map { Self.logarithms($0).filter { $0.0 >= 1 && $0.0 <= Double(last) } } ?? []
      return Self.sampled(points, columns: 24)
    }
    let rows = models.map { (sampled($0.before), sampled($0.after)) }
    guard let range = Self.range(rows.flatMap { $0.0 + $0.1 }) else { return nil }
    var table = Table(
      title: "Gradient by the token k = 1 to \(last) back, logarithmic from \(Self.ends(range))",
      columns: [
        .init("model"), .init("before training"), .init("after training"), .init("g(\(last))/g(1)", .right),
      ])
    for (model, row) in zip(models, rows) {
      let left = row.1.last.flatMap { end in row.1.first.map { pow(10, end - $0) } }
      table.addRow([
        .init(name(model.id), .accent), .init(TextPlot.sparkline(row.0, range: range)),
        .init(TextPlot.sparkline(row.1, range: range)), .init(left.map(Self.short) ?? "–"),
      ])
    }
    return table
  }

  /// The loss by how much left context is given, and how much of it is used; nil where that was not measured.
  public var contexts: Table? {
    let models = results.models.compactMap { model in model.effectiveContext.map { (id: model.id, record: $0) } }
      .filter { !$0.record.contexts.isEmpty && $0.record.contexts.count == $0.record.losses.count }
    guard let first = models.first else { return nil }
    // Every other context and the last: the curve has them all.
    let all = first.record.contexts
    let shown = all.indices.filter { $0 % ((all.count + 4) / 5) == 0 || $0 == all.count - 1 }
    var table = Table(
      title: "Loss in nats by tokens of left context; used: the least within 1 % of all of it",
      columns: [.init("model"), .init("used", .right)] + shown.map { .init("\(all[$0])", .right) }
        + [.init("curve")])
    let range = Self.range(models.flatMap { $0.record.losses.map(\.mean) })
    for (id, record) in models where record.contexts == all {
      let used =
        Self.short(record.effective.mean)
        + (record.effective.high.map { $0 > record.effective.mean ? " ±" + Self.short($0 - record.effective.mean) : "" }
          ?? "")
      table.addRow(
        [.init(name(id), .accent), .init(used)] + shown.map { .init(Self.number(record.losses[$0].mean)) }
          + [.init(TextPlot.sparkline(record.losses.map(\.mean), range: range))])
    }
    return table
  }

  /// Geometric means over seeds by lag, as logarithms.
  private static func logarithms(_ record: GradientFlowRecord) -> [(Double, Double)] {
    zip(record.lags, record.norms).map { lag, norm in (Double(lag), Statistics.mean(norm.values.map { log10($0) })) }
  }

  /// The values at evenly spaced places from the first point to the last, on straight lines between points.
  static func sampled(_ points: [(Double, Double)], columns: Int) -> [Double] {
    guard let first = points.first, let last = points.last, points.count > 1, columns > 1 else {
      return points.map(\.1)
    }
    var right = 1
    return (0..<columns).map { column in
      let x = first.0 + (last.0 - first.0) * Double(column) / Double(columns - 1)
      while right < points.count - 1, points[right].0 < x { right += 1 }
      let (a, b) = (points[right - 1], points[right])
      return b.0 > a.0 ? a.1 + (b.1 - a.1) * min(1, (x - a.0) / (b.0 - a.0)) : b.1
    }
  }

  private static func range(_ values: some Sequence<Double>) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    return finite.min().flatMap { low in finite.max().map { low...$0 } }
  }

  /// What the lowest and the highest character of a plot stand for, from their logarithms.
  private static func ends(_ range: ClosedRange<Double>) -> String {
    "▁ \(short(pow(10, range.lowerBound))) to █ \(short(pow(10, range.upperBound)))"
  }
}
