// Dots with intervals, one row for each, with their values beside them.

import LabResults

/// A chart of single values: dots with intervals along a horizontal axis.
package struct DotPlot: Chart {
  package struct Row {
    package var name: String
    package var style: SeriesStyle
    package var estimate: Estimate
    /// The value in words, shown to the right.
    package var value: String

    package init(_ name: String, _ style: SeriesStyle, _ estimate: Estimate, value: String) {
      (self.name, self.style, self.estimate, self.value) = (name, style, estimate, value)
    }
  }

  /// A value to compare rows with.
  package struct Mark {
    /// Lines differ by kind: whole, dashed and dotted.
    package enum Kind: String { case whole, dashed, dotted }
    package var name: String
    package var value: Double
    package var kind: Kind

    package init(_ name: String, _ value: Double, _ kind: Kind) {
      (self.name, self.value, self.kind) = (name, value, kind)
    }
  }

  /// Rows that belong together, with the marks that hold for them.
  package struct Group {
    package var title: String
    package var rows: [Row]
    package var marks: [Mark]

    package init(_ title: String = "", _ rows: [Row], marks: [Mark] = []) {
      (self.title, self.rows, self.marks) = (title, rows, marks)
    }
  }

  package var x: Axis
  package var groups: [Group]

  package init(x: Axis, groups: [Group]) { (self.x, self.groups) = (x, groups) }

  private static let rowHeight = 22.0

  package var words: String { "Dots with intervals, a row for each: \(x.title)." }

  package func drawing(_ size: ChartSize) -> Drawing {
    let rows = groups.flatMap(\.rows)
    let titles = Double(groups.count { !$0.title.isEmpty }) * 20
    let isShared = groups.count == 1
    let plotHeight = Double(rows.count) * Self.rowHeight + titles + Double(groups.count - 1) * 8 + 6
    var plot = plot(width: size.width, top: 0, height: plotHeight)
    let legend = isShared ? markLabels(groups[0].marks, plot) : key(plot)
    plot = self.plot(width: size.width, top: legend.height, height: plotHeight)
    var parts = [plot.horizontalAxis(hasGrid: true), legend.content]
    var top = plot.top + 3
    for group in groups {
      if !group.title.isEmpty {
        parts.append(Plot.text(group.title, 0, top + 14, "group"))
        top += 20
      }
      let height = Double(group.rows.count) * Self.rowHeight
      for mark in group.marks {
        guard let x = plot.px(mark.value) else { continue }
        let (from, to) = isShared ? (plot.top - 2, plot.bottom) : (top - 2, top + height + 2)
        parts.append(Plot.line(x, from, x, to, "mark \(mark.kind.rawValue)"))
        if !isShared {
          let name = group.title.isEmpty ? mark.name : "\(group.title): \(mark.name)"
          parts.append(Plot.hit(x, top + height / 2, radius: 8, "\(name) \(tick(mark.value))"))
        }
      }
      for (index, row) in group.rows.enumerated() {
        parts.append(draw(row, y: top + (Double(index) + 0.5) * Self.rowHeight, plot))
      }
      top += height + 8
    }
    return Drawing(
      content: parts.joined(separator: "\n"), width: size.width, height: plot.bottom + 42)
  }

  private func tick(_ value: Double) -> String { x.isPercent ? Numbers.percent(value, 1) : Numbers.significant(value) }

  /// The area for the dots, between the names and the values.
  package func plot(width: Double, top: Double, height: Double) -> Plot {
    let rows = groups.flatMap(\.rows)
    let values = rows.flatMap { $0.estimate.values + [$0.estimate.low, $0.estimate.high].compactMap { $0 } }
    let left = min(width * 0.4, (rows.map { Labels.width($0.name) * 1.18 }.max() ?? 0) + 12)
    let right = min(width * 0.4, (rows.map { Labels.width($0.value) }.max() ?? 0) + 16)
    let plotWidth = max(60, width - left - right)
    let x = ResolvedAxis(
      self.x, values: values + groups.flatMap { $0.marks.map(\.value) }, ends: .rounded,
      atMost: max(3, Int(plotWidth / 50)))
    let y = ResolvedAxis(Axis(""), values: [0, 1], ends: .exact, atMost: 2)
    return Plot(x: x, y: y, left: left, top: top, width: plotWidth, height: height)
  }

  private func draw(_ row: Row, y: Double, _ plot: Plot) -> String {
    let colour = row.style.colourClass
    var parts = [Plot.text(row.name, plot.left - 10, y + 4, "label end \(colour)")]
    var marks: [String] = []
    if let low = row.estimate.low, let high = row.estimate.high {
      let ends = [low, high].map { min(max(plot.px($0) ?? plot.left, plot.left), plot.right) }
      marks.append(Plot.line(ends[0], y, ends[1], y, "bar"))
      marks += ends.map { Plot.line($0, y - 4, $0, y + 4, "bar") }
    }
    if row.estimate.values.count > 1 {
      marks += row.estimate.values.compactMap { value in
        plot.px(value).map {
          Markup.tag(
            "circle", ["class": "one", "cx": Markup.coordinate($0), "cy": Markup.coordinate(y), "r": "2.4"])
        }
      }
    }
    if let x = plot.px(row.estimate.mean) {
      marks.append(row.style.marker(x, y, radius: 4.6))
      parts.append(Markup.tag("g", ["class": colour], marks.joined()))
      let runs =
        row.estimate.values.count > 1 ? " (runs: \(row.estimate.values.map(tick).joined(separator: ", ")))" : ""
      parts.append(Plot.hit(x, y, radius: 11, "\(row.name): \(row.value)\(runs)"))
    }
    parts.append(Plot.text(row.value, plot.right + 12, y + 4, "value"))
    return row.style.modelClass.map { Markup.tag("g", ["class": $0], parts.joined()) } ?? parts.joined()
  }

  /// The names of marks above their lines, in as many rows as they need.
  private func markLabels(_ marks: [Mark], _ plot: Plot) -> (content: String, height: Double) {
    let places = marks.compactMap { mark in plot.px(mark.value).map { (text: mark.name, x: $0) } }
    guard !places.isEmpty else { return ("", 6) }
    let widths = places.map { Labels.width($0.text) }
    let centres = zip(places, widths).map { place, width in
      min(max(place.x, width / 2), plot.right + 60 - width / 2)
    }
    let rows = Labels.rows(centres, widths: widths)
    let count = (rows.max() ?? 0) + 1
    let texts = places.indices.map { index in
      Plot.text(
        places[index].text, centres[index], 14 + 15 * Double(count - 1 - rows[index]), "label middle quiet")
    }
    return (texts.joined(), 8 + 15 * Double(count))
  }

  /// What the lines of marks mean, where each group has its own.
  private func key(_ plot: Plot) -> (content: String, height: Double) {
    var seen: [Mark] = []
    for mark in groups.flatMap(\.marks) where !seen.contains(where: { $0.name == mark.name }) { seen.append(mark) }
    guard !seen.isEmpty else { return ("", 6) }
    var x = 4.0
    var parts: [String] = []
    for mark in seen {
      parts.append(Plot.line(x, 3, x, 17, "mark \(mark.kind.rawValue)"))
      parts.append(Plot.text(mark.name, x + 7, 14, "label quiet"))
      x += Labels.width(mark.name) + 24
    }
    return (parts.joined(), 24)
  }
}
