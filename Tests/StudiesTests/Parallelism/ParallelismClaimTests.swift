// Timings that other work disturbed: they raise alarms and decide nothing.

import Foundation
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Disturbed timings")
struct ParallelismClaimTests {
  /// Seven times about a mean, on a machine that is idle, or of which other work takes much in three of them.
  private func times(_ seconds: Double, isDisturbed: Bool = false) -> [TimedRun] {
    (0..<7).map { number in
      let rate = isDisturbed && number.isMultiple(of: 2) ? 20.0 : 50
      return TimedRun(
        seconds: seconds * (1 + 0.002 * Double(number)) * 50 / rate, rateBefore: rate, rateAfter: rate)
    }
  }

  private func parts(_ change: (inout SampleStudies) -> Void) throws -> StudyParts {
    var studies = SampleStudies()
    studies.parallelism.models = studies.parallelism.models.filter { ["rnn", "transformer"].contains($0.key) }
    change(&studies)
    return try studies.parts(only: ["parallelism"])
  }

  private func claim(_ parts: StudyParts) throws -> ClaimRecord {
    let claims = StudyList.claims(parts)
    #expect(claims.count == 1)
    return try #require(Claim.verdicts(on: claims).records.first)
  }

  @Test("a speed-up that is disturbed is an alarm, and one below 1 another")
  func alarms() throws {
    #expect(StudyList.alarms(try parts { _ in }).isEmpty)
    let disturbed = TimingComparison(times(2, isDisturbed: true), over: times(1, isDisturbed: true))
    #expect(disturbed.isDisturbed)
    let found = StudyList.alarms(
      try parts {
        $0.parallelism.models["rnn"]?.speedUp = disturbed
        $0.parallelism.models["transformer"]?.speedUp = TimingComparison(times(0.8), over: times(1))
      })
    #expect(
      found == [
        "rnn: the speed-up by threads decides nothing. \(disturbed.disturbance ?? "none")",
        "transformer: 2 threads are slower than one, 0.80 times as fast",
      ])
    #expect(found.allSatisfy { !$0.contains("\n") })
    // One core has none to be alarmed about.
    #expect(StudyList.alarms(try parts { $0.parallelism.models["rnn"]?.speedUp = nil }).isEmpty)
  }

  @Test("a width at which timings were disturbed is left out of the claim, and named; at all, nothing is decided")
  func claims() throws {
    func planted(_ seconds: [(rnn: Double, transformer: Double, isDisturbed: Bool)]) throws -> ClaimRecord {
      try claim(
        parts {
          $0.parallelism.models["rnn"]?.singles = seconds.map { times($0.rnn, isDisturbed: $0.isDisturbed) }
          $0.parallelism.models["transformer"]?.singles = seconds.map {
            times($0.transformer, isDisturbed: $0.isDisturbed)
          }
        })
    }
    let fast = try planted([(0.1, 0.05, false), (0.1, 0.02, false)])
    #expect(
      fast.verdict == .supported && fast.basis == .time && fast.repetitions == 7 && fast.seeds == 0
        && abs((fast.measured ?? 0) - 2) < 1e-6)
    // Of 50 products a second, the RNN reaches 1/0.1003 at the median and the Transformer twice as many.
    #expect(fast.reason.contains("at width 64, transformer 40") && fast.reason.contains("rnn 20"), "\(fast.reason)")
    #expect(try planted([(0.1, 0.2, false), (0.1, 0.15, false)]).verdict == .contradicted)
    #expect(try planted([(0.1, 0.05, false), (0.1, 0.2, false)]).verdict == .depends)
    let partly = try planted([(0.1, 0.05, false), (0.1, 0.2, true)])
    #expect(partly.verdict == .supported && partly.cases[1].setting.hasPrefix("width 256 (Of 7 repetitions"))
    let wholly = try planted([(0.1, 0.05, true), (0.1, 0.2, true)])
    #expect(wholly.verdict == .inconclusive && wholly.reason.contains("other work disturbed them"))
    let unmeasured = try parts { for id in ["rnn", "transformer"] { $0.parallelism.models[id]?.singles = [] } }
    #expect(StudyList.claims(unmeasured).isEmpty)
  }
}
