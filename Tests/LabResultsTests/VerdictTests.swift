// Rules, tests and verdicts on several claims, worked out by hand.

import LabResults
import Testing

@Suite("Verdicts")
struct VerdictTests {
  @Test("at 5 %, a verdict is what the 95 % interval says")
  func intervals() {
    let (low, across, high) = ([1.0, 1.1, 1.05], [1.0, 4.0, 2.5], [4.0, 4.1, 4.05])
    func verdict(_ rule: DecisionRule, _ values: [Double]) -> Verdict {
      rule.test(Estimate(values)).verdict(level: 0.05)
    }
    #expect([low, across, high].map { verdict(.below(2), $0) } == [.supported, .inconclusive, .contradicted])
    #expect([low, across, high].map { verdict(.above(2), $0) } == [.contradicted, .inconclusive, .supported])
    #expect(
      [low, across, high].map { verdict(.within(0.5, of: 1), $0) } == [.supported, .inconclusive, .contradicted])
    #expect(verdict(.within(0.5, of: 5), low) == .contradicted)
    #expect(DecisionRule.below(2).test(Estimate([1])) == .undecidable)
    #expect(DecisionRule.within(2, of: 1).test(Estimate([1, .nan])) == .undecidable)
  }

  @Test("a rule's p are those of its limits")
  func limits() throws {
    let estimate = Estimate([0.3, 0.4, 0.45])
    let (above, below) = (try #require(estimate.pValue(above: 0.35)), try #require(estimate.pValue(below: 0.5)))
    #expect(DecisionRule.above(0.35).test(estimate) == .measured(supported: above, contradicted: 1 - above))
    #expect(DecisionRule.below(0.5).test(estimate) == .measured(supported: below, contradicted: 1 - below))
    let between = DecisionRule.within(0.075, of: 0.425).test(estimate)
    #expect(between == .measured(supported: max(above, below), contradicted: min(1 - above, 1 - below)))
    #expect(between.pValue == 2 * min(max(above, below), min(1 - above, 1 - below)))
  }

  @Test("counts decide at any level, and what is not finite decides nothing")
  func counted() {
    #expect(DecisionRule.below(2).test(counted: 1).verdict(level: 0) == .supported)
    #expect(DecisionRule.above(2).test(counted: 1).verdict(level: 0) == .contradicted)
    #expect(DecisionRule.within(0.1, of: 2).test(counted: 1).verdict(level: 0) == .contradicted)
    #expect(DecisionRule.within(0.25, of: 2).test(counted: 2.25).verdict(level: 0) == .supported)
    #expect(DecisionRule.above(2).test(counted: .nan) == .undecidable)
    #expect(ClaimTest.undecidable.verdict(level: 1) == .inconclusive)
    #expect(
      [.below(0.5), .above(-2), .within(0.1, of: 2)].map(\DecisionRule.text) == [
        "below 0.5", "above -2", "within 0.1 of 2",
      ])
  }

  /// A test whose two-sided p is this.
  private func test(_ p: Double, isSupport: Bool = true) -> ClaimTest {
    isSupport
      ? .measured(supported: p / 2, contradicted: 1 - p / 2) : .measured(supported: 1 - p / 2, contradicted: p / 2)
  }

  @Test("Benjamini and Hochberg's own example of 15 p: four stand at 5 %")
  func published() {
    // Of their article of 1995: p in order, of which Holm's and Bonferroni's procedures keep three.
    let p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
    ]
    let control = VerdictControl(p.map { test($0) }.reversed())
    #expect(control.before.count { $0 == .supported } == 9)
    #expect(control.after.count { $0 == .supported } == 4 && control.after.suffix(4).allSatisfy { $0 == .supported })
    #expect(control.measured == 15 && control.decided == 4 && abs(control.expectedWrong - 0.2) < 1e-12)
  }

  @Test("a later p below its step carries those before it, counts are left alone, and looks cost their factor")
  func control() {
    let tests = [test(0.04), test(0.045, isSupport: false), .counted(holds: false), .undecidable]
    let control = VerdictControl(tests)
    #expect(control.after == [.supported, .contradicted, .contradicted, .inconclusive] && control.measured == 2)
    let looked = VerdictControl(tests, looks: 2)
    #expect(looked.after == [.inconclusive, .inconclusive, .contradicted, .inconclusive] && looked.decided == 0)
    #expect(looked.before == looked.after && looked.expectedWrong == 0)
    #expect(VerdictControl([test(0.02)], looks: 2).after == [.supported])
    #expect(VerdictControl([]).measured == 0)
    #expect(
      control.text(claims: 3)
        == "3 verdicts by 4 tests, of which 2 decided by measurement with an error; at most 0.1 of these are "
        + "expected to be wrong by chance")
  }

  @Test("a schedule asks for seeds until all is decided or no look is left")
  func schedule() {
    let schedule = SeedSchedule(most: 10)
    #expect(schedule.looks == [3, 5, 10] && abs(schedule.confidence - (1 - 0.05 / 3)) < 1e-12)
    #expect(SeedSchedule(most: 5).looks == [3, 5] && SeedSchedule(most: 4).looks == [3, 4])
    #expect(SeedSchedule(looks: [3]).confidence == 0.95)
    let decided: [ClaimTest] = [test(0.001), test(0.001, isSupport: false), .counted(holds: true), .undecidable]
    #expect(schedule.next(after: 3, decided) == nil && schedule.undecided(decided).isEmpty)
    let open = decided + [test(0.03)]
    #expect([1, 3, 4, 5, 10].map { schedule.next(after: $0, open) } == [3, 5, 5, 10, nil])
    #expect(schedule.undecided(open) == [4])
    #expect(SeedSchedule(looks: [3]).next(after: 3, open) == nil)
  }
}
