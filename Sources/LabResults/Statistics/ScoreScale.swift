// The range that a score lives in, and the axis on which its error is looked at.

import Foundation

/// What values a score can have.
///
/// An error is estimated on an axis without ends, where it is the same on both sides, and its interval is carried back:
/// an interval of a share stays within 0…1, and that of a ratio above 0.
public enum ScoreScale: String, Codable, CaseIterable, Sendable {
  /// Any number: losses in nats, differences of losses, logarithms. The axis is the number itself.
  case real
  /// More than 0: ratios, times, sizes of gradients. The axis is ln x.
  case positive
  /// 0…1: accuracies, shares, rates of success. The axis is ln x/(1 − x), the logit.
  case unit
  /// −1…1: differences of two shares. The axis is ln (1 + x)/(1 − x), the logit of the share (1 + x)/2.
  case symmetric

  /// The place of a score on the axis; infinite at an end of the range, NaN beyond.
  package func axis(_ score: Double) -> Double {
    switch self {
    case .real: score
    case .positive: log(score)
    case .unit, .symmetric: log(share(score)) - log(1 - share(score))
    }
  }

  /// The score at a place on the axis.
  package func score(at place: Double) -> Double {
    switch self {
    case .real: place
    case .positive: min(exp(place), .greatestFiniteMagnitude)
    case .unit, .symmetric: score(ofShare: 1 / (1 + exp(-place)))
    }
  }

  /// How much the axis moves for a small change of the score.
  package func slope(at score: Double) -> Double {
    switch self {
    case .real: 1
    case .positive: 1 / score
    case .unit: 1 / (score * (1 - score))
    case .symmetric: 2 / ((1 + score) * (1 - score))
    }
  }

  /// Whether the range has two ends.
  package var isBounded: Bool { self == .unit || self == .symmetric }

  /// A bounded score as a share of its range, 0…1.
  package func share(_ score: Double) -> Double { self == .symmetric ? (1 + score) / 2 : score }

  /// The bounded score of a share.
  package func score(ofShare share: Double) -> Double { self == .symmetric ? 2 * share - 1 : share }
}
