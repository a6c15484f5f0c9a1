// Timings of two programs on machines that are idle, busy evenly, in bursts, or for one of the two.

import Foundation
import LabResults
import Testing

@Suite("Signed ranks")
struct SignedRankTests {
  private let values = [1.2, -0.4, 0.9, 2.5, 0.3, 1.7, -0.1, 0.8]

  @Test("their p is the share of all ways to give signs that have as many positive averages")
  func bruteForce() {
    for limit in [-0.2, 0.01, 0.36, 0.81, 1.43] {
      let shifted = values.map { $0 - limit }
      func positive(_ values: [Double]) -> Int {
        values.indices.reduce(0) { sum, one in sum + values[one...].count { values[one] + $0 > 0 } }
      }
      let ways = (0..<(1 << values.count)).map { signs in
        positive(shifted.indices.map { signs >> $0 & 1 == 1 ? abs(shifted[$0]) : -abs(shifted[$0]) })
      }
      let seen = positive(shifted)
      let ranks = SignedRank(values)
      #expect(abs(ranks.pValue(above: limit) - Double(ways.count { $0 >= seen }) / 256) < 1e-12, "\(limit)")
      #expect(abs(ranks.pValue(below: limit) - Double(ways.count { $0 <= seen }) / 256) < 1e-12, "\(limit)")
    }
  }

  @Test("the interval is the printed tables', and six values are needed for one")
  func interval() throws {
    // Tables: for n = 8 the rank sum 3 has a one-sided p of .0195, and 4 of .0273.
    let averages = values.indices.flatMap { one in values[one...].map { (values[one] + $0) / 2 } }.sorted()
    #expect(SignedRank(values).interval == Interval(low: averages[3], high: averages[36 - 1 - 3]))
    #expect(SignedRank(values).centre == (averages[17] + averages[18]) / 2)
    #expect(SignedRank([1, 2, 3, 4, 5]).interval == nil)
    #expect(SignedRank([1, 2, 3, 4, 5, 6]).interval == Interval(low: 1, high: 6))
    #expect(SignedRank([3]).centre == 3)
  }

  @Test("ties with the limit speak for neither side")
  func ties() {
    #expect(SignedRank([2, 2, 2]).pValue(above: 2) == 1 && SignedRank([2, 2, 2]).pValue(below: 2) == 1)
  }
}

@Suite("Noise is not news")
struct TimingTests {
  /// Repetitions of two programs, the second taking 1.5 times as long: `load` is by what factor the machine is slower
  /// while a repetition's first or second program runs.
  private func comparison(
    seed: UInt64, repetitions: Int = 12, ratesTell: Bool = true, noise: Double = 0.01,
    load: (_ repetition: Int, _ program: Int) -> Double
  ) -> TimingComparison {
    var random = Simulator(seed: seed)
    var runs: [[TimedRun]] = [[], []]
    for repetition in 0..<repetitions {
      for program in repetition.isMultiple(of: 2) ? [0, 1] : [1, 0] {
        let slow = load(repetition, program)
        func rate() -> Double { 50 / (ratesTell ? slow : 1) * exp(noise * random.normal()) }
        let seconds = (program == 0 ? 1.0 : 1.5) * slow * exp(noise * random.normal())
        runs[program].append(TimedRun(seconds: seconds, rateBefore: rate(), rateAfter: rate()))
      }
    }
    return TimingComparison(runs[1], over: runs[0])
  }

  @Test("an idle machine, and one evenly busy, raise no alarm and tell the ratio", arguments: [1.0, 2.0, 3.7])
  func even(slow: Double) {
    let results = (0..<200).map { comparison(seed: $0) { _, _ in slow } }
    #expect(results.allSatisfy { !$0.isDisturbed && $0.setAside.isEmpty })
    let covered = results.count { ($0.low ?? 2) <= 1.5 && ($0.high ?? 1) >= 1.5 }
    #expect((182...200).contains(covered), "\(covered) of 200 hold the true ratio")
    #expect(results.allSatisfy { abs($0.ratio / 1.5 - 1) < 0.02 })
  }

