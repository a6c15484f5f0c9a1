// Colours, dashes and markers that tell series apart, for all eyes, in print and on dark screens.

/// The colours of a page in one theme.
package struct Theme {
  package let background, text, muted: String
  /// Of series, in order. Each can be read as text on the background, and told from the others with any common kind of
  /// colour blindness; dashes and markers differ too.
  package let series: [String]
  /// Of verdicts.
  package let good, bad, open: String
  /// Of cells at full strength: far from the background, so that the steps between can be told apart.
  package let heat: String

  package static let light = Theme(
    background: "#ffffff", text: "#1a1d21", muted: "#5a626c",
    series: ["#0069fc", "#b94c06", "#06503a", "#812684", "#443509", "#67686c"],
    good: "#0a6b4f", bad: "#b3261e", open: "#6a5200", heat: "#08306b")
  package static let dark = Theme(
    background: "#15181d", text: "#e8eaed", muted: "#a3abb5",
    series: ["#3d8dff", "#e8863a", "#25e3a0", "#f2abe6", "#f7e97a", "#8f9299"],
    good: "#4fd0a0", bad: "#ff8f85", open: "#e6c35c", heat: "#b3d7ff")
}

/// How a series is drawn: the same for a model in every figure.
package struct SeriesStyle: Equatable, Sendable {
  /// The series' place; its colour, dash and marker follow from it.
  package let index: Int

  package init(_ index: Int) { self.index = max(0, index) }

  /// The class that gives the colour.
  var colourClass: String { "s\(index % 6)" }

  /// A pattern for the line; empty for a whole one. Series that share a colour differ in it.
  package var dash: String {
    ["", "8 4", "2.5 3.5", "10 4 2.5 4", "5 3", "14 5"][(index + index / 6) % 6]
  }

  /// A mark around a point, `radius` wide each way.
  package func marker(_ x: Double, _ y: Double, radius r: Double) -> String {
    func path(_ points: [(Double, Double)]) -> String {
      let corners = points.map { Markup.coordinate(x + $0.0 * r) + " " + Markup.coordinate(y + $0.1 * r) }
      return Markup.tag("path", ["class": "m", "d": "M" + corners.joined(separator: "L") + "Z"])
    }
    switch (index + index / 6) % 6 {
    case 0:
      return Markup.tag(
        "circle", ["class": "m", "cx": Markup.coordinate(x), "cy": Markup.coordinate(y), "r": Markup.coordinate(r)])
    case 1: return path([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case 2: return path([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)])
    case 3: return path([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)])
    case 4: return path([(0, 1.15), (1.1, -0.85), (-1.1, -0.85)])
    default:
      return path([
        (-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4), (0.4, 1.1), (-0.4, 1.1),
        (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4),
      ])
    }
  }
}
