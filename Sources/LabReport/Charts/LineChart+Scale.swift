// Charts that stand side by side, and compare.

extension LineChart {
  /// The charts with one vertical scale, which shows the values of all.
  package static func onOneScale(_ charts: [LineChart]) -> [LineChart] {
    let ends = charts.flatMap { chart in
      let y = chart.plot(width: ChartSize.half.width, height: ChartSize.half.height).y
      return chart.y.scale.isLogarithmic ? chart.drawnValues.filter { $0 > 0 } : [y.low, y.high]
    }.filter(\.isFinite)
    guard let low = ends.min(), let high = ends.max() else { return charts }
    return charts.map { chart in
      var chart = chart
      chart.y.includes += [low, high]
      return chart
    }
  }
}
