// Many claims about the same runs, and seeds added until they are decided: how many verdicts are wrong.

import Foundation
import LabResults
import Testing

/// Claims about the same runs, of which some are true by an effect and the others lie at their limit.
private struct ManyClaims: Sendable, CustomTestStringConvertible {
  var count = 20
  let effect, nulls, correlation: Double
  /// Whether every other claim turns what they share round.
  var isOpposed = false

  var nullCount: Int { Int((nulls * Double(count)).rounded()) }
  var testDescription: String {
    "\(nullCount) of \(count) null, effect \(effect), r = \(correlation)\(isOpposed ? ", opposed" : "")"
  }

  static let all: [ManyClaims] = [0.25, 0.5, 1].flatMap { nulls in
    (nulls < 1 ? [2.0, 4, 10] : [0]).flatMap { effect in
      [
        ManyClaims(effect: effect, nulls: nulls, correlation: 0),
        ManyClaims(effect: effect, nulls: nulls, correlation: 0.6),
        ManyClaims(effect: effect, nulls: nulls, correlation: 0.6, isOpposed: true),
      ]
    }
  }

  /// One more seed's values: the first ones are null.
  func draw(_ random: inout Simulator) -> [Double] {
    let shared = correlation.squareRoot() * random.normal()
    return (0..<count).map { claim in
      let own = (1 - correlation).squareRoot() * random.normal()
      return (claim < nullCount ? 0 : effect) + own + (isOpposed && claim % 2 == 1 ? -shared : shared)
    }
  }

  /// Half of the claims say what is true of an effect, the others its opposite.
  func tests(_ runs: [[Double]]) -> [ClaimTest] {
    (0..<count).map { claim in
      let rule: DecisionRule = claim % 4 < 2 ? .above(0) : .below(0)
      return rule.test(Estimate(runs.map { $0[claim] }))
    }
  }

  /// The share of wrong verdicts among those decided (0 where none is), and the share of the effects that was found.
  func score(_ verdicts: [Verdict]) -> (wrong: Double, found: Double) {
    let right = verdicts.indices.filter {
      $0 >= nullCount && verdicts[$0] == ($0 % 4 < 2 ? .supported : .contradicted)
    }.count
    let decided = verdicts.count { $0 != .inconclusive }
    return (
      decided > 0 ? Double(decided - right) / Double(decided) : 0,
      nullCount < count ? Double(right) / Double(count - nullCount) : 0
    )
  }
}

@Suite("Verdicts on many claims, and on seeds added one look at a time")
struct ControlSimulations {
  private struct Rates {
    var wrongBefore = 0.0
    var wrong = 0.0
    var found = 0.0
    var anyWrong = 0.0
    var foundByHolm = 0.0
    var seeds = 0.0
  }

  /// Holm's procedure, for comparison.
  private func holm(_ tests: [ClaimTest], looks: Int) -> [Verdict] {
    let ordered = tests.compactMap(\.pValue).sorted()
    let level = 0.05 / Double(looks)
    let kept = ordered.indices.first { ordered[$0] > level / Double(ordered.count - $0) } ?? ordered.count
    return tests.map { kept > 0 ? $0.verdict(level: ordered[kept - 1]) : .inconclusive }
  }

  /// Decided claims keep what they were decided by, or are looked at again with the seeds that the others asked for.
  private func rates(
    _ claims: ManyClaims, _ schedule: SeedSchedule, keepsDecided: Bool = true, repetitions: Int
  ) -> Rates {
    var random = Simulator(seed: UInt64(schedule.looks[0] + claims.nullCount))
    var rates = Rates()
    let part = 1 / Double(repetitions)
    for _ in 0..<repetitions {
      var runs: [[Double]] = []
      var next: Int? = schedule.looks[0]
      var tests: [ClaimTest] = []
      while let wanted = next {
        let open = tests.isEmpty || !keepsDecided ? Array(0..<claims.count) : schedule.undecided(tests)
        while runs.count < wanted { runs.append(claims.draw(&random)) }
        let latest = claims.tests(runs)
        tests = tests.isEmpty ? latest : tests.indices.map { open.contains($0) ? latest[$0] : tests[$0] }
        next = schedule.next(after: wanted, tests)
      }
      let control = schedule.verdicts(tests)
      let score = claims.score(control.after)
      rates.wrongBefore += part * claims.score(control.before).wrong
      rates.wrong += part * score.wrong
      rates.found += part * score.found
      rates.anyWrong += score.wrong > 0 ? part : 0
      rates.foundByHolm += part * claims.score(holm(tests, looks: schedule.looks.count)).found
      rates.seeds += part * Double(runs.count)
    }
    return rates
  }

  private func text(_ rates: Rates) -> String {
    String(
      format: "wrong of the decided %.3f (%.3f without control), found %.2f (Holm %.2f), seeds %.1f", rates.wrong,
      rates.wrongBefore, rates.found, rates.foundByHolm, rates.seeds)
  }

