// How fast a curve fades: a straight line through its logarithm.

import Foundation
import LabResults

/// log g(k) = a − λk, fitted by least squares.
///
/// Lag 0 is left out: the last token reaches the loss without a step back in time. The fit ends before the first lag at which g is
/// below `floor`: a gradient so small moves nothing, and a long tail of such would settle the fit.
public struct DecayFit: Equatable, Sendable {
  /// Below it, a norm counts as nothing.
  public static let floor = 1e-30

  /// λ, per step: positive where the curve fades.
  public let decay: Double
  /// The share of the variance of log g that the line explains.
  public let rSquared: Double
  /// The lags that the line was fitted to.
  public let lags: Range<Int>

  /// ln 2 / λ, in steps; nil where the curve does not fade (λ ≤ 0).
  public var halfLife: Double? { decay > 0 ? log(2) / decay : nil }

  /// Fits the norms of lags 0, 1, 2 …
  /// - Returns: nil where there are fewer than two lags to fit, or a norm is not finite.
  public init?(_ norms: [Double]) {
    let end = norms.firstIndex { !($0 >= Self.floor) } ?? norms.count
    lags = 1..<max(1, end)
    guard norms.allSatisfy(\.isFinite),
      let line = Statistics.line(x: lags.map(Double.init), y: lags.map { log(norms[$0]) })
    else { return nil }
    decay = -line.slope
    rSquared = line.rSquared
  }
}