  @Test("where the programs use different shares of the machine, one evenly busy is an alarm")
  func idleRate() {
    func runs(_ rate: Double) -> [TimedRun] {
      Array(repeating: TimedRun(seconds: 1, rateBefore: rate, rateAfter: rate), count: 8)
    }
    #expect(!TimingComparison(runs(48), over: runs(48), idleRate: 50).isDisturbed)
    let busy = TimingComparison(runs(25), over: runs(25), idleRate: 50)
    #expect(
      busy.disturbance == "The machine's rate was 0.50 of what it is when idle." && busy.pValue(above: 0.5) == nil)
    #expect(!TimingComparison(runs(25), over: runs(25)).isDisturbed)
  }

  @Test("a slow drift of the machine favours neither")
  func drift() {
    let slow = (0..<50).map { comparison(seed: $0) { repetition, _ in 1 + 0.012 * Double(repetition) } }
    #expect(slow.allSatisfy { !$0.isDisturbed && abs($0.ratio / 1.5 - 1) < 0.02 })
    let strong = (0..<50).map { comparison(seed: $0) { repetition, _ in 1 + 0.1 * Double(repetition) } }
    #expect(strong.allSatisfy { $0.isDisturbed })
  }

  @Test("a burst in two of twelve repetitions is set aside, one in five is an alarm")
  func bursts() {
    for hit in 0...1 {
      let short = (0..<50).map { comparison(seed: $0) { $0 < 2 && $1 == hit ? 1.6 : 1 } }
      #expect(short.allSatisfy { !$0.isDisturbed && $0.setAside == [0, 1] && abs($0.ratio / 1.5 - 1) < 0.02 })
    }
    let long = (0..<50).map { comparison(seed: $0) { repetition, _ in (4..<9).contains(repetition) ? 1.6 : 1 } }
    #expect(long.allSatisfy { $0.isDisturbed && $0.pValue(above: 1) == nil && $0.pValue(below: 1) == nil })
    #expect(long.allSatisfy { DecisionRule.above(1).test($0) == .undecidable })
  }

  @Test("a machine busy for one of the two programs is an alarm, whether or not the rates tell")
  func oneProgram() {
    let always = (0..<50).map { comparison(seed: $0) { $1 == 0 ? 1.4 : 1 } }
    #expect(always.allSatisfy { $0.isDisturbed })
    for hit in 0...1 {
      let hidden = (0..<50).map { comparison(seed: $0, ratesTell: false) { $0 % 3 == 0 && $1 == hit ? 1.4 : 1 } }
      #expect(hidden.allSatisfy { $0.isDisturbed && $0.setAside.isEmpty })
    }
  }

  @Test("a hidden burst too short for an alarm moves the ratio by less than its noise")
  func hiddenBurst() {
    let results = (0..<200).map { comparison(seed: $0, ratesTell: false) { $0 < 2 && $1 == 1 ? 3 : 1 } }
    #expect(results.allSatisfy { !$0.isDisturbed && abs($0.ratio / 1.5 - 1) < 0.03 })
  }

  @Test("ratios without a machine's rate, or few of them, decide nothing; undisturbed ones do")
  func decisions() throws {
    let idle = comparison(seed: 1) { _, _ in 1 }
    #expect(DecisionRule.above(1.2).test(idle).verdict(level: 0.05) == .supported)
    #expect(DecisionRule.below(1.2).test(idle).verdict(level: 0.05) == .contradicted)
    #expect(idle.pValue(above: 0) == 0 && idle.pValue(below: -1) == 1)
    let few = comparison(seed: 1, repetitions: 5) { _, _ in 1 }
    #expect(few.low == nil && !few.isDisturbed && DecisionRule.above(1.2).test(few) == .undecidable)
    let noRate = TimedRun(seconds: 1, rateBefore: .nan, rateAfter: 0)
    let none = TimingComparison(Array(repeating: noRate, count: 8), over: Array(repeating: noRate, count: 8))
    #expect(none.isDisturbed && none.ratio == 1 && none.low == nil)
    #expect(try #require(none.disturbance).contains("off in 8"))
  }
}
