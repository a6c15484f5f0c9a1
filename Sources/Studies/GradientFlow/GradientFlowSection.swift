// How the gradient fades on its way back, before and after training.

import Foundation
import LabReport
import LabResults

struct GradientFlowSection {
  let record: GradientFlowStudy.Record
  let legend: Legend

  /// One curve: a model's flow under one setting.
  private struct Curve {
    let id: String
    let record: GradientFlowRecord
    let style: SeriesStyle
    let name: String
  }

  /// Those with a norm for each lag.
  private var curves: [Curve] {
    legend.ordered(record.models).flatMap { model in
      var settings = 0
      return model.part.filter { $0.lags.count == $0.norms.count && !$0.lags.isEmpty }.map { record in
        guard let setting = record.setting else {
          return Curve(id: model.id, record: record, style: model.style, name: model.name)
        }
        // Settings apart from the comparison's own have a figure of their own, with colours of its own, the first for the usual one.
        if record.by == .embedding { settings += 1 }
        return Curve(
          id: model.id, record: record, style: SeriesStyle(settings, model: model.style.model),
          name: model.name + ", " + setting)
      }
    }
  }

  var section: PageSection? {
    guard !curves.isEmpty else { return nil }
    return PageSection(
      "flow", "Gradient flow by lag", [main.map { .figure($0) }],
      folded: [settings.map { .figure($0) }, PageSection.table(table)])
  }

  /// Lags that are drawn: further out, there is nothing left of most.
  private static let farthest = 64

  /// By the embedded token, before and after training. By the state it is nearly the same, and stands in the table and in the file.
  private var main: Figure? {
    let curves = curves.filter { $0.record.by == .embedding && $0.record.setting == nil }
    guard !curves.isEmpty else { return nil }
    let parts = [false, true].map { isTrained in curves.filter { $0.record.isTrained == isTrained } }
    let charts = LineChart.onOneScale(parts.map(chart))
    let panels = zip(zip(parts, charts), ["before training", "after training"]).compactMap { pair, title in
      pair.0.isEmpty ? nil : Figure.Panel(title, pair.1)
    }
    return Figure(
      id: "gradient-flow", title: title(curves),
      description: "Norm of the gradient by lag. " + curves.map(Self.words).joined(separator: " "),
      caption:
        "Geometric means over seeds; bands are 95 % intervals of the logarithm. Both panels have one scale, up to "
        + "\(Self.farthest) tokens back.",
      panels: panels, csv: csv(self.curves))
  }

  /// Other settings of one model, untrained, beside its own.
  private var settings: Figure? {
    let others = curves.filter { $0.record.by == .embedding && $0.record.setting != nil }
    guard let first = others.first else { return nil }
    let own = curves.filter {
      $0.id == first.id && $0.record.by == .embedding && $0.record.setting == nil && !$0.record.isTrained
    }
    .map {
      Curve(id: $0.id, record: $0.record, style: SeriesStyle(0, model: $0.style.model), name: $0.name + ", as compared")
    }
    let shown = own + others.filter { $0.id == first.id }
    let rates = shown.map { curve in
      (curve.record.setting.map { "with \($0) " } ?? "")
        + (curve.record.halfLife.map { "every \(Numbers.significant($0.mean, 2)) tokens" } ?? "not at all")
    }
    return Figure(
      id: "gradient-flow-settings",
      title: "Before training, the gradient of the \(legend.name(of: first.id)) halves \(Phrase.list(rates))",
      description: "Norm of the gradient by lag, untrained. " + shown.map(Self.words).joined(separator: " "),
      caption: "Colours stand for settings here, not for models.",
      panels: [.init("", chart(shown))], csv: csv(shown))
  }

  private static func words(_ curve: Curve) -> String {
    "\(curve.name), \(curve.record.isTrained ? "after" : "before") training: "
      + "\(fade(curve.record).map { "\(Numbers.significant(100 * $0.share, 2))\u{202F}% left at lag \($0.lag)" } ?? "too short to tell")."
  }

