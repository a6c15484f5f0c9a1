// What a comparison found of the claims, for the terminal.

import Foundation
import LabResults

extension ComparisonTables {
  /// One row for each claim about a model: what was measured, and the verdict. One seed decides nothing that is measured: then such
  /// claims have no rows.
  public var claims: Table? {
    let given = results.claims.filter { !results.lacksSeeds($0) }
    guard var table = Self.table(of: given) else { return nil }
    if given.count < results.claims.count {
      table.title = "Claims that one seed can decide, counted (c) or timed; more seeds decide the others"
    }
    return table
  }

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
          claim.verdict.rawValue + (claim.basis == .construction ? " c" : ""), claim.verdict.role),
      ])
    }
    return table
  }

  /// The value, and half its interval where there is one.
  private static func measured(_ claim: ClaimRecord) -> String {
    guard let value = claim.measured else { return "–" }
    guard let high = claim.high else { return Cells.short(value) }
    return Cells.short(value) + " ±" + Cells.short(high - value)
  }
}
