// A table of numbers as cells, the darker the more (on dark screens, the brighter), with words along its sides.

/// A chart of cells.
package struct HeatMap: Chart {
  /// How values become strengths of one colour, from 0 to 1 in ten steps.
  package enum Scale: Equatable {
    case linear(ClosedRange<Double>)
    /// From 0 on, so that small shares can be told apart, too.
    case squareRoot(upTo: Double)
    /// From minus to plus a value, the two sides in two colours, each the stronger the further from 0.
    case twoSided(upTo: Double)

    /// Whether a value is drawn in the colour of the side below 0.
    package func isBelow(_ value: Double) -> Bool { if case .twoSided = self { value < 0 } else { false } }

    /// The step of a value, 0…9.
    package func step(_ value: Double) -> Int {
      let fraction =
        switch self {
        case .linear(let range): (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .squareRoot(let top): (max(0, value) / top).squareRoot()
        case .twoSided(let top): abs(value) / top
        }
      return fraction.isFinite ? Int(min(9, max(0, fraction * 10))) : 0
    }

    /// The value where a step begins; that of 10 is the end of the scale.
    package func value(atStep step: Int) -> Double {
      let fraction = Double(step) / 10
      return switch self {
      case .linear(let range): range.lowerBound + fraction * (range.upperBound - range.lowerBound)
      case .squareRoot(let top): fraction * fraction * top
      case .twoSided(let top): fraction * top
      }
    }

    /// The steps whose values the legend shows.
    fileprivate var labelled: [Int] { if case .squareRoot = self { [0, 3, 5, 10] } else { [0, 5, 10] } }

    /// The class of a cell.
    fileprivate func name(_ value: Double) -> String { "q\(step(value))" + (isBelow(value) ? " below" : "") }
  }

  /// What runs along a side.
  package struct Side {
    package var title: String
    /// Names of the rows or columns; none where only their order means something.
    package var names: [String]
    /// The row or column that the chart is about.
    package var marked: Int?

    package init(_ title: String, _ names: [String] = [], marked: Int? = nil) {
      (self.title, self.names) = (title, names.map(HeatMap.shown))
      self.marked = marked.flatMap { names.indices.contains($0) ? $0 : nil }
    }
  }

  package var columns, rows: Side
  /// Values by row and then by column. A short row leaves the rest of its cells away.
  package var values: [[Double]]
  package var scale: Scale
  /// What the colour stands for.
  package var legend: String
  package var isPercent: Bool
  /// Whether cells are as high as wide.
  package var isSquare: Bool
  /// What is shown when a cell is pointed at, by row and column.
  private let text: (Int, Int) -> String

  package init(
    columns: Side, rows: Side, values: [[Double]], scale: Scale, legend: String, isPercent: Bool = false,
    isSquare: Bool = false, text: @escaping (Int, Int) -> String
  ) {
    (self.columns, self.rows, self.values, self.scale, self.legend) = (columns, rows, values, scale, legend)
    (self.isPercent, self.isSquare, self.text) = (isPercent, isSquare, text)
  }

  /// A word that can be seen and that leaves room for the cells.
  package static func shown(_ word: String) -> String {
    switch word {
    case " ": "␣"
    case "\n": "⏎"
    case "\t": "⇥"
    default: TextWidth.cut(word, to: 12)
    }
  }

  /// Where the cells are.
  package struct Layout: Equatable {
    package let left, top, cellWidth, cellHeight: Double
    /// The depth that names below the cells take, turned by 60 degrees.
    package let depth: Double
  }

  private static let wordSize = 10.0

  package var words: String {
    "Cells, \(values.count) by \(values.map(\.count).max() ?? 0), the darker the more: \(legend), \(rows.title) by \(columns.title)."
  }

  package func layout(width: Double) -> Layout {
    let count = Double(max(1, values.map(\.count).max() ?? 1))
    let longest = columns.names.map { Labels.width($0, size: Self.wordSize) }.max() ?? 0
    // Turned names reach down and to the left, the first of them over the edge of the cells.
    let first = columns.names.first.map { Labels.width($0, size: Self.wordSize) * 0.5 } ?? 0
    let left = max(24, first, (rows.names.map { Labels.width($0, size: Self.wordSize) }.max() ?? 0) + 6)
    let cellWidth = min(isSquare ? 22 : 30, (width - left - 4) / count)
    let cellHeight = isSquare ? cellWidth : min(cellWidth, max(3, 220 / Double(max(1, values.count))))
    return Layout(left: left, top: 22, cellWidth: cellWidth, cellHeight: cellHeight, depth: longest * 0.87 + 10)
  }

  package func drawing(_ size: ChartSize) -> Drawing { drawing(size, cells: cells) }
  package func stillDrawing(_ size: ChartSize) -> Drawing { drawing(size, cells: colours) }

  private func drawing(_ size: ChartSize, cells: String) -> Drawing {
    let layout = layout(width: size.width)
    let count = values.map(\.count).max() ?? 0
    let (right, bottom) = (
      layout.left + Double(count) * layout.cellWidth, layout.top + Double(values.count) * layout.cellHeight
    )
    let frame = ["x": layout.left, "y": layout.top, "width": right - layout.left, "height": bottom - layout.top]
    var parts = [
      Plot.text(rows.title, 0, 13, "title"), Self.rectangle("edge", frame), placed(cells, layout), mark(layout),
    ]
    for (row, name) in rows.names.enumerated() {
      let y = layout.top + (Double(row) + 0.5) * layout.cellHeight + 3.5
      parts.append(Plot.text(name, layout.left - 4, y, "word end" + (row == rows.marked ? " marked" : "")))
    }
    for (column, name) in columns.names.enumerated() {
      let x = Markup.coordinate(layout.left + (Double(column) + 0.5) * layout.cellWidth + 3)
      let place = "translate(\(x) \(Markup.coordinate(bottom + 9))) rotate(-60)"
      let kind = "word end" + (column == columns.marked ? " marked" : "")
      parts.append(Markup.text("text", ["class": kind, "transform": place], name))
    }
    let below = bottom + layout.depth + 13
    parts.append(
      Plot.text(columns.title, max(Labels.width(columns.title) / 2, (layout.left + right) / 2), below, "title middle"))
    parts.append(legend(left: 0, top: below + 12))
    return Drawing(content: parts.joined(separator: "\n"), width: size.width, height: below + 40)
  }

  /// One path for each cell, in units of cells, which keeps them short.
  private var cells: String {
    values.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in
        Markup.tag(
          "path", ["class": scale.name(value), "d": "M\(column) \(row)h1v1h-1z"],
          Markup.text("title", [:], text(row, column)))
      }
    }.joined()
  }

  /// One path for each colour: what lies side by side in a row is one rectangle.
  private var colours: String {
    var shapes: [String: String] = [:]
    for (row, values) in values.enumerated() {
      var start = 0
      while start < values.count {
        let name = scale.name(values[start])
        let end = values[start...].firstIndex { scale.name($0) != name } ?? values.count
        shapes[name, default: ""] += "M\(start) \(row)h\(end - start)v1h-\(end - start)z"
        start = end
      }
    }
    return shapes.sorted { $0.key < $1.key }.map { Markup.tag("path", ["class": $0.key, "d": $0.value]) }.joined()
  }

  /// Cells where they belong, and as large.
  private func placed(_ cells: String, _ layout: Layout) -> String {
    let (x, y) = (Markup.coordinate(layout.left), Markup.coordinate(layout.top))
    let size = "scale(\(Self.number(layout.cellWidth)) \(Self.number(layout.cellHeight)))"
    return Markup.tag("g", ["class": "cells", "transform": "translate(\(x) \(y)) \(size)"], cells)
  }

  /// A frame around the cell, the row or the column that the chart is about.
  private func mark(_ layout: Layout) -> String {
    guard rows.marked != nil || columns.marked != nil else { return "" }
    let (row, column) = (rows.marked ?? 0, columns.marked ?? 0)
    let (width, height) = (
      columns.marked == nil ? values[row].count : 1, rows.marked == nil ? values.count : 1
    )
    return Self.rectangle(
      "frame",
      [
        "x": layout.left + Double(column) * layout.cellWidth, "y": layout.top + Double(row) * layout.cellHeight,
        "width": Double(width) * layout.cellWidth, "height": Double(height) * layout.cellHeight,
      ])
  }

  /// The ten steps with numbers, and what they stand for.
  private func legend(left: Double, top: Double) -> String {
    var (left, parts) = (left, [String]())
    let isTwoSided = if case .twoSided = scale { true } else { false }
    if isTwoSided {
      parts.append(steps(left: left, top: top, isBelow: true))
      left += 10 * Self.stepWidth / 2
    }
    parts.append(steps(left: left, top: top, isBelow: false))
    parts.append(
      Plot.text(legend, left + 16 + (isTwoSided ? 5 : 10) * Self.stepWidth, top + 9, "label quiet"))
    return parts.joined()
  }

  private static let stepWidth = 18.0

  /// The steps of one side with their numbers; two sides are half as wide each, and share their 0.
  private func steps(left: Double, top: Double, isBelow: Bool) -> String {
    let isTwoSided = if case .twoSided = scale { true } else { false }
    let width = isTwoSided ? Self.stepWidth / 2 : Self.stepWidth
    let swatches = (0..<10).map { step in
      Markup.tag(
        "path", ["class": isBelow ? "q\(step) below" : "q\(step)", "d": "M\(isBelow ? 9 - step : step) 0h1v1h-1z"])
    }
    let place = "translate(\(Markup.coordinate(left + 4)) \(Markup.coordinate(top))) scale(\(width) 10)"
    var parts = [Markup.tag("g", ["class": "cells key", "transform": place], swatches.joined())]
    parts.append(
      Self.rectangle("edge", ["x": left + 4, "y": top, "width": 10 * width, "height": 10]))
    for step in scale.labelled where !isBelow || step > 0 {
      let value = isBelow ? -scale.value(atStep: step) : scale.value(atStep: step)
      let label = isPercent ? Numbers.percent(value) : Numbers.fixed(value, value == value.rounded() ? 0 : 1)
      let x = left + 4 + Double(isBelow ? 10 - step : step) * width
      let isEdge = isBelow ? step == 10 : step == 0 && !isTwoSided
      parts.append(Plot.text(label, x, top + 23, isEdge ? "tick" : "tick middle"))
    }
    return parts.joined()
  }

  private static func rectangle(_ name: String, _ sides: [String: Double]) -> String {
    func side(_ key: String) -> String { Markup.coordinate(sides[key] ?? 0) }
    return Markup.tag(
      "rect", ["class": name, "x": side("x"), "y": side("y"), "width": side("width"), "height": side("height")])
  }

  /// A factor with three digits behind the point, so that many cells end where they should.
  private static func number(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
