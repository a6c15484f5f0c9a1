// The ratio of two programs' times, and whether other work disturbed it.

import Foundation

/// The time of one program over that of another, from repetitions in which they take turns.
///
/// A machine that is evenly slow changes both times alike, and no alarm is raised. Two signs tell of other work that
/// came and went: the machine's own rate of products, and ratios that differ from repetition to repetition. A
/// repetition is set aside where a rate is more than 10 % off the median rate; the ratio is that of the others, by
/// ranks, which a few wild ones do not move. The comparison is *disturbed*, and decides nothing, where more than a
/// fifth of the repetitions were set aside or have a ratio more than 10 % off: with a fifth of wild ones the ratio
/// still moves by less than the noise of a single repetition.
///
/// What works against one of the two programs alone, evenly in every repetition and never while rates are measured,
/// cannot be told from a slower program.
public struct TimingComparison: Codable, Equatable, Sendable {
  /// The first program's time over the second's, Hodges and Lehmann's estimate by logarithms.
  public let ratio: Double
  /// The lower end of the ratio's 95 % interval; nil for fewer than six repetitions that were not set aside.
  public let low: Double?
  /// The upper end, nil where the lower one is.
  public let high: Double?
  /// Every repetition's ratio.
  public let ratios: [Double]
  /// The repetitions during which the machine's rate was off, by their index.
  public let setAside: [Int]
  /// What tells of other work, in a sentence; nil for an undisturbed comparison.
  public let disturbance: String?

  /// How far a rate or ratio may be off, as a factor.
  public static let tolerance = 1.1
  /// The share of the repetitions that may be.
  public static let share = 0.2

  /// Run by run, first and second in the same repetition side by side; which comes first should alternate.
  ///
  /// - Parameters:
  ///   - idleRate: The rate of products of the idle machine, where the programs use different shares of it (one thread
  ///     against all): what keeps it evenly busy does not slow such programs alike, and is an alarm then.
  /// - Precondition: As many on both sides, at least one, and all times are finite and above 0.
  public init(_ first: [TimedRun], over second: [TimedRun], idleRate: Double? = nil) {
    precondition(!first.isEmpty && first.count == second.count, "TimingComparison: \(first.count) for \(second.count)")
    let ratios = zip(first, second).map { $0.seconds / $1.seconds }
    precondition(ratios.allSatisfy { $0 > 0 && $0.isFinite }, "TimingComparison: a time is not above 0")
    let rates = zip(first, second).map { [$0.rateBefore, $0.rateAfter, $1.rateBefore, $1.rateAfter] }
    let usual = Statistics.median(rates.flatMap(\.self))
    let aside = ratios.indices.filter { rates[$0].contains { Self.isOff($0, from: usual) } }
    let kept = ratios.indices.filter { !aside.contains($0) }.map { log(ratios[$0]) }
    // With none left, the comparison is disturbed, and its ratio is shown for what it is worth.
    let ranks = SignedRank(kept.isEmpty ? ratios.map { log($0) } : kept)
    let ratio = exp(ranks.centre)
    let interval = kept.isEmpty ? nil : ranks.interval
    (self.ratio, self.ratios, setAside) = (ratio, ratios, aside)
    (low, high) = (interval.map { exp($0.low) }, interval.map { exp($0.high) })
    let wild = kept.count { Self.isOff(exp($0), from: ratio) }
    if Double(aside.count + wild) > Self.share * Double(ratios.count) {
      disturbance =
        "Of \(ratios.count) repetitions, the machine's rate was off in \(aside.count) and the ratio in \(wild): other "
        + "work disturbed them."
    } else if let idleRate, Self.isOff(usual, from: idleRate) {
      disturbance = "The machine's rate was \(String(format: "%.2f", usual / idleRate)) of what it is when idle."
    } else {
      disturbance = nil
    }
  }

  /// Whether other work makes the comparison worthless; it is to be repeated, and decides nothing.
  public var isDisturbed: Bool { disturbance != nil }

  /// Whether a value is more than the tolerance away, or is no rate at all.
  private static func isOff(_ value: Double, from usual: Double) -> Bool {
    !(value > 0 && usual > 0 && max(value / usual, usual / value) <= tolerance)
  }
}

extension TimingComparison: Measurement {
  public var mean: Double { ratio }
  public var values: [Double] { ratios }
  public var interval: Interval? { low.flatMap { low in high.map { Interval(low: low, high: $0) } } }

  /// The one-sided p of "the ratio is not above the limit", by signed ranks; nil where the comparison is disturbed or
  /// has no interval.
  public func pValue(above limit: Double) -> Double? {
    ranks.map { limit > 0 ? $0.pValue(above: log(limit)) : 0 }
  }

  /// The one-sided p of "the ratio is not below the limit"; nil where the comparison is disturbed or has no interval.
  public func pValue(below limit: Double) -> Double? {
    ranks.map { limit > 0 ? $0.pValue(below: log(limit)) : 1 }
  }

  private var ranks: SignedRank? {
    guard !isDisturbed, low != nil else { return nil }
    return SignedRank(ratios.indices.filter { !setAside.contains($0) }.map { log(ratios[$0]) })
  }
}
