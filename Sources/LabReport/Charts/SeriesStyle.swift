// How a series looks: colour, dashes and marker.

/// How a series is drawn: the same for a model in every figure.
package struct SeriesStyle: Equatable, Sendable {
  /// The series' place; its colour, dash and marker follow from it.
  package let index: Int
  /// The place of the model that the series is of, by which a reader hides it or makes it stand out; nil if it is of none.
  package let model: Int?

  package init(_ index: Int, model: Int? = nil) { (self.index, self.model) = (max(0, index), model) }

  /// The classes that give the colour, and tell whose it is.
  package var colourClass: String { "s\(index % 6)" + (modelClass.map { " " + $0 } ?? "") }

  /// The class of all that is of the same model.
  package var modelClass: String? { model.map { "k\($0)" } }

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
