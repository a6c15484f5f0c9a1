// Noise that comes out the same in every run.

import LabResults

/// Numbers between −1 and 1 that a seed fixes.
package struct Noise {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 33) / Double(1 << 30) - 1
  }

  /// Three values around a mean.
  package mutating func estimate(_ mean: Double, _ spread: Double) -> Estimate {
    Estimate((0..<3).map { _ in mean + spread * next() })
  }

  /// Three values around a mean, within a share of it.
  package mutating func ratioEstimate(_ mean: Double, _ spread: Double) -> Estimate {
    Estimate((0..<3).map { _ in mean * (1 + spread * next()) })
  }
}