  @Test("of 20 null claims one is decided without control, and hardly any with it")
  func quick() {
    let null = rates(ManyClaims(effect: 0, nulls: 1, correlation: 0.3), SeedSchedule(looks: [3]), repetitions: 200)
    #expect(null.wrongBefore > 0.4 && null.wrong < 0.11, "\(text(null))")
    let clear = rates(ManyClaims(effect: 10, nulls: 0.5, correlation: 0.3), SeedSchedule(looks: [3]), repetitions: 50)
    #expect(clear.found > 0.95 && clear.foundByHolm < 0.85, "\(text(clear))")
  }

  @Test("at most 5 % of the decided are wrong", .enabled(if: runsSimulations), arguments: ManyClaims.all)
  private func control(claims: ManyClaims) {
    for seeds in [3, 5] {
      let rates = rates(claims, SeedSchedule(looks: [seeds]), repetitions: 2000)
      print("\(seeds) seeds, \(claims.testDescription): \(text(rates))")
      #expect(rates.wrong <= 0.06, "\(seeds) seeds, \(claims.testDescription): \(text(rates))")
    }
  }

  @Test("with seeds added until all is decided, too", .enabled(if: runsSimulations), arguments: ManyClaims.all)
  private func scheduled(claims: ManyClaims) {
    for keepsDecided in [true, false] {
      let rates = rates(claims, SeedSchedule(most: 10), keepsDecided: keepsDecided, repetitions: 3000)
      print("3, 5 or 10 seeds, \(claims.testDescription)\(keepsDecided ? "" : ", looked at again"): \(text(rates))")
      #expect(rates.wrong <= 0.06, "\(text(rates))")
    }
  }

  @Test("one claim alone: 5 % wrong, and effects found with as few seeds as they need")
  func oneClaim() {
    let repetitions = runsSimulations ? 20_000 : 300
    func one(_ effect: Double, _ schedule: SeedSchedule) -> Rates {
      let claim = ManyClaims(count: 1, effect: effect, nulls: effect == 0 ? 1 : 0, correlation: 0)
      return rates(claim, schedule, repetitions: repetitions)
    }
    let every = SeedSchedule(looks: Array(3...10))
    for (effect, least, most) in [(0.0, 0.0, 10.0), (1, 0.58, 9.1), (2, 0.98, 6.5), (4, 0.99, 4.2)] {
      let (few, many) = (one(effect, SeedSchedule(most: 10)), one(effect, every))
      if runsSimulations { print("effect \(effect): \(text(few)); a look at each of 3 … 10: \(text(many))") }
      #expect(few.seeds <= most && few.found >= least, "\(effect): \(text(few))")
      #expect(few.anyWrong <= (effect == 0 ? 0.05 : 0.001) + (runsSimulations ? 0 : 0.03), "\(effect): \(text(few))")
      if effect == 1 { #expect(few.found > many.found, "\(text(few)) \(text(many))") }
    }
    // The exact level for three looks at t is hardly higher than Bonferroni's 1.67 %.
    let exact = one(0, SeedSchedule(looks: [3, 5, 10], level: 3 * 0.0192)).anyWrong
    if runsSimulations { #expect(abs(exact - 0.05) < 0.005, "\(exact)") }
    // Looking after each seed without a correction, as one is tempted to.
    var random = Simulator(seed: 1)
    let wrong = (0..<repetitions).count { _ in
      let values = (0..<10).map { _ in random.normal() }
      return (3...10).contains {
        (Estimate(Array(values[..<$0])).low ?? 0) > 0 || (Estimate(Array(values[..<$0])).high ?? 0) < 0
      }
    }
    #expect((0.11...0.23).contains(Double(wrong) / Double(repetitions)), "\(wrong) of \(repetitions)")
  }

  @Test("Stein's two stages need twice the seeds for fewer findings", .enabled(if: runsSimulations))
  func stein() {
    var random = Simulator(seed: 5)
    let t = StudentT.quantile(0.975, freedom: 2)
    var (seeds, found) = (0, 0)
    for _ in 0..<20_000 {
      // An effect of one spread; as many seeds as make the interval's half one spread, which is guessed from three of
      // them.
      var values = (0..<3).map { _ in 1 + random.normal() }
      let guess = Statistics.standardDeviation(values)
      while Double(values.count) < min(1000, pow(t * guess, 2)) { values.append(1 + random.normal()) }
      seeds += values.count
      found += Statistics.mean(values) > t * guess / Double(values.count).squareRoot() ? 1 : 0
    }
    #expect(abs(Double(seeds) / 20_000 - 19) < 0.5 && abs(Double(found) / 20_000 - 0.55) < 0.02, "\(seeds) \(found)")
  }
}
