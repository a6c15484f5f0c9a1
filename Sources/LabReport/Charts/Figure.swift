// A figure: charts with a title that states what they show, a text alternative, and their numbers.

/// One or several charts with their words and numbers.
package struct Figure {
  /// One chart of a figure.
  package struct Panel {
    /// Stands above the chart where there are several.
    package var title: String
    package var chart: any Chart
    /// The model that it is of; none if it is of several.
    package var style: SeriesStyle?

    package init(_ title: String = "", _ chart: any Chart, of style: SeriesStyle? = nil) {
      (self.title, self.chart, self.style) = (title, chart, style)
    }
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
  /// The model that the whole figure is of; none if it is of several.
  package var style: SeriesStyle?

  package init(
    id: String, title: String, description: String, caption: String = "", panels: [Panel], csv: CSV,
    of style: SeriesStyle? = nil
  ) {
    (self.id, self.title, self.description, self.caption) = (id, title, description, caption)
    (self.panels, self.csv, self.style) = (panels, csv, style)
  }

  package var csvName: String { id + ".csv" }

  /// The figure as HTML. A single chart is drawn twice, for wide and for narrow pages, of which the style sheet shows one.
  /// - Parameter lesson: What explains it; its caption leads there.
  package func html(explainedIn lesson: LessonLink? = nil) -> String {
    let names: KeyValuePairs = ["class": Self.classes("figure", style), "id": id]
    var parts = [
      Markup.text("h3", ["id": id + "-title"], title),
      Markup.text(
        "p", ["class": "unseen", "id": id + "-text"],
        ([panels.first?.chart.words ?? ""] + [description]).joined(separator: " ")),
    ]
    if panels.count == 1, let panel = panels.first {
      let names = "\(id)-title"
      parts.append(svg(panel, .wide, "wide", names) + svg(panel, .narrow, "narrow", names))
    } else {
      let charts = panels.enumerated().map { place, panel in
        let name = "\(id)-panel-\(place + 1)"
        return Markup.tag(
          "div", ["class": Self.classes("panel", panel.style)],
          Markup.text("h4", ["id": name], panel.title) + svg(panel, .half, "half", "\(id)-title \(name)"))
      }
      parts.append(Markup.tag("div", ["class": "panels"], charts.joined()))
    }
    let link = Markup.text("a", ["class": "data", "href": csvName], csvName)
    let words = caption.isEmpty ? "" : Markup.escaped(caption) + " "
    let further = lesson.map { ", " + $0.link("lesson \($0.number)") } ?? ""
    parts.append(Markup.tag("figcaption", [:], words + link + further))
    return Markup.tag("figure", names, parts.joined(separator: "\n"))
  }

  private static func classes(_ name: String, _ style: SeriesStyle?) -> String {
    name + (style?.modelClass.map { " " + $0 } ?? "")
  }

  private func svg(_ panel: Panel, _ size: ChartSize, _ kind: String, _ names: String) -> String {
    let drawing = panel.chart.drawing(size)
    let box = "0 0 \(Markup.coordinate(drawing.width)) \(Markup.coordinate(drawing.height))"
    return Markup.tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": kind, "viewBox": box, "role": "img",
        "aria-labelledby": names, "aria-describedby": "\(id)-text",
      ], drawing.content)
  }
}
