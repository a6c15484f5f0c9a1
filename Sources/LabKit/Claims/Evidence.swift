// What a claim is judged by.

import LabResults

/// What was measured for a claim.
public enum Evidence: Equatable, Sendable {
  /// One value per seed, with the interval of their mean.
  case estimated(Estimate)
  /// One value per repetition of a measured time.
  case repeated(Estimate)
  /// A count or a fit to counts: the same for every seed, without an error.
  case counted(Double)

  var value: Double {
    switch self {
    case .estimated(let estimate), .repeated(let estimate): estimate.mean
    case .counted(let value): value
    }
  }

  /// The range that the true value lies in; nil where one seed gives none.
  var interval: Interval? {
    switch self {
    case .estimated(let estimate), .repeated(let estimate): estimate.interval
    case .counted(let value): value.isFinite ? Interval(low: value, high: value) : nil
    }
  }

  /// 0 for what does not depend on a seed.
  var seeds: Int { if case .estimated(let estimate) = self { estimate.values.count } else { 0 } }

  /// 0 for what is not a time.
  var repetitions: Int { if case .repeated(let estimate) = self { estimate.values.count } else { 0 } }
}
