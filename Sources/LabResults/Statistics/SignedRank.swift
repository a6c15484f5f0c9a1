// Wilcoxon's signed ranks: the middle of a few values, with an interval, whatever a few wild ones say.

/// The centre of values that scatter evenly to both sides, by Wilcoxon's signed ranks.
///
/// - Source: Hodges and Lehmann 1963, Annals of Mathematical Statistics 34:598; Wilcoxon 1945.
public struct SignedRank: Sendable {
  /// The means of all pairs of values, each value with itself too, rising (Walsh's averages).
  private let averages: [Double]
  /// The probability, for a centre of 0, that so many averages or fewer are positive.
  private let atMost: [Double]

  /// - Precondition: There is at least one value, and all are finite.
  /// - Complexity: O(n³) for n values.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty && values.allSatisfy(\.isFinite), "SignedRank: \(values)")
    averages = values.indices.flatMap { one in values[one...].map { (values[one] + $0) / 2 } }.sorted()
    // The number of positive averages is the sum of the positive values' ranks: each rank is in it or not, with one
    // half.
    var ways = [1.0]
    for rank in 1...values.count {
      let shifted = Array(repeating: 0, count: rank) + ways
      ways = shifted.indices.map { ((shifted[$0]) + ($0 < ways.count ? ways[$0] : 0)) / 2 }
    }
    var sum = 0.0
    atMost = ways.map {
      sum += $0
      return sum
    }
  }

  /// Hodges and Lehmann's estimate: the median of all averages. It bears nearly three wild values in ten.
  public var centre: Double { Statistics.median(averages) }

  /// The range of averages that holds the true centre with a confidence of 95 % or, for few values, a little more.
  ///
  /// - Returns: nil for fewer than six values, which cannot give such confidence.
  public var interval: Interval? {
    guard let cut = atMost.lastIndex(where: { $0 <= 0.025 }) else { return nil }
    return Interval(low: averages[cut], high: averages[averages.count - 1 - cut])
  }

  /// The one-sided p of "the centre is not above the limit".
  public func pValue(above limit: Double) -> Double {
    let notAbove = averages.count { $0 <= limit }
    return atMost[notAbove]
  }

  /// The one-sided p of "the centre is not below the limit".
  public func pValue(below limit: Double) -> Double {
    let notBelow = averages.count { $0 >= limit }
    return atMost[notBelow]
  }
}