  private func chart(_ curves: [Curve]) -> LineChart {
    let series = curves.map { curve in
      // Norms spread over orders of magnitude, so that means and intervals are those of their logarithms.
      let points = zip(curve.record.lags, curve.record.norms).filter { $0.0 <= Self.farthest }.map { lag, norm in
        let logs = Estimate(norm.values.map { log10($0) })
        let mean = pow(10, logs.mean)
        return LineChart.Point(
          Double(lag), mean, low: logs.low.map { pow(10, $0) }, high: logs.high.map { pow(10, $0) },
          text: "\(curve.name), \(lag) back: \(Numbers.significant(mean))")
      }
      return LineChart.Series(curve.name, curve.style, points)
    }
    return LineChart(
      x: Axis("tokens back"), y: Axis("gradient by what was read there, norm", .logarithmic), series: series,
      intervals: .bands)
  }

  /// How much of the gradient at the first lag from 1 on is left at the last that is drawn.
  private static func fade(_ record: GradientFlowRecord) -> (share: Double, lag: Int)? {
    guard let first = record.lags.firstIndex(where: { $0 >= 1 }),
      let last = record.lags.lastIndex(where: { $0 <= farthest }), last > first, record.norms[first].mean > 0
    else { return nil }
    return (record.norms[last].mean / record.norms[first].mean, record.lags[last])
  }

  /// Below this R², a decay is no exponential, and has no half-life to speak of.
  private static let fits = 0.9

  private func title(_ curves: [Curve]) -> String {
    func halving(_ isTrained: Bool) -> [(name: String, tokens: String)] {
      curves.filter { $0.record.isTrained == isTrained && $0.record.rSquared.mean >= Self.fits }.compactMap { curve in
        curve.record.halfLife.map { (curve.name, Numbers.significant($0.mean, 2)) }
      }
    }
    let (before, after) = (halving(false), halving(true))
    let isTrained = !after.isEmpty
    let shown = isTrained ? after : before
    guard !shown.isEmpty else {
      return "The gradient does not halve at an even pace in any of \(Set(curves.map(\.id)).count) models"
    }
    let words = shown.enumerated().map { place, model in
      let first = isTrained ? before.first { $0.name == model.name } : nil
      let when = place == 0 ? " before" : ""
      return "\(model.tokens)\(place == 0 ? " tokens" : "") in the \(model.name)"
        + (first.map { " (\($0.tokens)\(when))" } ?? "")
    }
    let others = curves.filter { curve in
      curve.record.isTrained == isTrained && !shown.contains { $0.name == curve.name }
    }.map { "that of the \($0.name) at no even pace" }
    return "\(isTrained ? "After" : "Before") training, the gradient halves every \(Phrase.list(words))"
      + (others.isEmpty ? "" : "; " + Phrase.list(others))
  }

  private var table: HTMLTable {
    var table = HTMLTable(
      "Fits of log g = a − λk; where R² is low, the curve tells more than the half-life",
      [
        .text("model"), .text("by"), .text("training"), .number("half-life, steps"), .number("λ per step"),
        .number("R²"),
      ])
    for curve in curves {
      let record = curve.record
      table.add([
        curve.name, record.by.rawValue, record.isTrained ? "after" : "before",
        record.halfLife.map { Numbers.withInterval($0, Numbers.decimals(for: $0)) } ?? "does not fade",
        Numbers.withInterval(record.decay, Numbers.decimals(for: record.decay)),
        Numbers.fixed(record.rSquared.mean, 2),
      ])
    }
    return table
  }

  private func csv(_ curves: [Curve]) -> CSV {
    var csv = CSV(["model", "setting", "by", "trained", "lag", "norm", "low", "high", "seeds"])
    for curve in curves {
      for (lag, norm) in zip(curve.record.lags, curve.record.norms) {
        csv.add([
          curve.id, curve.record.setting ?? "", curve.record.by.rawValue, curve.record.isTrained ? "yes" : "no",
          "\(lag)", CSV.number(norm.mean), CSV.number(norm.low), CSV.number(norm.high), "\(norm.values.count)",
        ])
      }
    }
    return csv
  }
}
