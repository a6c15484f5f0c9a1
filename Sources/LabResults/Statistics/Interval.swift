// The interval around a measured number.

/// A range in which a true value lies with some confidence.
public struct Interval: Codable, Equatable, Sendable {
  /// The lower end, in the unit of what was measured.
  public var low: Double
  /// The upper end, in the same unit.
  public var high: Double

  /// Takes both ends as they are.
  public init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

  /// Student's interval for the mean of a few normal values.
  ///
  /// - Returns: nil for fewer than two values, or where a value is not finite.
  /// - Precondition: `confidence` is strictly within 0…1.
  public static func ofMean(_ values: [Double], confidence: Double = 0.95) -> Interval? {
    let (mean, deviation) = (Statistics.mean(values), Statistics.standardDeviation(values))
    guard values.count > 1, mean.isFinite, deviation.isFinite else { return nil }
    let t = StudentT.quantile((1 + confidence) / 2, freedom: Double(values.count - 1))
    let half = t * deviation / Double(values.count).squareRoot()
    return Interval(low: mean - half, high: mean + half)
  }
}
