// Small statistics: means, spreads, quantiles and a straight line through points.

import Foundation

/// Statistics of a few numbers. Where a value is not defined (too few numbers), it is NaN.
public enum Statistics {
  /// The arithmetic mean.
  public static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The sample's standard deviation, with n − 1 in the denominator; NaN for fewer than two values.
  public static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let centre = mean(values)
    return (values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)).squareRoot()
  }

  /// The value in the middle, or the mean of the two in the middle.
  public static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

  /// The value below which `fraction` of the sample lies, with linear interpolation between neighbours (NumPy's default).
  ///
  /// - Precondition: `fraction` is within 0…1.
  /// - Complexity: O(n log n).
  public static func quantile(_ values: [Double], _ fraction: Double) -> Double {
    precondition((0...1).contains(fraction), "quantile: the fraction \(fraction) is not within 0…1")
    guard !values.isEmpty, !values.contains(where: \.isNaN) else { return .nan }
    let sorted = values.sorted()
    let position = fraction * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count, position > Double(below) else { return sorted[below] }
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  /// The straight line with the least squared error through points.
  ///
  /// - Returns: nil for fewer than two different x, or where a number is not finite.
  /// - Precondition: As many `x` as `y`.
  public static func line(x: [Double], y: [Double]) -> Line? {
    precondition(x.count == y.count, "Statistics.line: \(x.count) x for \(y.count) y")
    let (meanX, meanY) = (mean(x), mean(y))
    var (sumXX, sumXY, sumYY) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      sumXX += (x - meanX) * (x - meanX)
      sumXY += (x - meanX) * (y - meanY)
      sumYY += (y - meanY) * (y - meanY)
    }
    guard x.count > 1, sumXX > 0, sumXX.isFinite, sumXY.isFinite, sumYY.isFinite else { return nil }
    let slope = sumXY / sumXX
    let explained = sumYY > 0 ? sumXY * sumXY / (sumXX * sumYY) : 1
    return Line(slope: slope, intercept: meanY - slope * meanX, rSquared: explained)
  }

  /// A fitted line, y = slope·x + intercept.
  public struct Line: Codable, Equatable, Sendable {
    /// By how much y rises where x rises by 1.
    public var slope: Double
    /// y at x = 0.
    public var intercept: Double
    /// The share of y's variance that the line explains, R² in 0…1; 1 where y does not vary.
    public var rSquared: Double
  }
}
