// The costs that are drawn, with their words and units.

import LabReport
import LabResults

/// A quantity of the grid, and how it is shown.
struct CostQuantity: Sendable {
  /// As fits name it.
  let fit: String
  let title: String
  let value: @Sendable (ComplexityRecord.Point) -> Double
  let unit: @Sendable (Double) -> AxisUnit

  static let mixer = CostQuantity(
    fit: "mixer work", title: "work of the mixer", value: { Double($0.mixerWork) },
    unit: { AxisUnit.operations(upTo: $0) })
  static let work = CostQuantity(
    fit: "work", title: "work of a step", value: { Double($0.work) }, unit: { AxisUnit.operations(upTo: $0) })
  static let memory = CostQuantity(
    fit: "peak bytes", title: "peak memory", value: { Double($0.peakBytes) }, unit: { AxisUnit.bytes(upTo: $0) })
  static let span = CostQuantity(
    fit: "span", title: "span, operations in a chain", value: { Double($0.span) },
    unit: { _ in AxisUnit(size: 1, name: "") })

  /// The quantity against the length, all models at their largest width, with fits as thin lines.
  func chart(_ curves: [CostCurve], plain: Bool = false) -> LineChart {
    let largest =
      curves.flatMap { $0.points() + (plain ? $0.points($0.record.plainAttentionPoints) : []) }.map(value).max() ?? 1
    let unit = unit(largest)
    var series: [LineChart.Series] = []
    for curve in curves {
      let points = curve.points()
      if let fit = curve.fit(self.fit), points.count > 1 {
        let fitted = points.compactMap { point in
          fit.value(length: point.length, width: point.width).map {
            LineChart.Point(Double(point.length), $0 / unit.size)
          }
        }
        series.append(LineChart.Series("", curve.style, fitted, hasMarkers: false, isFit: true))
      }
      series.append(self.series(curve.name, curve.style, points, unit))
    }
    if plain {
      for (offset, curve) in curves.filter({ !$0.points($0.record.plainAttentionPoints).isEmpty }).enumerated() {
        let points = curve.points(curve.record.plainAttentionPoints)
        series.append(self.series(curve.name + ", n×n", SeriesStyle(curves.count + offset), points, unit))
      }
    }
    return LineChart(
      x: Axis("length n, tokens", .lengths),
      y: Axis(unit.name.isEmpty ? title : "\(title), \(unit.name)", .logarithmic),
      series: series)
  }

  private func series(
    _ name: String, _ style: SeriesStyle, _ points: [ComplexityRecord.Point], _ unit: AxisUnit
  ) -> LineChart.Series {
    let points = points.map { point in
      let words = unit.name.isEmpty ? "" : "\u{202F}" + unit.name
      return LineChart.Point(
        Double(point.length), value(point) / unit.size,
        text:
          "\(name), n = \(point.length), d = \(point.width): \(Numbers.significant(value(point) / unit.size))\(words)")
    }
    return LineChart.Series(name, style, points)
  }
}
