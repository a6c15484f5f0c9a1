// How surely a mean is known.

import Foundation

/// The error of a mean, in the form that its intervals and probabilities are worked out from.
package enum Spread: Codable, Equatable, Sendable {
  /// A standard error on the scale's axis, and the degrees of freedom that it is known with.
  case student(error: Double, freedom: Double)
  /// Every value lies at the same end of the range: as many items were right, or wrong, without an exception.
  case unanimous(items: Double)

  /// The range around a mean.
  package func interval(_ mean: Double, _ scale: ScoreScale, confidence: Double) -> Interval {
    switch self {
    case .student(let error, let freedom):
      let half = error == 0 ? 0 : StudentT.quantile((1 + confidence) / 2, freedom: freedom) * error
      guard half > 0 else { return Interval(low: mean, high: mean) }
      let centre = scale.axis(mean)
      return Interval(low: scale.score(at: centre - half), high: scale.score(at: centre + half))
    case .unanimous(let items):
      // Clopper and Pearson's: the share at which so many in a row still happen in one of 40 cases.
      let least = pow((1 - confidence) / 2, 1 / items)
      return scale.share(mean) > 0.5
        ? Interval(low: scale.score(ofShare: least), high: mean)
        : Interval(low: mean, high: scale.score(ofShare: 1 - least))
    }
  }

  /// The probability of a mean so high, or higher, if the truth were `limit`.
  package func pValue(_ mean: Double, above limit: Double, _ scale: ScoreScale) -> Double {
    switch self {
    case .student(let error, let freedom):
      guard error > 0 else { return mean > limit ? 0 : 1 }
      let share = scale.isBounded ? scale.share(limit) : 0.5
      if share <= 0 || (scale == .positive && limit <= 0) { return 0 }
      if share >= 1 { return 1 }
      return StudentT.cumulative((scale.axis(limit) - scale.axis(mean)) / error, freedom: freedom)
    case .unanimous(let items):
      let limit = scale.share(limit)
      if scale.share(mean) > 0.5 { return limit >= 1 ? 1 : limit <= 0 ? 0 : pow(limit, items) }
      return limit < 0 ? 0 : 1
    }
  }
}
