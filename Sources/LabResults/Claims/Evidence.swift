// What a claim is judged by.

/// What was measured for a claim.
public enum Evidence: Sendable {
  /// One value per seed, with the interval of their mean.
  case estimated(Estimate)
  /// The times of two programs that took turns.
  case timed(TimingComparison)
  /// A count or a fit to counts: the same for every seed, without an error, and settled by how the model is built.
  case counted(Double)
  /// The same quantity under several settings; see `Verdict.depends`.
  case cases([Case])
  /// A number that cannot decide, and why.
  case powerless(Double?, String)

  /// The quantity under one setting.
  public struct Case: Sendable {
    /// The setting: "trained", "untrained, forget bias 5", "copying over 32".
    public let setting: String
    /// What was measured.
    public let measurement: any Measurement
    /// Why it cannot decide, whatever the number; nil if it can.
    public let whyNot: String?

    /// - Parameters:
    ///   - setting: A few words.
    ///   - whyNot: Why it cannot decide: "neither learned it at this budget".
    public init(_ setting: String, _ measurement: any Measurement, whyNot: String? = nil) {
      (self.setting, self.measurement, self.whyNot) = (setting, measurement, whyNot)
    }
  }

  /// What a rule says of it: a test for each case, or one.
  func tests(of rule: DecisionRule) -> [ClaimTest] {
    switch self {
    case .estimated(let estimate): [rule.test(estimate)]
    case .timed(let comparison): [rule.test(comparison)]
    case .counted(let value): [rule.test(counted: value)]
    case .cases(let cases): cases.map { $0.whyNot == nil ? Self.test($0.measurement, rule) : .undecidable }
    case .powerless: [.undecidable]
    }
  }

  /// The number that stands for it: of several cases, the first that can decide.
  var value: Double? {
    let value: Double? =
      switch self {
      case .estimated(let estimate): estimate.mean
      case .timed(let comparison): comparison.ratio
      case .counted(let value): value
      case .cases(let cases): Self.first(cases)?.measurement.mean
      case .powerless(let value, _): value
      }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The range that the true value lies in; nil for a count, and where one seed gives none.
  var interval: Interval? {
    switch self {
    case .estimated(let estimate): estimate.interval
    case .timed(let comparison):
      comparison.low.flatMap { low in comparison.high.map { Interval(low: low, high: $0) } }
    case .cases(let cases): Self.first(cases)?.measurement.interval
    case .counted, .powerless: nil
    }
  }

  /// Whether times were measured, which are repeated with one seed.
  var isTimed: Bool {
    switch self {
    case .timed: true
    case .cases(let cases): cases.contains { $0.measurement is TimingComparison }
    case .estimated, .counted, .powerless: false
    }
  }

  /// 0 for what does not depend on a seed.
  var seeds: Int { isTimed ? 0 : count }

  /// 0 for what is not a time.
  var repetitions: Int { isTimed ? count : 0 }

  private var count: Int {
    switch self {
    case .estimated(let estimate): estimate.values.count
    case .timed(let comparison): comparison.ratios.count
    case .cases(let cases): Self.first(cases)?.measurement.values.count ?? 0
    case .counted, .powerless: 0
    }
  }

  private static func test(_ measurement: some Measurement, _ rule: DecisionRule) -> ClaimTest {
    rule.test(measurement)
  }

  private static func first(_ cases: [Case]) -> Case? { cases.first { $0.whyNot == nil } ?? cases.first }
}
