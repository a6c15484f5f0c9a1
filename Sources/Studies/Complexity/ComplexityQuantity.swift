// The costs that terms are fitted to.

/// A quantity of the points of a grid.
public enum ComplexityQuantity: String, CaseIterable, Sendable {
  /// Counted floating-point operations of the sequence mixer alone, forward.
  case mixerWork = "mixer work"
  /// Counted floating-point operations of a training step, forward and backward.
  case work
  /// The longest chain of dependent operations in the step.
  case span
  /// The most bytes of values and gradients alive at once in the step.
  case peakBytes = "peak bytes"
  /// The median time of the step on one thread; not known at all points.
  case milliseconds

  /// The quantity at a point; nil where it was not measured.
  public func callAsFunction(_ point: ComplexityRecord.Point) -> Double? {
    switch self {
    case .mixerWork: Double(point.mixerWork)
    case .work: Double(point.work)
    case .span: Double(point.span)
    case .peakBytes: Double(point.peakBytes)
    case .milliseconds: point.milliseconds
    }
  }

  /// What the quantity may be made up of. Work is a polynomial without an n²·d² term; chains are sums of logarithms, along a sequence
  /// n times; memory holds rows of n, weights, and perhaps an n×n matrix.
  var terms: [ComplexityTerm] {
    switch self {
    case .mixerWork, .work: [.lengthWidth2, .length2Width, .lengthWidth, .length2, .width2, .length, .width, .one]
    case .span: [.lengthLogWidth, .length, .logLength, .logWidth, .one]
    case .peakBytes: [.length2, .lengthWidth, .width2, .length, .width, .one]
    case .milliseconds: [.lengthWidth2, .length2Width, .lengthWidth, .length, .one]
    }
  }

  /// By how much the largest relative residual may rise when terms are left out. Work is exactly such a sum; chains, memory (the head
  /// works in a block that stops growing with n) and times are only nearly.
  var tolerance: Double {
    switch self {
    case .mixerWork, .work: 1e-9
    case .span: 0.01
    case .peakBytes, .milliseconds: 0.02
    }
  }

  /// Whether each term stands for time or memory of its own, so that none can be negative. Work may have such terms: n − 1 steps.
  var isSumOfCosts: Bool { self == .milliseconds || self == .peakBytes }
}
