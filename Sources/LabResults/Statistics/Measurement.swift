// What a claim can be judged by: a number with an error.

/// A mean over runs, with its interval and with probabilities for limits.
public protocol Measurement: Testable, Sendable {
  /// The mean over runs.
  var mean: Double { get }
  /// Its 95 % interval; nil where there is none.
  var interval: Interval? { get }
  /// One value per run.
  var values: [Double] { get }
}

extension Estimate: Measurement {}
