// A measured number with its interval, from repeated runs.

/// A mean over repeated runs with its 95 % interval; the runs' own values stay with it.
///
/// The interval is Student's with n − 1 degrees of freedom, on the axis of the score's scale: mean ± t·s/√n for losses,
/// the same of logarithms for ratios (whose mean is the geometric one), and for shares
/// logit(mean) ± t·s/√n / (mean·(1 − mean)). Where each run has a corpus of its own, values differ by seed and by
/// stories, and the interval counts both; where all runs share their test stories, see ``init(sharedStories:scale:)``.
///
/// One run has no interval: `low` and `high` are nil, and null in JSON. A value that is not finite, from a run that
/// diverged, is written as null too and read back as NaN.
///
/// `IntervalSimulations` counts how often the interval holds the truth, with 3, 5 and 8 seeds: 94 to 96 % for
/// accuracies from .02 to .85, losses, ratios and differences; 89 to 100 % near 0 and 1. A percentile bootstrap over
/// three seeds comes to 75 %, for it cannot leave the range of three values, beyond which the truth lies in one case of
/// four, and the expanded percentile of Hesterberg (2015) ends at the same range. No interval sees what no seed showed:
/// of seeds that come out at .05 or .95 with equal chance, three agree in one case of four, and 75 % of their intervals
/// hold the truth; with five, 94 %.
/// - Source: for the logit by the delta method, Korn and Graubard 1998, Survey Methodology 24:193; Hesterberg 2015, The
///   American Statistician 69:371.
public struct Estimate: Codable, Equatable, Sendable {
  /// The arithmetic mean, for `positive` scores the geometric one; not finite where one of the values is not.
  public let mean: Double
  /// The 95 % interval's lower end; nil for fewer than two runs, or where a value is not finite.
  public let low: Double?
  /// The 95 % interval's upper end, nil where the lower one is.
  public let high: Double?
  /// One value per run.
  public let values: [Double]
  /// The range that the values are of.
  public let scale: ScoreScale
  private let spread: Spread?

  /// An estimate of one independent value per run.
  ///
  /// Where all runs agree to the last digit, their spread tells nothing. For a share that leaves the scored items: at 0
  /// or 1, Clopper and Pearson's exact bound with fewer items, by the factor (1.96/t)² that few seeds ask for; between,
  /// a binomial error. Losses and ratios that agree are taken for exact.
  /// - Parameters:
  ///   - items: How many items each run was scored on, for shares and their differences; where answers hang together by
  ///     stories, the stories. Without it a run counts as one item: right for "solved or not", and cautious otherwise.
  /// - Precondition: There is at least one value.
  public init(_ values: [Double], scale: ScoreScale = .real, items: Int? = nil) {
    precondition(!values.isEmpty, "Estimate: there are no values")
    let agree = values.allSatisfy { $0 == values[0] }
    let places = scale == .positive ? values.map(scale.axis) : values
    let mean =
      agree ? values[0] : scale == .positive ? scale.score(at: Statistics.mean(places)) : Statistics.mean(values)
    let deviation = agree ? 0 : Statistics.standardDeviation(places) / Double(values.count).squareRoot()
    let error = scale.isBounded ? deviation * scale.slope(at: mean) : deviation
    var spread = Spread.student(error: error, freedom: Double(values.count - 1))
    if agree, scale.isBounded { spread = Self.spread(ofEqual: mean, scale, runs: values.count, items: items) }
    self.init(mean, values, scale, agree || (scale.axis(mean).isFinite && error.isFinite) ? spread : nil)
  }

  package init(_ mean: Double, _ values: [Double], _ scale: ScoreScale, _ spread: Spread?) {
    (self.mean, self.values, self.scale) = (mean, values, scale)
    self.spread = mean.isFinite && values.count > 1 ? spread : nil
    let interval = self.spread?.interval(mean, scale, confidence: 0.95)
    (low, high) = (interval?.low, interval?.high)
  }

  private static func spread(ofEqual mean: Double, _ scale: ScoreScale, runs: Int, items: Int?) -> Spread {
    let freedom = Double(runs - 1)
    let total = Double(runs * max(1, items ?? 1))
    let share = scale.share(mean)
    if share <= 0 || share >= 1 {
      guard items != nil, runs > 1 else { return .unanimous(items: total) }
      let ratio = 1.959964 / StudentT.quantile(0.975, freedom: freedom)
      return .unanimous(items: max(Double(runs), total * ratio * ratio))
    }
    // Of a difference, nothing is known but that at least so many items differ; and one more might have.
    let variance = scale == .unit ? mean * (1 - mean) : abs(mean) * (1 - abs(mean)) + 1 / total
    return .student(error: (variance / total).squareRoot() * scale.slope(at: mean), freedom: freedom)
  }

  /// The 95 % interval's ends together.
  public var interval: Interval? { interval(confidence: 0.95) }

  /// The range in which the true mean lies with some confidence; nil where there is no interval.
  ///
  /// - Precondition: `confidence` is strictly within 0…1.
  public func interval(confidence: Double) -> Interval? { spread?.interval(mean, scale, confidence: confidence) }

  /// The one-sided p of "it is not above the limit": how often so high a mean would be seen if the truth were `limit`.
  ///
  /// On the axis and with the degrees of freedom of the interval: less than 0.025 just where the 95 % interval lies
  /// above the limit.
  /// - Returns: nil where there is no interval.
  public func pValue(above limit: Double) -> Double? { spread?.pValue(mean, above: limit, scale) }

  /// The one-sided p of "it is not below the limit", the mirror image of ``pValue(above:)``.
  ///
  /// - Returns: nil where there is no interval.
  public func pValue(below limit: Double) -> Double? {
    switch scale {
    case .real, .symmetric: spread?.pValue(-mean, above: -limit, scale)
    case .unit: spread?.pValue(1 - mean, above: 1 - limit, scale)
    case .positive: limit <= 0 ? spread.map { _ in 1 } : spread?.pValue(1 / mean, above: 1 / limit, scale)
    }
  }
}

extension Estimate {
  private enum CodingKeys: String, CodingKey { case mean, low, high, values, scale, spread }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mean = try container.decodeIfPresent(Double.self, forKey: .mean) ?? .nan
    low = try container.decodeIfPresent(Double.self, forKey: .low)
    high = try container.decodeIfPresent(Double.self, forKey: .high)
    values = try container.decode([Double?].self, forKey: .values).map { $0 ?? .nan }
    scale = try container.decode(ScoreScale.self, forKey: .scale)
    spread = try container.decodeIfPresent(Spread.self, forKey: .spread)
  }

  public func encode(to encoder: any Encoder) throws {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(finite(mean), forKey: .mean)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encode(values.map(finite), forKey: .values)
    try container.encode(scale, forKey: .scale)
    try container.encodeIfPresent(spread, forKey: .spread)
  }
}
