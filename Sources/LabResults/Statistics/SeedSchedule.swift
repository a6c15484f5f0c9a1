// When more seeds are asked for, and what looking several times costs.

/// The numbers of seeds after which measurements are looked at: those that are decided stop, the others get more.
///
/// Each look may be the one that errs, so each gets an equal part of the allowed error (Bonferroni): with three looks
/// an interval of 98.3 % decides in place of 95 %. That is proved for any measurement, and costs little, for with so
/// few seeds one look tells little of the next: the exact level for t at 3, 5 and 10 seeds is 98.1 %. Few looks are
/// better than many: an effect as large as the spread of seeds is found in 63 % of cases, and in 49 % with all of 3, 4,
/// … 10. Stein's two stages (from three seeds' spread the number that a given width asks for) need 19 seeds on average
/// to find 55 % of the same effects, for two degrees of freedom rule to the end. The mean number of seeds is 3.9 for an
/// effect of four spreads, 6.1 for two, 8.8 for one, 9.8 for none; without a correction, looking at each of 3 … 10 is
/// wrong in 17 %. `ControlSimulations` counts all these.
/// - Source: Jennison and Turnbull 2000, Group Sequential Methods; Stein 1945, Annals of Mathematical Statistics
///   16:243.
public struct SeedSchedule: Codable, Equatable, Sendable {
  /// Seeds at each look, rising.
  public let looks: [Int]
  /// The probability of a wrong verdict at any of the looks, at most.
  public let level: Double

  /// - Precondition: `looks` rises, from 2 or more.
  public init(looks: [Int], level: Double = 0.05) {
    precondition(
      !looks.isEmpty && looks[0] > 1 && zip(looks, looks.dropFirst()).allSatisfy(<), "SeedSchedule: \(looks)")
    (self.looks, self.level) = (looks, level)
  }

  /// Looks after three seeds, five, and the most that there may be.
  ///
  /// - Precondition: `most` is at least 3.
  public init(most: Int) { self.init(looks: [3, 5].filter { $0 < most } + [most]) }

  /// Looks after 3, 5 and 10 seeds.
  public static let usual = SeedSchedule(most: 10)

  /// The confidence that decides at each look, 0.95 for a single one.
  public var confidence: Double { 1 - level / Double(looks.count) }

  /// The verdicts on claims that were looked at by this schedule, at any of its looks.
  public func verdicts(_ tests: [ClaimTest]) -> VerdictControl {
    VerdictControl(tests, level: level, looks: looks.count)
  }

  /// Which tests more seeds could decide, by their index: those that are undecided, but neither counts nor what was not
  /// measured.
  public func undecided(_ tests: [ClaimTest]) -> [Int] {
    let verdicts = verdicts(tests).after
    return tests.indices.filter { tests[$0].pValue != nil && verdicts[$0] == .inconclusive }
  }

  /// The number of seeds that undecided claims should have next; nil where all are decided, or no look is left.
  public func next(after seeds: Int, _ tests: [ClaimTest]) -> Int? {
    undecided(tests).isEmpty ? nil : looks.first { $0 > seeds }
  }
}
