// Claims: what each kind of evidence makes of a rule, and how they are told.

import LabResults
import Testing

@Suite("Claims")
struct ClaimTests {
  /// A claim about a planted quantity.
  private func claim(_ rule: DecisionRule, _ evidence: Evidence) -> Claim {
    Claim("P1", "rnn", "It is so", quantity: "share", rule, remark: "as planted", evidence: evidence)
  }

  /// The record of a claim that stands alone.
  private func record(_ rule: DecisionRule, _ evidence: Evidence) throws -> ClaimRecord {
    try #require(Claim.verdicts(on: [claim(rule, evidence)]).records.first)
  }

  @Test("an interval wholly on one side decides, one across does not, and neither does one seed or a broken value")
  func estimated() throws {
    func verdict(_ values: [Double]) throws -> Verdict { try record(.below(2), .estimated(Estimate(values))).verdict }
    #expect(try verdict([1, 1.1, 1.05]) == .supported)
    #expect(try verdict([1, 4, 2.5]) == .inconclusive)
    #expect(try verdict([4, 4.1, 4.05]) == .contradicted)

    let three = try record(.below(2), .estimated(Estimate([1, 1.1, 1.05])))
    #expect(three.basis == .measurement && three.seeds == 3 && three.repetitions == 0 && three.cases.isEmpty)
    // Student's t of two degrees of freedom is 4.303; the deviation of the mean is 0.05/√3.
    let half = 4.3027 * 0.05 / 3.0.squareRoot()
    #expect(abs((three.low ?? .nan) - (1.05 - half)) < 1e-5 && abs((three.high ?? .nan) - (1.05 + half)) < 1e-5)
    #expect(three.reason == "as planted" && three.rule.contains("wholly below 2"))

    let one = try record(.below(2), .estimated(Estimate([1])))
    #expect(one.verdict == .inconclusive && one.low == nil && one.seeds == 1 && one.measured == 1)
    #expect(one.reason == "One seed gives no interval; more seeds decide it.")
    let broken = try record(.below(2), .estimated(Estimate([1, .infinity])))
    #expect(broken.verdict == .inconclusive && broken.measured == nil && broken.reason == "A value is not finite.")
  }

  @Test("a count decides without an interval, and says that it is by construction")
  func counted() throws {
    let (near, far) = (try record(.within(0.1, of: 1), .counted(1.02)), try record(.within(0.1, of: 2), .counted(1.02)))
    #expect(near.verdict == .supported && far.verdict == .contradicted && near.reason == "as planted")
    #expect(near.basis == .construction && near.measured == 1.02 && near.low == nil && near.seeds == 0)
    #expect(near.rule == "by construction: supported if it is within 0.1 of 1, contradicted if not")
    let broken = try record(.above(0), .counted(.nan))
    #expect(broken.verdict == .inconclusive && broken.measured == nil && broken.reason == "A value is not finite.")
  }

  /// Seven repetitions of two programs, the first of which takes `ratio` times as long, with the machine's rate during each.
  private func comparison(_ ratio: Double, rates: [Double] = Array(repeating: 5, count: 7)) -> TimingComparison {
    let noise = [0.99, 1.01, 1, 1.02, 0.98, 1.005, 0.995]
    return TimingComparison(
      zip(noise, rates).map { TimedRun(seconds: ratio * $0, rateBefore: $1, rateAfter: $1) },
      over: rates.map { TimedRun(seconds: 1, rateBefore: $0, rateAfter: $0) })
  }

  @Test("a time decides by its repetitions, and a disturbed one not at all")
  func timed() throws {
    let (slow, fast) = (try record(.above(1), .timed(comparison(2))), try record(.above(1), .timed(comparison(0.5))))
    #expect(slow.verdict == .supported && fast.verdict == .contradicted)
    #expect(slow.basis == .time && slow.seeds == 0 && slow.repetitions == 7 && abs((slow.measured ?? 0) - 2) < 0.05)
    #expect(try record(.above(1), .timed(comparison(1))).verdict == .inconclusive)
    let disturbed = comparison(2, rates: [5, 1, 5, 1, 5, 1, 5])
    let record = try record(.above(1), .timed(disturbed))
    #expect(record.verdict == .inconclusive && record.reason == disturbed.disturbance)
  }

  @Test("what cannot decide says why, with its number or without")
  func powerless() throws {
    let without = try record(.above(1), .powerless(nil, "Nobody asked."))
    #expect(without.verdict == .inconclusive && without.measured == nil && without.reason == "Nobody asked.")
    let with = try record(.above(1), .powerless(7, "It is too short."))
    #expect(with.verdict == .inconclusive && with.measured == 7 && with.low == nil && with.seeds == 0)
    #expect(Claim.verdicts(on: [claim(.above(1), .powerless(7, ""))]).control.measured == 0)
  }

  // MARK: Cases

  private let high = Estimate([4, 4.1, 4.05])
  private let low = Estimate([1, 1.1, 1.05])
  private let open = Estimate([1, 4, 2.5])

  @Test("cases that agree decide alike; where both verdicts are found it depends; an open one leaves all open")
  func cases() throws {
    func record(_ measurements: Estimate...) throws -> ClaimRecord {
      try self.record(
        .above(2), .cases(measurements.enumerated().map { Evidence.Case("setting \($0.offset)", $0.element) }))
    }
    #expect(try record(high, high).verdict == .supported && record(low, low, low).verdict == .contradicted)
    #expect(try record(high, open).verdict == .inconclusive && record(open, low).verdict == .inconclusive)
    #expect(try record(low, open, high).verdict == .depends)
    let both = try record(high, low)
    #expect(both.verdict == .depends && both.measured == high.mean && both.seeds == 3 && both.low == high.low)
    #expect(both.cases.map(\.setting) == ["setting 0", "setting 1"])
    #expect(both.cases.map(\.verdict) == [.supported, .contradicted])
    #expect(both.cases.map(\.measured) == [high.mean, low.mean] && both.cases.map(\.high) == [high.high, low.high])
    #expect(both.rule.contains("under every setting that can tell") && both.rule.contains("depends if both"))
  }

