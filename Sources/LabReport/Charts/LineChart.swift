// Lines over a common axis, labelled at their ends.

import Foundation

/// A chart of lines, points, or both.
package struct LineChart: Chart {
  /// A value with its interval.
  package struct Point {
    package var x, y: Double
    package var low, high: Double?
    /// What is shown when it is pointed at; nothing if nil.
    package var text: String?

    package init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil, text: String? = nil) {
      (self.x, self.y, self.low, self.high, self.text) = (x, y, low, high, text)
    }
  }

  /// How intervals are drawn.
  package enum Intervals { case none, bands, bars }

  package struct Series {
    /// Stands at the end of the line; empty for none.
    package var name: String
    package var style: SeriesStyle
    package var points: [Point]
    /// Single runs, drawn thin behind the line.
    package var runs: [[Point]]
    package var hasLine = true
    package var hasMarkers = true
    /// Drawn thin, as what a formula says beside what was counted.
    package var isFit = false

    package init(
      _ name: String, _ style: SeriesStyle, _ points: [Point], runs: [[Point]] = [], hasLine: Bool = true,
      hasMarkers: Bool = true, isFit: Bool = false
    ) {
      (self.name, self.style, self.points, self.runs) = (name, style, points, runs)
      (self.hasLine, self.hasMarkers, self.isFit) = (hasLine, hasMarkers, isFit)
    }
  }

  /// A value that all lines are to be seen beside.
  package struct Reference {
    package var name: String
    package var value: Double

    package init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
  }

  package var x, y: Axis
  package var series: [Series]
  package var references: [Reference]
  package var intervals: Intervals
  /// A dial whose places are values of the horizontal axis: where it stands, a line is drawn.
  package var cursor: Cursor?

  /// The places of a dial on an axis.
  package struct Cursor {
    package var dial: String
    package var values: [Double]

    package init(_ dial: String, _ values: [Double]) { (self.dial, self.values) = (dial, values) }
  }

  package init(
    x: Axis, y: Axis, series: [Series], references: [Reference] = [], intervals: Intervals = .none
  ) {
    (self.x, self.y, self.series, self.references, self.intervals) = (x, y, series, references, intervals)
  }

  package var words: String { "Lines: \(y.title), against \(x.title)." }

  package func drawing(_ size: ChartSize) -> Drawing {
    let height = max(size.height, 90 + 15 * Double(series.count { !$0.name.isEmpty } + references.count))
    let plot = plot(width: size.width, height: height)
    var parts = [plot.verticalAxis(), plot.horizontalAxis()]
    parts += references.compactMap { reference in
      plot.py(reference.value).map { Plot.line(plot.left, $0, plot.right, $0, "reference") }
    }
    if let cursor { parts.append(line(cursor, plot)) }
    for index in series.indices { parts.append(runs(series[index], plot)) }
    for index in series.indices { parts.append(marks(series[index], shift: shift(index), plot)) }
    parts.append(endLabels(plot))
    for index in series.indices { parts.append(hits(series[index], shift: shift(index), plot)) }
    return Drawing(content: parts.joined(separator: "\n"), width: size.width, height: height)
  }

  /// The area for the data: what the labels around it leave.
  package func plot(width: Double, height: Double) -> Plot {
    let points = drawnPoints
    let y = ResolvedAxis(self.y, values: drawnValues, ends: .rounded, atMost: max(3, Int(height / 42)))
    let labels = series.map(\.name) + references.map(\.name)
    let right = min(width * 0.42, (labels.map { Labels.width($0) * 1.08 }.max() ?? 0) + 18)
    let left = max(24, (y.ticks.map { Labels.width($0.label) }.max() ?? 0) + 10)
    let plotWidth = width - left - right
    var x = ResolvedAxis(
      self.x, values: points.map(\.x), ends: .exact, atMost: max(3, Int(plotWidth / 44)))
    if x.low == x.high { x = ResolvedAxis(self.x, values: [x.low - 1, x.high + 1], ends: .exact, atMost: 3) }
    let isStaggered =
      Plot(x: x, y: y, left: left, top: 26, width: plotWidth, height: 100).horizontalLabels().contains { $0.row > 0 }
    return Plot(
      x: x, y: y, left: left, top: 26, width: plotWidth, height: height - 26 - (isStaggered ? 55 : 42))
  }

  private var drawnPoints: [Point] { series.flatMap { $0.points + $0.runs.flatMap { $0 } } }

  /// What the vertical axis has to show. An interval that reaches below 0 has no place on a logarithmic axis; one that is very wide
  /// would flatten all else.
  var drawnValues: [Double] {
    let points = drawnPoints
    let ends = intervals == .none ? [] : points.flatMap { [$0.low, $0.high].compactMap { $0 } }
    return points.map(\.y) + references.map(\.value) + visible(ends, beside: points.map(\.y))
  }

  /// Not seen until the script moves it.
  private func line(_ cursor: Cursor, _ plot: Plot) -> String {
    let places = cursor.values.map { plot.px($0).map(Markup.coordinate) ?? "" }
    return Markup.tag(
      "line",
      [
        "class": "cursor", "data-by": cursor.dial, "data-places": places.joined(separator: "|"),
        "y1": Markup.coordinate(plot.top), "y2": Markup.coordinate(plot.bottom),
      ])
  }

  private func visible(_ ends: [Double], beside values: [Double]) -> [Double] {
    guard y.scale.isLogarithmic, let least = values.filter({ $0 > 0 }).min() else { return ends }
    return ends.filter { $0 > least / 10 }
  }

  /// Moves points of one category apart, so that their bars can be told apart.
  private func shift(_ index: Int) -> Double {
    guard intervals == .bars, series.count > 1 else { return 0 }
    return (Double(index) - Double(series.count - 1) / 2) * min(4, 24 / Double(series.count))
  }

  private static func path(_ points: [(x: Double, y: Double)?]) -> String {
    var path = ""
    var isDown = false
    for point in points {
      guard let point else {
        isDown = false
        continue
      }
      path += (isDown ? "L" : "M") + Markup.coordinate(point.x) + " " + Markup.coordinate(point.y)
      isDown = true
    }
    return path
  }

  private func runs(_ series: Series, _ plot: Plot) -> String {
    guard series.runs.count > 1 else { return "" }
    let lines = series.runs.map { run in
      Markup.tag("path", ["class": "run", "d": Self.path(run.map { plot.point($0.x, $0.y) })])
    }
    return Markup.tag("g", ["class": series.style.colourClass], lines.joined())
  }

  private func marks(_ series: Series, shift: Double, _ plot: Plot) -> String {
    let places = series.points.map { point in plot.point(point.x, point.y).map { (x: $0.x + shift, y: $0.y) } }
    var parts: [String] = []
    if intervals == .bands { parts.append(band(series.points, plot)) }
    if intervals == .bars {
      for (point, place) in zip(series.points, places) {
        guard let place, let low = point.low, let high = point.high else { continue }
        let ends = [low, high].map { min(max(plot.py($0) ?? plot.bottom, plot.top), plot.bottom) }
        parts.append(Plot.line(place.x, ends[0], place.x, ends[1], "bar"))
      }
    }
    if series.hasLine {
      parts.append(
        Markup.tag(
          "path",
          [
            "class": series.isFit ? "fit" : "line", "d": Self.path(places),
            "stroke-dasharray": series.isFit || series.style.dash.isEmpty ? "none" : series.style.dash,
          ]))
    }
    if series.hasMarkers {
      // Where points are dense, every few markers tell the lines apart.
      let every = max(1, places.count / 12)
      parts += places.enumerated().compactMap { offset, place in
        guard let place, series.points.count <= 16 || offset % every == every / 2 else { return nil }
        return series.style.marker(place.x, place.y, radius: 3.6)
      }
    }
    return Markup.tag("g", ["class": series.style.colourClass], parts.joined())
  }

  /// The area between the intervals' ends; an end that the axis cannot show is at its edge.
  private func band(_ points: [Point], _ plot: Plot) -> String {
    let edges = points.compactMap { point -> (x: Double, low: Double, high: Double)? in
      guard let low = point.low, let high = point.high, let x = plot.px(point.x), let top = plot.py(high) else {
        return nil
      }
      return (x, min(plot.bottom, plot.py(low) ?? plot.bottom), min(max(plot.top, top), plot.bottom))
    }
    guard edges.count > 1 else { return "" }
    let outline = edges.map { (x: $0.x, y: $0.high) } + edges.reversed().map { (x: $0.x, y: $0.low) }
    return Markup.tag("path", ["class": "band", "d": Self.path(outline) + "Z"])
  }

  private func hits(_ series: Series, shift: Double, _ plot: Plot) -> String {
    let radius = max(5, min(11, plot.width / Double(max(1, series.points.count)) * 0.6))
    let hits = series.points.compactMap { point in
      point.text.flatMap { text in
        plot.point(point.x, point.y).map { Plot.hit($0.x + shift, $0.y, radius: radius, text) }
      }
    }
    return series.style.modelClass.map { Markup.tag("g", ["class": $0], hits.joined()) } ?? hits.joined()
  }

  /// A label at the end of a line.
  package struct EndLabel {
    package let text: String
    /// The height it belongs to, and the one it has.
    package let wanted, place: Double
    /// Where its line ends.
    package let x: Double
    package let name: String
    /// The class of the model that it names.
    package let model: String
  }

  /// The labels to the right of the plot, moved apart.
  package func labels(_ plot: Plot) -> [EndLabel] {
    var items: [(text: String, x: Double, y: Double, name: String, model: String)] = series.compactMap { series in
      let end = series.points.reversed().lazy.compactMap { plot.point($0.x, $0.y) }.first
      guard !series.name.isEmpty, let end else { return nil }
      return (
        series.name, end.x, end.y, "label " + series.style.colourClass,
        series.style.modelClass.map { " " + $0 } ?? ""
      )
    }
    items += references.compactMap { reference in
      plot.py(reference.value).map { (reference.name, plot.right, $0, "label quiet", "") }
    }
    let places = Labels.spread(items.map(\.y), gap: 14, within: plot.top...plot.bottom)
    return zip(items, places).map {
      EndLabel(text: $0.text, wanted: $0.y, place: $1, x: $0.x, name: $0.name, model: $0.model)
    }
  }

  private func endLabels(_ plot: Plot) -> String {
    labels(plot).map { label in
      var text = Plot.text(label.text, plot.right + 14, label.place + 4, label.name)
      if abs(label.place - label.wanted) > 3 || label.x < plot.right - 12 {
        text = Plot.line(label.x + 5, label.wanted, plot.right + 11, label.place, "leader" + label.model) + text
      }
      return text
    }.joined()
  }
}
