// How gradients fade, for the terminal.

import Foundation
import LabReport
import LabResults

struct GradientFlowTables {
  let models: [Legend.Entry<[GradientFlowRecord]>]
  let legend: Legend

  init(_ record: GradientFlowStudy.Record, _ legend: Legend) {
    (models, self.legend) = (legend.ordered(record.models).filter { !$0.part.isEmpty }, legend)
  }

  /// How gradients fade: half-lives before and after training.
  var halfLives: Table? {
    guard !models.isEmpty else { return nil }
    var table = Table(
      title: "Half-life of the gradient by the embedded token, in tokens (R² of the fit)",
      columns: [.init("model"), .init("untrained", .right), .init("trained", .right), .init("g(32)/g(1)", .right)])
    for model in models {
      func record(_ isTrained: Bool) -> GradientFlowRecord? {
        model.part.first { $0.by == .embedding && $0.isTrained == isTrained && $0.setting == nil }
      }
      table.addRow([
        .init(legend.columnName(of: model.id), .accent), .init(record(false).map(Self.halfLife) ?? "–"),
        .init(record(true).map(Self.halfLife) ?? "–"), .init(record(true).flatMap(Self.fading) ?? "–"),
      ])
    }
    return table
  }

  /// The gradient by the embedded token against the lag, before and after training, all on one logarithmic scale.
  var curves: Table? {
    func curve(_ model: Legend.Entry<[GradientFlowRecord]>, _ isTrained: Bool) -> GradientFlowRecord? {
      model.part.first {
        $0.by == .embedding && $0.isTrained == isTrained && $0.setting == nil && $0.lags.count == $0.norms.count
      }
    }
    let models = models.map { (id: $0.id, before: curve($0, false), after: curve($0, true)) }
      .filter { $0.before != nil || $0.after != nil }
    let records = models.flatMap { [$0.before, $0.after].compactMap { $0 } }
    guard let last = records.compactMap(\.lags.last).min(), last > 1 else { return nil }
    func sampled(_ record: GradientFlowRecord?) -> [Double] {
      let points = record.map { Self.logarithms($0).filter { $0.0 >= 1 && $0.0 <= Double(last) } } ?? []
      return Cells.sampled(points, columns: 24)
    }
    let rows = models.map { (sampled($0.before), sampled($0.after)) }
    guard let range = Cells.range(rows.flatMap { $0.0 + $0.1 }) else { return nil }
    var table = Table(
      title: "Gradient by the token k = 1 to \(last) back, logarithmic from \(Cells.ends(range))",
      columns: [
        .init("model"), .init("before training"), .init("after training"), .init("g(\(last))/g(1)", .right),
      ])
    for (model, row) in zip(models, rows) {
      let left = row.1.last.flatMap { end in row.1.first.map { pow(10, end - $0) } }
      table.addRow([
        .init(legend.columnName(of: model.id), .accent), .init(TextPlot.sparkline(row.0, range: range)),
        .init(TextPlot.sparkline(row.1, range: range)), .init(left.map(Cells.short) ?? "–"),
      ])
    }
    return table
  }

  /// Geometric means over seeds by lag, as logarithms.
  private static func logarithms(_ record: GradientFlowRecord) -> [(Double, Double)] {
    zip(record.lags, record.norms).map { lag, norm in (Double(lag), Statistics.mean(norm.values.map { log10($0) })) }
  }

  /// "–" where there is nothing to fit, as for a model that sees its last token alone.
  private static func halfLife(_ record: GradientFlowRecord) -> String {
    guard record.rSquared.mean.isFinite else { return "–" }
    let life = record.halfLife.map { Cells.short($0.mean) } ?? "does not fade"
    return life + String(format: " (%.2f)", record.rSquared.mean)
  }

  private static func fading(_ record: GradientFlowRecord) -> String? {
    guard let near = record.lags.firstIndex(of: 1), let far = record.lags.firstIndex(of: 32) else { return nil }
    return Cells.short(record.norms[far].mean / record.norms[near].mean)
  }
}
