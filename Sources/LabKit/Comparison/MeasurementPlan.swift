// What a comparison measures of its models beside their scores.

/// How much is measured of each model once all are trained.
public struct MeasurementPlan: Codable, Equatable, Sendable {
  /// A selection of what a study has.
  public enum Extent: String, Codable, Sendable { case none, quick, full }

  /// Windows of the test part that gradient flow is the mean over; 0: it is not measured.
  public var flowWindows: Int
  /// Tokens of the test part whose loss is told by how much left context is given; 0: it is not measured.
  public var contextTargets: Int
  /// Counted and timed costs over a grid of lengths and widths.
  public var costs: Extent
  /// Tasks whose distance is set.
  public var probes: Extent
  /// Position encodings on word order.
  public var positions: Extent
  /// Tokens that each model writes for the report; 0: none.
  public var sampleTokens: Int
  /// Windows of the test part that saturation and attention to sources are means over, beside pictures of one sentence; 0: neither.
  public var insideWindows: Int

  /// Each as its property says; 0 and `none` leave a measurement out.
  public init(
    flowWindows: Int, contextTargets: Int, costs: Extent, probes: Extent, positions: Extent, sampleTokens: Int,
    insideWindows: Int = 0
  ) {
    (self.flowWindows, self.contextTargets, self.sampleTokens) = (flowWindows, contextTargets, sampleTokens)
    self.insideWindows = insideWindows
    (self.costs, self.probes, self.positions) = (costs, probes, positions)
  }

  /// Nothing: training and scores alone.
  public static let none = MeasurementPlan(
    flowWindows: 0, contextTargets: 0, costs: .none, probes: .none, positions: .none, sampleTokens: 0)
  /// Few windows and targets, the quick grid of costs, no tasks.
  public static let quick = MeasurementPlan(
    flowWindows: 8, contextTargets: 128, costs: .quick, probes: .none, positions: .none, sampleTokens: 60,
    insideWindows: 64)
  /// Three to four times as many windows and targets, and the quick selection of tasks.
  public static let standard = MeasurementPlan(
    flowWindows: 24, contextTargets: 512, costs: .quick, probes: .quick, positions: .quick, sampleTokens: 60,
    insideWindows: 256)
  /// The most windows and targets, the full grid of costs, all tasks.
  public static let full = MeasurementPlan(
    flowWindows: 64, contextTargets: 2048, costs: .full, probes: .full, positions: .full, sampleTokens: 120,
    insideWindows: 1024)
}
