// Runs that share their seeds, in pairs.

extension Statistics {
  /// The difference `first` − `second` of runs that share their seeds, pair by pair.
  ///
  /// What a seed does to both cancels out, so that the interval is narrower than that of two separate means;
  /// ``correlation(_:_:)`` tells whether it did. Pairs are chosen before the measurement, whatever the correlation
  /// turns out to be.
  /// - Parameters: `scale` is `symmetric` for shares, `real` for losses; `items` as in
  ///   ``Estimate/init(_:scale:items:)``.
  /// - Precondition: As many values on both sides, at least one.
  public static func pairedDifference(
    _ first: [Double], _ second: [Double], scale: ScoreScale = .real, items: Int? = nil
  ) -> Estimate {
    precondition(first.count == second.count, "pairedDifference: \(first.count) values for \(second.count)")
    return Estimate(zip(first, second).map { $0 - $1 }, scale: scale, items: items)
  }

  /// Pearson's correlation of two rows of values: above 0 where pairing narrowed their difference, below where it
  /// widened it.
  ///
  /// - Returns: −1…1; NaN for fewer than two pairs, or where a row does not vary.
  /// - Precondition: As many values on both sides.
  public static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    precondition(first.count == second.count, "correlation: \(first.count) values for \(second.count)")
    let (meanFirst, meanSecond) = (mean(first), mean(second))
    let products = zip(first, second).map { ($0 - meanFirst) * ($1 - meanSecond) }
    let deviations = standardDeviation(first) * standardDeviation(second)
    return deviations > 0 ? products.reduce(0, +) / Double(first.count - 1) / deviations : .nan
  }
}
