// An axis: what it measures, and how.

/// What is measured along one side of a chart.
package struct Axis {
  package enum Scale: Equatable {
    case linear
    case logarithmic
    /// Logarithmic with powers of two as ticks, for lengths.
    case lengths
    /// Places 0, 1, 2 … with names.
    case categories([String])

    package var isLogarithmic: Bool { self == .logarithmic || self == .lengths }
  }

  /// The quantity and its unit: "loss, nats per token".
  package var title: String
  package var scale: Scale
  /// Values that the axis must show beside those of the data.
  package var includes: [Double]
  /// Whether the values are shares, shown as per cent.
  package var isPercent: Bool
  /// What no value can be below, though an interval may reach there; nil: nothing.
  package var least: Double?

  package init(
    _ title: String, _ scale: Scale = .linear, includes: [Double] = [], isPercent: Bool = false, least: Double? = nil
  ) {
    (self.title, self.scale, self.includes, self.isPercent, self.least) = (title, scale, includes, isPercent, least)
  }
}
