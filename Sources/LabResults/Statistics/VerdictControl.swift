// How many of a report's verdicts may be wrong by chance.

import Foundation

/// Verdicts on several claims at once, so that few of those decided are wrong.
///
/// Of 20 claims that are each decided at 5 %, one may come out wrong by chance, and among few decided ones that is
/// much. Benjamini and Hochberg's procedure keeps the expected share of wrong ones *among those decided* at 5 %,
/// direction included. It is proved for independent and for positively dependent claims; claims here share runs in
/// either sense, and `ControlSimulations` counts at most 5 % for such as well. Holm's procedure, which keeps the chance
/// of a single wrong one at 5 %, would leave little standing: of 20 claims, half of them true by ten times the spread
/// of seeds, it decides 65 % of the true ones with three seeds, and this one all; at four times the spread 12 and
/// 50 %, with five seeds 93 % and all.
/// - Source: Benjamini and Hochberg 1995, JRSS B 57:289; Benjamini and Yekutieli 2005, JASA 100:71, for directions.
public struct VerdictControl: Codable, Equatable, Sendable {
  /// The expected share of wrong verdicts among those decided by measurement, at most.
  public let level: Double
  /// What each claim's own measurement says, as if it were the only one.
  public let before: [Verdict]
  /// What remains of them together.
  public let after: [Verdict]
  /// The claims that were measured with an error. Counted ones cannot be wrong by chance, and are not controlled.
  public let measured: Int
  /// Those of them that are decided.
  public let decided: Int

  /// - Parameters:
  ///   - looks: How many times the measurements may have been looked at, as in ``SeedSchedule``.
  public init(_ tests: [ClaimTest], level: Double = 0.05, looks: Int = 1) {
    let times = Double(looks)
    let ordered = tests.compactMap(\.pValue).sorted()
    let steps = ordered.indices.map { level / times * Double($0 + 1) / Double(ordered.count) }
    let last = ordered.indices.last { ordered[$0] <= steps[$0] }
    let limit = last.map { steps[$0] }
    self.level = level
    before = tests.map { $0.verdict(level: level / times) }
    after = tests.map { $0.pValue == nil ? $0.verdict(level: 0) : limit.map($0.verdict(level:)) ?? .inconclusive }
    measured = ordered.count
    decided = last.map { $0 + 1 } ?? 0
  }

  /// How many of the decided ones are expected to be wrong by chance, at most.
  public var expectedWrong: Double { level * Double(decided) }

  /// For people: "25 verdicts by 40 tests, of which 9 decided with an error; at most 0.5 of them …".
  /// - Parameter claims: How many verdicts the tests make up; a claim that is held against several settings takes several.
  public func text(claims: Int) -> String {
    "\(claims) verdicts by \(after.count) tests, of which \(decided) decided by measurement with an error; at most "
      + String(format: "%.1f", expectedWrong) + " of these are expected to be wrong by chance"
  }
}
