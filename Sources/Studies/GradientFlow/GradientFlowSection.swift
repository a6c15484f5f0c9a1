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

  private var curves: [Curve] {
    let models = legend.ordered(record.models)
    var extra = models.count
    var settings: [String: Int] = [:]
    return models.flatMap { model in
      model.part.filter { $0.lags.count == $0.norms.count && !$0.lags.isEmpty }.map { record in
        // A setting apart from the comparison's own gets a style behind those of the models.
        guard let setting = record.setting else {
          return Curve(id: model.id, record: record, style: model.style, name: model.name)
        }
        let key = model.id + "\n" + setting
        if settings[key] == nil {
          settings[key] = extra
          extra += 1
        }
        return Curve(
          id: model.id, record: record, style: SeriesStyle(settings[key] ?? extra), name: model.name + ", " + setting)
      }
    }
  }

  var section: PageSection? {
    guard !curves.isEmpty else { return nil }
    return PageSection(
      "flow", "Gradient flow by lag",
      [
        PageSection.paragraph(
          "How much the loss at one position changes with what was read k steps before: the norm of its gradient. A line "
            + "that falls straight on this scale is an exponential fade, and its half-life the steps to one half."),
        figure(.embedding).map { .figure($0) }, figure(.state).map { .figure($0) }, PageSection.table(table),
      ])
  }

  private func figure(_ place: GradientFlowRecord.Place) -> Figure? {
    let curves = curves.filter { $0.record.by == place }
    guard !curves.isEmpty else { return nil }
    let panels = [false, true].compactMap { isTrained -> Figure.Panel? in
      let curves = curves.filter { $0.record.isTrained == isTrained }
      return curves.isEmpty ? nil : .init(isTrained ? "after training" : "before training", chart(curves, place))
    }
    return Figure(
      id: place == .embedding ? "gradient-flow" : "gradient-flow-state", title: title(curves, place),
      description: "Norm of the gradient by lag. "
        + curves.map { curve in
          "\(curve.name), \(curve.record.isTrained ? "after" : "before") training: "
            + "\(Self.fade(curve.record).map { "\(Numbers.percent($0.share, $0.share < 0.1 ? 2 : 0)) left at lag \($0.lag)" } ?? "too short to tell")."
        }.joined(separator: " "),
      caption: "Geometric means over seeds; bands are 95 % intervals of the logarithm."
        + (place == .state ? " By the state of the top recurrent layer; h and c together for an LSTM." : ""),
      panels: panels, csv: csv(curves))
  }

  private func chart(_ curves: [Curve], _ place: GradientFlowRecord.Place) -> LineChart {
    let series = curves.map { curve in
      // Norms spread over orders of magnitude, so that means and intervals are those of their logarithms.
      let points = zip(curve.record.lags, curve.record.norms).map { lag, norm in
        let logs = Estimate(norm.values.map { log10($0) })
        let mean = pow(10, logs.mean)
        return LineChart.Point(
          Double(lag), mean, low: logs.low.map { pow(10, $0) }, high: logs.high.map { pow(10, $0) },
          text: "\(curve.name), \(lag) back: \(Numbers.significant(mean))")
      }
      return LineChart.Series(curve.name, curve.style, points)
    }
    let by = place == .embedding ? "embedding" : "state"
    return LineChart(
      x: Axis("lag k, tokens"), y: Axis("gradient by the \(by), norm", .logarithmic), series: series, intervals: .bands)
  }

  /// How much of the gradient at the first lag from 1 on is left at the last.
  private static func fade(_ record: GradientFlowRecord) -> (share: Double, lag: Int)? {
    guard let first = record.lags.firstIndex(where: { $0 >= 1 }), let last = record.lags.last,
      last > record.lags[first],
      record.norms[first].mean > 0
    else { return nil }
    return (record.norms[record.lags.count - 1].mean / record.norms[first].mean, last)
  }

  private func title(_ curves: [Curve], _ place: GradientFlowRecord.Place) -> String {
    let isTrained = curves.contains { $0.record.isTrained }
    let fades = curves.filter { $0.record.isTrained == isTrained && $0.record.setting == nil }
      .compactMap { curve in Self.fade(curve.record).map { (name: curve.name, share: $0.share, lag: $0.lag) } }
      .filter(\.share.isFinite).sorted { $0.share < $1.share }
    let when = isTrained ? "After training" : "Before training"
    guard let least = fades.first, let most = fades.last else { return "\(when), how the gradient fades" }
    func share(_ value: Double) -> String {
      value < 1e-4 ? "less than 0.01\u{202F}%" : Numbers.significant(value * 100, 2) + "\u{202F}%"
    }
    let by = place == .state ? " by the state" : ""
    let first =
      "\(when), \(share(least.share)) of the gradient\(by) is left \(least.lag) tokens back in the \(least.name)"
    return least.name == most.name ? first : first + ", and \(share(most.share)) in the \(most.name)"
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
