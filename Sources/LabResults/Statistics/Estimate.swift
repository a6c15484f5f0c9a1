// A measured number with its interval, from repeated runs.

/// A mean over repeated runs with its 95 % interval; the runs' own values stay with it.
///
/// The interval is Student's, mean ± t(0.975, n − 1)·s/√n. One run has no interval: `low` and `high` are nil, and null in
/// JSON. A value that is not finite, from a run that diverged, is written as null too and read back as NaN.
public struct Estimate: Codable, Equatable, Sendable {
  /// The arithmetic mean; not finite where one of the values is not.
  public let mean: Double
  /// The interval's lower end; nil for fewer than two runs, or where a value is not finite.
  public let low: Double?
  /// The interval's upper end, nil where the lower one is.
  public let high: Double?
  /// One value per run.
  public let values: [Double]

  /// - Precondition: There is at least one value.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "Estimate: there are no values")
    self.values = values
    mean = Statistics.mean(values)
    let interval = Interval.ofMean(values)
    low = interval?.low
    high = interval?.high
  }

  /// The interval's ends together.
  public var interval: Interval? {
    if let low, let high { Interval(low: low, high: high) } else { nil }
  }

  private enum CodingKeys: String, CodingKey { case mean, low, high, values }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mean = try container.decodeIfPresent(Double.self, forKey: .mean) ?? .nan
    low = try container.decodeIfPresent(Double.self, forKey: .low)
    high = try container.decodeIfPresent(Double.self, forKey: .high)
    values = try container.decode([Double?].self, forKey: .values).map { $0 ?? .nan }
  }

  public func encode(to encoder: any Encoder) throws {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(finite(mean), forKey: .mean)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encode(values.map(finite), forKey: .values)
  }
}

extension Statistics {
  /// The difference `first` − `second` of runs that share their seeds, pair by pair.
  ///
  /// What a seed does to both cancels out, so that the interval is narrower than that of two separate means.
  /// - Precondition: As many values on both sides, at least one.
  public static func pairedDifference(_ first: [Double], _ second: [Double]) -> Estimate {
    precondition(first.count == second.count, "pairedDifference: \(first.count) values for \(second.count)")
    return Estimate(zip(first, second).map { $0 - $1 })
  }
}
