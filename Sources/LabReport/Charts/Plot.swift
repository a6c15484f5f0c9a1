// The plain parts of a chart: its frame, grid, ticks and axis titles.

/// The area that data is drawn in, with its two axes.
package struct Plot {
  package let x, y: ResolvedAxis
  package let left, top, width, height: Double

  package var right: Double { left + width }
  package var bottom: Double { top + height }

  /// Where a value of the horizontal axis lies; nil for what it cannot show.
  package func px(_ value: Double) -> Double? { x.fraction(value).map { left + $0 * width } }
  /// Where a value of the vertical axis lies.
  package func py(_ value: Double) -> Double? { y.fraction(value).map { bottom - $0 * height } }

  /// A point, where both axes can show it.
  package func point(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    if let x = px(x), let y = py(y) { (x, y) } else { nil }
  }

  /// Horizontal lines with their numbers, and the vertical axis' title above them.
  package func verticalAxis() -> String {
    let lines = y.ticks.compactMap { tick in py(tick.value).map { ($0, tick.label) } }
    let grid = lines.map { Self.line(left, $0.0, right, $0.0, "grid") }
    let numbers = lines.map { Self.text($0.1, left - 6, $0.0 + 4, "tick end") }
    return (grid + numbers + [Self.text(y.axis.title, 0, 13, "title")]).joined()
  }

  /// The horizontal axis with its numbers and its title below; vertical grid lines where asked for.
  package func horizontalAxis(hasGrid: Bool = false) -> String {
    let labels = horizontalLabels()
    var parts = [Self.line(left, bottom, right, bottom, "axis")]
    for label in labels {
      if hasGrid { parts.append(Self.line(label.x, top, label.x, bottom, "grid")) }
      parts.append(Self.line(label.x, bottom, label.x, bottom + 4, "axis"))
      parts.append(Self.text(label.text, label.x, bottom + 17 + 13 * Double(label.row), "tick middle"))
    }
    let rows = Double(labels.map(\.row).max() ?? 0)
    let half = Labels.width(x.axis.title) / 2
    let middle = max(half, min(left + width / 2, right + 60 - half))
    return (parts + [Self.text(x.axis.title, middle, bottom + 35 + 13 * rows, "title middle")]).joined()
  }

  /// The numbers below the plot: in one row where they fit, names in two rows if need be, else every few of them.
  package func horizontalLabels() -> [(text: String, x: Double, row: Int)] {
    let places = x.ticks.compactMap { tick in px(tick.value).map { (text: tick.label, x: $0) } }
    var rows = 1
    var kept = places
    if case .categories = x.axis.scale, !Self.fits(places) { rows = 2 }
    var every = 1
    while !(0..<rows).allSatisfy({ row in
      Self.fits(kept.enumerated().filter { $0.offset % rows == row }.map(\.element))
    }), every < places.count {
      every += 1
      kept = places.enumerated().filter { $0.offset % every == 0 }.map(\.element)
    }
    return kept.enumerated().map { ($0.element.text, $0.element.x, $0.offset % rows) }
  }

  private static func fits(_ labels: [(text: String, x: Double)]) -> Bool {
    zip(labels, labels.dropFirst()).allSatisfy { first, second in
      first.x + Labels.width(first.text) / 2 + 5 <= second.x - Labels.width(second.text) / 2
    }
  }

  package static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ name: String) -> String {
    Markup.tag(
      "line",
      [
        "class": name, "x1": Markup.coordinate(x1), "y1": Markup.coordinate(y1), "x2": Markup.coordinate(x2),
        "y2": Markup.coordinate(y2),
      ])
  }

  package static func text(_ text: String, _ x: Double, _ y: Double, _ name: String) -> String {
    Markup.text("text", ["class": name, "x": Markup.coordinate(x), "y": Markup.coordinate(y)], text)
  }

  /// An invisible disc that shows a text when pointed at.
  package static func hit(_ x: Double, _ y: Double, radius: Double, _ text: String) -> String {
    Markup.tag(
      "circle",
      ["class": "h", "cx": Markup.coordinate(x), "cy": Markup.coordinate(y), "r": Markup.coordinate(radius)],
      Markup.text("title", [:], text))
  }
}
