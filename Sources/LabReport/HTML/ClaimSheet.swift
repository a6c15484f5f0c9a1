// The claim sheet: what is claimed, what was measured, and what follows.

import Foundation
import LabResults

struct ClaimSheet {
  let claims: [ClaimRecord]
  let legend: Legend
  /// How many of the verdicts may be wrong by chance.
  var note = ""

  var section: PageSection? {
    guard !claims.isEmpty else { return nil }
    return PageSection(
      "claims", "Claims and verdicts",
      [.markup(tally(claims)), note.isEmpty ? nil : PageSection.paragraph(note, quiet: true), .markup(table(claims))])
  }

  private func tally(_ claims: [ClaimRecord]) -> String {
    let counts = Verdict.allCases.map { verdict in
      let count = claims.count { $0.verdict == verdict }
      return Markup.tag("span", [:], Self.verdict(verdict, prefix: Numbers.count(count) + " "))
    }
    return Markup.tag("div", ["class": "tally"], counts.joined(separator: "\n"))
  }

  private func table(_ claims: [ClaimRecord]) -> String {
    let heads = ["", "model", "claim", "measured", "verdict", "why"].map { Markup.text("th", ["scope": "col"], $0) }
    let rows = claims.map { claim in
      let rule =
        claim.rule.isEmpty
        ? "" : Markup.tag("details", [:], Markup.text("summary", [:], "rule") + Markup.escaped(claim.rule))
      return Markup.tag(
        "tr", [:],
        [
          Markup.text("td", ["class": "id"], claim.id),
          Markup.text("th", ["scope": "row"], legend.names(claim.model)),
          Markup.tag("td", ["class": "what"], Markup.escaped(claim.claim) + rule),
          Markup.tag("td", ["class": "measure"], measured(claim)),
          Markup.tag("td", [:], Self.verdict(claim.verdict)),
          Markup.text("td", ["class": "why"], claim.reason),
        ].joined())
    }
    let body = Markup.tag("tbody", [:], rows.joined(separator: "\n"))
    let head = Markup.tag("thead", [:], Markup.tag("tr", [:], heads.joined()))
    return Markup.tag("div", ["class": "scroll cards"], Markup.tag("table", ["class": "claims"], head + body))
  }

  private func measured(_ claim: ClaimRecord) -> String {
    let value = claim.measured.map { Self.value($0, low: claim.low, high: claim.high) } ?? Numbers.none
    let seeds =
      claim.repetitions > 0
      ? Phrase.counted(claim.repetitions, "repetition")
      : claim.basis == .construction ? "counted: by construction" : Phrase.counted(claim.seeds, "seed")
    let cases = claim.cases.map { found in
      let value = found.measured.map { Self.value($0, low: found.low, high: found.high) } ?? Numbers.none
      return Markup.tag(
        "li", [:], Markup.escaped(found.setting + ": " + value + " ") + Self.verdict(found.verdict))
    }
    let list = cases.count > 1 ? Markup.tag("ul", ["class": "cases"], cases.joined()) : ""
    return Markup.text("b", [:], value) + Markup.text("span", [:], claim.quantity) + Markup.text("span", [:], seeds)
      + list
  }

  /// A value, and its interval with the same digits.
  static func value(_ value: Double, low: Double?, high: Double?) -> String {
    guard let low, let high, (high - low) / 2 > 0, (high - low).isFinite else { return Numbers.significant(value) }
    // Two digits of half the interval are as much as a few seeds can tell.
    let decimals = max(0, 1 - Int(floor(log10((high - low) / 2))))
    if abs(value) >= 1e7 || decimals > 6 {
      return "\(Numbers.significant(value)) (\(Numbers.significant(low)) to \(Numbers.significant(high)))"
    }
    return "\(Numbers.fixed(value, decimals)) (\(Numbers.fixed(low, decimals)) to \(Numbers.fixed(high, decimals)))"
  }

  /// A verdict as an icon and a word in its colour.
  static func verdict(_ verdict: Verdict, prefix: String = "") -> String {
    icon(verdict, prefix + verdict.rawValue)
  }

  /// Words with a verdict's icon and colour.
  static func icon(_ verdict: Verdict, _ words: String) -> String {
    let path =
      switch verdict {
      case .supported: "M3 8.5l3.5 3.5L13 4.5"
      case .contradicted: "M4 4l8 8M12 4l-8 8"
      case .depends: "M8 13V8M8 8L3.5 3.5M8 8l4.5-4.5"
      case .inconclusive: "M2.5 9.5c1.8-3.6 3.7-3.6 5.5-1.5s3.7 2.1 5.5-1.5"
      }
    let icon = Markup.tag("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"], Markup.tag("path", ["d": path]))
    return Markup.tag(
      "span", ["class": "verdict \(verdict.rawValue)"], icon + Markup.escaped(words))
  }
}
