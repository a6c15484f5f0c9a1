// A claim that the lab puts to the test, with the rule that decides it and what was measured.

/// A statement about one model, the quantity that it is about, the rule by which a measurement decides it, and the measurement.
///
/// Nothing is decided in advance: the verdict follows from the rule and the number.
public struct Claim: Sendable {
  /// The claim's number in the source deck: "C1".
  public let id: String
  /// The model that it is about.
  public let model: String
  /// What is claimed, in a short sentence.
  public let statement: String
  /// What is measured, and its unit.
  public let quantity: String
  /// What the quantity must be for the claim to be supported.
  public let rule: DecisionRule
  /// What was measured.
  public let evidence: Evidence
  /// What a reader should think of, whatever the verdict.
  let remark: String

  /// - Parameter remark: One sentence beside the verdict, whatever it is.
  public init(
    _ id: String, _ model: String, _ statement: String, quantity: String, _ rule: DecisionRule, remark: String,
    evidence: Evidence
  ) {
    (self.id, self.model, self.statement, self.quantity) = (id, model, statement, quantity)
    (self.rule, self.evidence, self.remark) = (rule, evidence, remark)
  }
}

extension Claim {
  /// The verdicts on some claims together, so that few of them are wrong by chance; see `VerdictControl`.
  /// - Parameter looks: How many times the measurements may have been looked at; see `SeedSchedule`.
  public static func verdicts(
    on claims: [Claim], looks: Int = 1
  ) -> (records: [ClaimRecord], control: VerdictControl) {
    let tests = claims.map { $0.evidence.tests(of: $0.rule) }
    let control = VerdictControl(tests.flatMap { $0 }, looks: looks)
    var next = 0
    let records = zip(claims, tests).map { claim, tests in
      defer { next += tests.count }
      return claim.record(
        after: Array(control.after[next..<next + tests.count]), before: Array(control.before[next..<next + tests.count])
      )
    }
    return (records, control)
  }

  private func record(after: [Verdict], before: [Verdict]) -> ClaimRecord {
    let able = able
    let verdict = Verdict(able.map { after[$0] })
    return ClaimRecord(
      id: id, model: model, claim: statement, rule: ruleText, quantity: quantity, basis: basis,
      measured: evidence.value, low: evidence.interval?.low, high: evidence.interval?.high, seeds: evidence.seeds,
      repetitions: evidence.repetitions, cases: cases(after), verdict: verdict,
      reason: reason(verdict, before: Verdict(able.map { before[$0] })))
  }

  private func cases(_ verdicts: [Verdict]) -> [ClaimRecord.Case] {
    guard case .cases(let cases) = evidence else { return [] }
    return zip(cases, verdicts).map { found, verdict in
      ClaimRecord.Case(
        setting: found.setting + (found.whyNot.map { " (\($0))" } ?? ""),
        measured: found.measurement.mean.isFinite ? found.measurement.mean : nil,
        low: found.measurement.interval?.low, high: found.measurement.interval?.high, verdict: verdict)
    }
  }

  /// The tests that could decide; all, where none could.
  private var able: [Int] {
    guard case .cases(let cases) = evidence else { return [0] }
    let able = cases.indices.filter { cases[$0].whyNot == nil }
    return able.isEmpty ? Array(cases.indices) : able
  }

  private var basis: ClaimRecord.Basis {
    if case .counted = evidence { .construction } else if evidence.isTimed { .time } else { .measurement }
  }

  private var ruleText: String {
    switch evidence {
    case .counted: "by construction: supported if it is \(rule.text), contradicted if not"
    case .cases:
      "supported if it is \(rule.text) under every setting that can tell, contradicted if under none, depends if both are "
        + "found, each by its 95 % interval and the control for many verdicts"
    case .estimated, .timed, .powerless:
      "supported if its 95 % interval is wholly \(rule.text), contradicted if wholly not, inconclusive otherwise or "
        + "where the control for many verdicts says so"
    }
  }

  /// Whether any of what could decide has an interval.
  private var hasInterval: Bool {
    guard case .cases(let cases) = evidence else { return evidence.interval != nil }
    return cases.contains { $0.whyNot == nil && $0.measurement.interval != nil }
  }

  /// Each reason once, with the settings that it holds for: "neither learned it: copying over 8, copying over 32".
  private static func grouped(_ cases: [Evidence.Case]) -> String {
    let reasons = cases.compactMap(\.whyNot).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let texts = reasons.map { reason in
      reason + " (" + cases.filter { $0.whyNot == reason }.map(\.setting).joined(separator: "; ") + ")"
    }
    let text = texts.joined(separator: "; ") + "."
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private func reason(_ verdict: Verdict, before: Verdict) -> String {
    switch evidence {
    case .powerless(_, let why): return why
    case .counted(let value): return value.isFinite ? remark : "A value is not finite."
    case .timed(let comparison): if let disturbance = comparison.disturbance { return disturbance }
    case .cases(let cases) where cases.allSatisfy { $0.whyNot != nil }:
      return Self.grouped(cases)
    case .estimated, .cases: break
    }
    guard hasInterval else {
      return evidence.value == nil
        ? "A value is not finite." : "One seed gives no interval; more seeds decide it."
    }
    if verdict == .inconclusive, before != .inconclusive {
      return "By itself it would be \(before.rawValue); among so many verdicts, that may be chance. " + remark
    }
    return remark
  }
}

extension Claim {
  /// Claims that say the same of the same model become one, with the cases of all: several studies may decide a claim together.
  public static func merged(_ claims: [Claim]) -> [Claim] {
    claims.reduce(into: []) { result, claim in
      guard case .cases(let cases) = claim.evidence,
        let place = result.firstIndex(where: { $0.isSame(as: claim) }), case .cases(let known) = result[place].evidence
      else { return result.append(claim) }
      result[place] = Claim(
        claim.id, claim.model, claim.statement, quantity: claim.quantity, claim.rule, remark: result[place].remark,
        evidence: .cases(known + cases))
    }
  }

  private func isSame(as other: Claim) -> Bool {
    id == other.id && model == other.model && statement == other.statement && quantity == other.quantity
  }
}
