// A figure: charts with a title that states what they show, a text alternative, and their numbers.

/// One or several charts with their words and numbers.
package struct Figure {
  /// One chart of a figure.
  package struct Panel {
    /// Stands above the chart where there are several.
    package var title: String
    package var chart: any Chart

    package init(_ title: String = "", _ chart: any Chart) { (self.title, self.chart) = (title, chart) }
  }

  /// Lower-case words with hyphens; the CSV file has this name.
  package var id: String
  /// A sentence without its full stop that states what the figure shows.
  package var title: String
  /// One or two sentences with the numbers, for those who do not see the figure.
  package var description: String
  /// How to read it; empty where that is plain.
  package var caption: String = ""
  package var panels: [Panel]
  package var csv: CSV

  package init(
    id: String, title: String, description: String, caption: String = "", panels: [Panel], csv: CSV
  ) {
    (self.id, self.title, self.description, self.caption) = (id, title, description, caption)
    (self.panels, self.csv) = (panels, csv)
  }

  package var csvName: String { id + ".csv" }

  /// The figure as HTML. A single chart is drawn twice, for wide and for narrow pages, of which the style sheet shows one.
  package var html: String {
    let names: KeyValuePairs = ["class": "figure", "id": id]
    var parts = [
      Markup.text("h3", ["id": id + "-title"], title),
      Markup.text("p", ["class": "unseen", "id": id + "-text"], description),
    ]
    if panels.count == 1, let panel = panels.first {
      parts.append(svg(panel, .wide, "wide") + svg(panel, .narrow, "narrow"))
    } else {
      let charts = panels.map { panel in
        Markup.tag("div", ["class": "panel"], Markup.text("h4", [:], panel.title) + svg(panel, .half, "half"))
      }
      parts.append(Markup.tag("div", ["class": "panels"], charts.joined()))
    }
    let link = Markup.text("a", ["class": "data", "href": csvName], csvName)
    let words = caption.isEmpty ? "" : Markup.escaped(caption) + " "
    parts.append(Markup.tag("figcaption", [:], words + link))
    return Markup.tag("figure", names, parts.joined(separator: "\n"))
  }

  private func svg(_ panel: Panel, _ size: ChartSize, _ kind: String) -> String {
    let drawing = panel.chart.drawing(size)
    let box = "0 0 \(Markup.coordinate(drawing.width)) \(Markup.coordinate(drawing.height))"
    return Markup.tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": kind, "viewBox": box, "role": "img",
        "aria-labelledby": "\(id)-title", "aria-describedby": "\(id)-text",
      ], drawing.content)
  }
}
