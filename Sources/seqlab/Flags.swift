// Checks of numbers that several commands share. Each names the flag, what it was, and what it may be.

import LabKit
import TensorCore

/// Checks of numbers.
enum Flags {
  /// A whole number within bounds.
  static func range(_ value: Int, _ flag: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int {
    guard range.contains(value) else {
      throw UsageError("--\(flag) must be between \(range.lowerBound) and \(range.upperBound), not \(value)")
    }
    return value
  }

  /// A number above zero.
  static func positive(_ value: Double, _ flag: String) throws(UsageError) -> Double {
    guard value.isFinite, value > 0 else { throw UsageError("--\(flag) must be a number above 0, not \(value)") }
    return value
  }

  /// A number that is zero or above.
  static func notNegative(_ value: Double, _ flag: String) throws(UsageError) -> Double {
    guard value.isFinite, value >= 0 else { throw UsageError("--\(flag) must be 0 or above, not \(value)") }
    return value
  }

  /// A number from a lowest to below a highest.
  static func halfOpen(_ value: Double, _ flag: String, _ range: Range<Double>) throws(UsageError) -> Double {
    guard range.contains(value) else {
      throw UsageError("--\(flag) must be at least \(range.lowerBound) and below \(range.upperBound), not \(value)")
    }
    return value
  }

  /// The threads to use: those given, or as many as there are cores.
  static func threads(_ value: Int?) throws(UsageError) -> Int {
    try range(value ?? min(1024, ThreadTeam.availableCores), "threads", Limits.threads)
  }
}
