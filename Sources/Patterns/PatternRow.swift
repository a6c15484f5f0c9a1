// What came of a published statement.

import LabReport
import LabResults

/// A published statement, what was measured of it, and whether it came out.
package struct PatternRow: Codable, Equatable, Sendable {
  /// The pattern's id.
  package var pattern: String
  /// What others found, in their numbers.
  package var published: String
  /// The statement, its rule, the number with its interval and seeds, and the verdict.
  package var measured: ClaimRecord
  /// Whether it came out.
  package var outcome: Outcome

  /// Whether a statement came out.
  package enum Outcome: String, Codable, Sendable {
    /// By the rule.
    case reproduced
    /// The opposite holds by the rule.
    case not
    /// It holds under some of the settings, and its opposite under others.
    case inPart = "in part"
    /// What the statement presupposes was not reached.
    case notAtThisSize = "not at this size"
    /// The interval, or one seed, does not tell.
    case open

    fileprivate init(_ verdict: Verdict, _ evidence: Evidence) {
      let whyNot: Bool =
        switch evidence {
        case .powerless: true
        case .cases(let cases): !cases.isEmpty && cases.allSatisfy { $0.whyNot != nil }
        case .estimated, .timed, .counted: false
        }
      self =
        switch verdict {
        case _ where whyNot: .notAtThisSize
        case .supported: .reproduced
        case .contradicted: .not
        case .depends: .inPart
        case .inconclusive: .open
        }
    }

    /// The colour that it is shown in.
    var role: Style.Role? {
      switch self {
      case .reproduced: .good
      case .not: .bad
      case .inPart, .notAtThisSize, .open: nil
      }
    }
  }

  /// The rows of some findings, judged together, so that few are wrong by chance.
  static func rows(_ findings: [(pattern: String, finding: Finding)]) -> [PatternRow] {
    // A statement of which nothing was measured has no row.
    let measured = findings.filter { if case .cases(let cases) = $1.claim.evidence { !cases.isEmpty } else { true } }
    let records = Claim.verdicts(on: measured.map(\.finding.claim)).records
    return zip(measured, records).map { measured, record in
      PatternRow(
        pattern: measured.pattern, published: measured.finding.published, measured: record,
        outcome: Outcome(record.verdict, measured.finding.claim.evidence))
    }
  }
}