  @Test("a case that cannot decide is named with its reason, and left out; where none can, the reasons are told")
  func ableCases() throws {
    let cases = [
      Evidence.Case("copying over 8", low, whyNot: "no model learned it"), Evidence.Case("copying over 32", high),
    ]
    let one = try record(.above(2), .cases(cases))
    #expect(one.verdict == .supported && one.measured == high.mean, "the number is that of a case that can decide")
    #expect(one.cases.map(\.setting) == ["copying over 8 (no model learned it)", "copying over 32"])
    #expect(one.cases.map(\.verdict) == [.inconclusive, .supported])
    let none = try record(.above(2), .cases(cases.map { Evidence.Case($0.setting, high, whyNot: "nothing to see") }))
    #expect(none.verdict == .inconclusive)
    #expect(none.reason == "Nothing to see (copying over 8; copying over 32).")
    let two = try record(
      .above(2),
      .cases([cases[0], Evidence.Case("b", high, whyNot: "it is so"), Evidence.Case("c", low, whyNot: "it is so")]))
    #expect(two.reason == "No model learned it (copying over 8); it is so (b; c).", "each reason once")
    #expect(Claim.verdicts(on: [claim(.above(2), .cases(cases))]).control.measured == 1)
  }

  @Test("a skill is a case like any other: its chance and ceiling are the scale's ends")
  func skills() throws {
    let scores = Estimate([0.6, 0.62, 0.61], scale: .unit)
    func verdict(chance: Double) throws -> Verdict {
      let skill = Skill(scores, chance: chance, ceiling: 0.7)
      return try record(.above(0.75), .cases([Evidence.Case("all", skill)])).verdict
    }
    // (0.61 − 0.1)/0.6 = 0.85, and (0.61 − 0.5)/0.2 = 0.55.
    #expect(try verdict(chance: 0.1) == .supported && verdict(chance: 0.5) == .contradicted)
  }

  // MARK: Together

  /// Three seeds whose two-sided p against 0 is about this: t of two degrees of freedom.
  private func seeds(t: Double) -> Estimate {
    // The mean t/√3, and a deviation of 1.
    Estimate([-1, 0, 1].map { $0 + t / 3.0.squareRoot() })
  }

  @Test("among many nulls, a verdict that would stand alone is inconclusive, and says so")
  func control() throws {
    // t = 4.85 with two degrees of freedom: p = 0.04.
    let lone = claim(.above(0), .estimated(seeds(t: 4.85)))
    #expect(try #require(Claim.verdicts(on: [lone]).records.first).verdict == .supported)
    let nulls = (0..<20).map { claim(.above(0), .estimated(seeds(t: 0.1 + 0.05 * Double($0)))) }
    let (records, control) = Claim.verdicts(on: [lone] + nulls)
    #expect(records.allSatisfy { $0.verdict == .inconclusive } && control.measured == 21 && control.decided == 0)
    #expect(
      records[0].reason == "By itself it would be supported; among so many verdicts, that may be chance. as planted")
    #expect(records.dropFirst().allSatisfy { $0.reason == "as planted" })
    // Counts are not controlled, and settings count one by one.
    let cases = claim(.above(0), .cases([Evidence.Case("a", seeds(t: 4.85)), Evidence.Case("b", seeds(t: 0.3))]))
    let together = Claim.verdicts(on: [claim(.above(0), .counted(1)), cases])
    #expect(together.records.map(\.verdict) == [.supported, .inconclusive] && together.control.measured == 2)
    #expect(together.records[1].cases.map(\.verdict) == [.inconclusive, .inconclusive])
  }

  @Test("each look takes its part of the error")
  func looks() throws {
    let lone = claim(.above(0), .estimated(seeds(t: 4.85)))
    let (records, control) = Claim.verdicts(on: [lone], looks: 2)
    #expect(records[0].verdict == .inconclusive && control.before == [.inconclusive])
    #expect(Claim.verdicts(on: []).records.isEmpty)
  }

  // MARK: Of several studies

  @Test("claims that say the same are joined, with all cases in order; others stay as they are")
  func merged() {
    func claim(_ model: String, _ quantity: String, _ evidence: Evidence, remark: String) -> Claim {
      Claim("C2", model, "It remembers", quantity: quantity, .above(2), remark: remark, evidence: evidence)
    }
    func settings(_ claim: Claim) -> [String] {
      if case .cases(let cases) = claim.evidence { cases.map(\.setting) } else { [] }
    }
    let merged = Claim.merged([
      claim("rnn", "skill", .cases([Evidence.Case("a", high)]), remark: "first"),
      claim("lstm", "skill", .cases([Evidence.Case("b", high)]), remark: ""),
      claim("rnn", "skill", .cases([Evidence.Case("c", low), Evidence.Case("d", high)]), remark: "second"),
      claim("rnn", "share", .cases([Evidence.Case("e", high)]), remark: ""),
      claim("rnn", "skill", .counted(3), remark: ""), claim("rnn", "skill", .counted(3), remark: ""),
    ])
    #expect(merged.map(settings) == [["a", "c", "d"], ["b"], ["e"], [], []])
    #expect(merged.map(\.model) == ["rnn", "lstm", "rnn", "rnn", "rnn"])
    let record = Claim.verdicts(on: merged).records[0]
    #expect(record.verdict == .depends && record.reason == "first")
  }
}
