// What a comparison found of the claims, for the terminal.

import Foundation
import LabResults

extension ComparisonTables {
  /// One row for each claim about a model: what was measured, and the verdict.
  public var claims: Table? { Self.table(of: results.claims) }

  /// The same for some claims; nil where nothing was measured.
  package static func table(of claims: [ClaimRecord]) -> Table? {
    guard claims.contains(where: { $0.measured != nil }) else { return nil }
    var table = Table(
      title: "Claims, by the rules in report.html; c: counted, by construction",
      columns: [.init(""), .init("claim"), .init("measured", .right), .init("verdict")])
    for claim in claims {
      table.addRow([
        .init(claim.id, .dim), .init(claim.claim), .init(Self.measured(claim)),
        .init(
          claim.verdict.rawValue + (claim.basis == .construction ? " c" : ""), Self.role(claim.verdict)),
      ])
    }
    return table
  }

  private static func role(_ verdict: Verdict) -> Style.Role {
    switch verdict {
    case .supported: .good
    case .contradicted: .bad
    case .depends, .inconclusive: .caution
    }
  }

  /// The value, and half its interval where there is one.
  private static func measured(_ claim: ClaimRecord) -> String {
    guard let value = claim.measured else { return "–" }
    guard let high = claim.high else { return Cells.short(value) }
    return Cells.short(value) + " ±" + Cells.short(high - value)
  }
}
