// A figure as files by themselves, for texts and slides.

extension Figure {
  /// The figure as SVG files, for light pages and for dark ones.
  package var pictures: [(name: String, text: String)] {
    [(id + ".svg", picture(.light)), (id + "-dark.svg", picture(.dark))]
  }

  /// A single chart across the picture; several side by side, two in a row, each below its title.
  private func picture(_ theme: Theme) -> String {
    let (margin, gap, titleHeight) = (12.0, 20.0, 26.0)
    let width = ChartSize.wide.width + gap
    var (parts, bottom): ([String], Double) = ([], 0)
    func place(_ panel: Panel, _ size: ChartSize, left: Double, top: Double) {
      let drawing = panel.chart.stillDrawing(size)
      let corner = "translate(\(Markup.coordinate(left)) \(Markup.coordinate(top)))"
      parts.append(Markup.tag("g", ["transform": corner], drawing.content))
      bottom = max(bottom, top + drawing.height)
    }
    if panels.count == 1 {
      place(panels[0], .wide, left: gap / 2, top: 0)
    } else {
      for row in stride(from: 0, to: panels.count, by: 2) {
        let top = row == 0 ? 0 : bottom + gap
        for (column, panel) in panels[row..<min(row + 2, panels.count)].enumerated() {
          let left = Double(column) * (ChartSize.half.width + gap)
          parts.append(Plot.text(panel.title, left, top + 14, "group"))
          place(panel, .half, left: left, top: top + titleHeight)
        }
      }
    }
    let (outerWidth, outerHeight) = (Markup.coordinate(width + 2 * margin), Markup.coordinate(bottom + 2 * margin))
    let content = [
      Markup.text("title", [:], title), Markup.text("desc", [:], description),
      Markup.tag("style", [:], PageStyle.picture(theme)),
      Markup.tag("rect", ["width": outerWidth, "height": outerHeight, "fill": theme.background]),
      Markup.tag(
        "g", ["transform": "translate(\(Markup.coordinate(margin)) \(Markup.coordinate(margin)))"],
        parts.joined(separator: "\n")),
    ]
    return Markup.tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(outerWidth) \(outerHeight)", "width": outerWidth,
        "height": outerHeight, "role": "img",
      ], content.joined(separator: "\n")) + "\n"
  }
}
