// The claim sheet: what is claimed, what was measured, and what follows, in a line each that unfolds to its rule and its reason.

import Foundation
import LabResults

struct ClaimSheet {
  let claims: [ClaimRecord]
  let legend: Legend
  /// How many of the verdicts may be wrong by chance.
  var note = ""

  var section: PageSection? {
    guard !claims.isEmpty else { return nil }
    let lines = Markup.tag("div", ["class": "claims"], claims.map(line).joined(separator: "\n"))
    return PageSection(
      "claims", "Claims and verdicts",
      [.markup(tally(claims)), note.isEmpty ? nil : PageSection.paragraph(note, quiet: true), .markup(lines)])
  }

  private func tally(_ claims: [ClaimRecord]) -> String {
    let counts = Verdict.allCases.map { verdict in
      let count = claims.count { $0.verdict == verdict }
      return Markup.tag("span", [:], Self.verdict(verdict, prefix: Numbers.count(count) + " "))
    }
    return Markup.tag("div", ["class": "tally"], counts.joined(separator: "\n"))
  }

  private func line(_ claim: ClaimRecord) -> String {
    let value = claim.measured.map { Self.value($0, low: claim.low, high: claim.high) } ?? Numbers.none
    let summary = [
      Markup.text("span", ["class": "id"], claim.id), Markup.text("span", ["class": "what"], claim.claim),
      Markup.text("span", ["class": "measure"], value), Self.verdict(claim.verdict),
    ]
    return Markup.tag(
      "details", [:],
      Markup.tag("summary", [:], summary.joined(separator: " "))
        + Markup.tag("div", ["class": "unfolded"], reasons(claim)))
  }

  /// What a line unfolds to.
  private func reasons(_ claim: ClaimRecord) -> String {
    let basis =
      claim.repetitions > 0
      ? Phrase.counted(claim.repetitions, "repetition")
      : claim.basis == .construction ? "counted: by construction" : Phrase.counted(claim.seeds, "seed")
    let texts = ["\(legend.names(claim.model)): \(claim.quantity); \(basis).", claim.rule, claim.reason]
    let cases = claim.cases.map { found in
      let value = found.measured.map { Self.value($0, low: found.low, high: found.high) } ?? Numbers.none
      return Markup.tag(
        "li", [:], Markup.escaped(found.setting + ": " + value + " ") + Self.verdict(found.verdict))
    }
    let list = cases.count > 1 ? Markup.tag("ul", ["class": "cases"], cases.joined()) : ""
    return texts.filter { !$0.isEmpty }.map { Markup.text("p", [:], $0) }.joined() + list
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
