// Measurements that can be held against a limit.

/// A measurement with an error, which gives probabilities for limits.
public protocol Testable {
  /// The one-sided p of "it is not above the limit"; nil where the measurement decides nothing.
  func pValue(above limit: Double) -> Double?
  /// The one-sided p of "it is not below the limit"; nil where the measurement decides nothing.
  func pValue(below limit: Double) -> Double?
}

extension Estimate: Testable {}
