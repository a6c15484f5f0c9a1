// The interval around a measured number.

/// A range in which a true value lies with some confidence.
public struct Interval: Codable, Equatable, Sendable {
  /// The lower end, in the unit of what was measured.
  public var low: Double
  /// The upper end, in the same unit.
  public var high: Double

  /// Takes both ends as they are.
  public init(low: Double, high: Double) { (self.low, self.high) = (low, high) }
}
