// Planted claims: what studies would have found where a claim is plainly true, plainly false, or at its limit.

import Foundation
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Claims of studies come out as they were planted")
struct PlantedClaimTests {
  /// A claim that is measured with an error, and the study from which it follows.
  struct Measured: Sendable, CustomTestStringConvertible {
    let id, model, study: String
    /// The limit of the rule, and whether more supports it.
    let limit: Double
    let isAbove: Bool
    /// How much the quantity differs from run to run.
    let spread: Double
    var runs = 3
    /// Puts the quantity, run by run, where the study would have found it.
    let plant: @Sendable (inout SampleStudies, [Double]) -> Void

    var testDescription: String { "\(id) \(model)" }
  }

  private static let whole = SampleStudies()
  private static let empty = {
    var studies = whole
    (studies.distance.groups, studies.gradientFlow, studies.context, studies.positions) = ([], [:], [:], [])
    studies.blanks = BlankStudyRecord(groups: [])
    for task in studies.tasks.keys { studies.tasks[task] = [:] }
    for model in studies.parallelism.models.keys { studies.parallelism.models[model]?.singles = [] }
    return studies
  }()

  static let measured: [Measured] =
    [vanishing("rnn", isAbove: false), vanishing("lstm", isAbove: true), vanishing("transformer", isAbove: true)]
    + measuredOtherwise

  private static func vanishing(_ model: String, isAbove: Bool) -> Measured {
    Measured(id: "C1", model: model, study: "gradient-flow", limit: -2, isAbove: isAbove, spread: 0.2) {
      let ones = Estimate([1.0, 1, 1])
      var record = GradientFlowRecord(
        by: .embedding, isTrained: true, lags: [0, 1], norms: [ones, ones], decay: ones, halfLife: nil, rSquared: ones)
      // Of three ranges that count alike, the mean is what was planted.
      for (from, shift) in [(8, 1.0), (16, -3.0), (32, 2.0)] {
        record.arrivals.append(
          GradientFlowRecord.Arrival(
            from: from, to: 2 * from - 1, windows: 24, overNear: Estimate($1.map { $0 + shift }), overOthers: ones))
      }
      $0.gradientFlow[model] = [record]
    }
  }

  private static let measuredOtherwise = [
    Measured(id: "C2", model: "rnn", study: "distance", limit: 0.5, isAbove: false, spread: 0.03) {
      $0.distance.seeds = ["rnn": [UInt64](1...UInt64($1.count))]
      $0.distance.groups = [group(["rnn": $1])]
    },
    Measured(id: "C2", model: "lstm", study: "distance", limit: 0, isAbove: true, spread: 0.03) {
      let seeds = [UInt64](1...UInt64($1.count))
      $0.distance.seeds = ["rnn": seeds, "lstm": seeds]
      let rnn = Array([0.4, 0.5, 0.45].prefix($1.count))
      $0.distance.groups = [group(["rnn": rnn, "lstm": zip(rnn, $1).map { $0 + $1 }])]
    },
    Measured(id: "C2", model: "transformer", study: "copy", limit: 0.75, isAbove: true, spread: 0.02) {
      $0.tasks["copy"] = ["transformer": [probe($1)]]
    },
    Measured(id: "C7", model: "rnn", study: "context", limit: 0.05, isAbove: false, spread: 0.005) {
      let all = Array([0.9, 0.88, 0.91].prefix($1.count))
      let losses = [Estimate(all.map { $0 + 1 }), Estimate(zip(all, $1).map { $0 + $1 }), Estimate(all)]
      $0.context["rnn"] = EffectiveContextRecord(contexts: [8, 16, 32], losses: losses, effective: Estimate(all))
    },
    Measured(id: "C8", model: "birnn", study: "blanks", limit: 0, isAbove: true, spread: 0.02) {
      let gain = BlankStudyRecord.Gain(
        both: "birnn", left: "rnn", loss: Estimate($1), accuracy: Estimate($1, scale: .symmetric, items: 200))
      $0.blanks.groups = [
        BlankStudyRecord.Group(
          kind: .right, count: 200, bothSides: nil, leftSide: nil, models: [], gains: [gain])
      ]
    },
    Measured(id: "C9", model: "transformer", study: "positions", limit: 0.25, isAbove: true, spread: 0.01) {
      let none = Array([0.65, 0.66, 0.64].prefix($1.count))
      $0.positions = [("none", none), ("learned", zip(none, $1).map { $0 + $1 })].map { encoding, values in
        PositionRecord(
          model: "transformer", positions: encoding, learningRate: 0.004, accuracy: Estimate(values, scale: .unit),
          beyondLength: nil, trainedLength: 22, testedLength: 42, chance: 0.5)
      }
    },
    Measured(
      id: "C12", model: "transformer", study: "parallelism", limit: 1, isAbove: true, spread: 0.02, runs: 7
    ) {
      func runs(_ seconds: [Double]) -> [[TimedRun]] {
        [seconds.map { TimedRun(seconds: $0, rateBefore: 50, rateAfter: 50) }, []]
      }
      $0.parallelism.models["rnn"]?.singles = runs($1.map { 0.1 * $0 })
      $0.parallelism.models["transformer"]?.singles = runs($1.map { _ in 0.1 })
    },
  ]

  /// A range of distances with some skills: chance is 0.1, and the best predictor is right in 9 of 10.
  private static func group(_ skills: [String: [Double]]) -> SampleStudies.Distance.Group {
    SampleStudies.Distance.Group(
      kind: "recall", from: 33, to: 64, count: 500, chance: 0.1, ceiling: 0.9, baseline: 0.1,
      models: skills.mapValues { Estimate($0.map { 0.1 + 0.8 * $0 }, scale: .unit, items: 500) })
  }

  private static func probe(_ skills: [Double]) -> ProbeRecord {
    ProbeRecord(
      id: "copy", distance: 32, metric: "accuracy", chance: 0.125, oracle: 1, shortWindow: 0.125,
      score: Estimate(skills.map { 0.125 + 0.875 * $0 }, scale: .unit, items: 4000), halfway: [], steps: 2000,
      stepsToSolve: [])
  }

  /// The verdicts where the truth lies some spreads beyond the limit, on the claim's side, with several seeds of noise.
  private func verdicts(
    _ claim: Measured, effect: Double, repetitions: Int, seed: UInt64 = 77
  ) throws -> [Verdict] {
    var random = Noise(seed: seed)
    // The sum of three even draws from −1…1 has a deviation of 1.
    func normal() -> Double { (0..<3).reduce(0) { sum, _ in sum + random.next() } }
    let truth = claim.limit + (claim.isAbove ? 1 : -1) * effect * claim.spread
    return try (0..<repetitions).map { _ in
      var studies = Self.empty
      claim.plant(&studies, (0..<claim.runs).map { _ in truth + claim.spread * normal() })
      let claims = StudyList.claims(try studies.parts(only: [claim.study]))
      let found = try #require(claims.first { $0.id == claim.id && $0.model == claim.model })
      return Claim.verdicts(on: [found]).records[0].verdict
    }
  }

  @Test(
    "plainly true, 8 spreads of runs beyond the limit, a claim is supported; as false, contradicted",
    arguments: measured)
  func plain(claim: Measured) throws {
    let (good, bad) = (
      try verdicts(claim, effect: 8, repetitions: 20), try verdicts(claim, effect: -8, repetitions: 20)
    )
    #expect(good.count { $0 == .supported } >= 18 && !good.contains(.contradicted), "\(good)")
    #expect(bad.count { $0 == .contradicted } >= 18 && !bad.contains(.supported), "\(bad)")
  }

  @Test("at the limit, a claim is rarely supported: in 1 of 40 repetitions with other seeds")
  func null() throws {
    let found = try Self.measured.enumerated().map { number, claim in
      try verdicts(claim, effect: 0, repetitions: 20, seed: 1_000_003 * UInt64(number) + 7)
        .count { $0 == .supported }
    }
    // Of 200 draws, 5 are expected; more than 12 come in one case of 500, and more than 3 of 20 in one of 900.
    #expect(found.reduce(0, +) <= 12 && found.allSatisfy { $0 <= 3 }, "\(found)")
  }

  @Test("with a single run, nothing is decided", arguments: measured)
  func single(claim: Measured) throws {
    var one = Measured(
      id: claim.id, model: claim.model, study: claim.study, limit: claim.limit, isAbove: claim.isAbove,
      spread: claim.spread, plant: claim.plant)
    one.runs = 1
    #expect(try verdicts(one, effect: 8, repetitions: 2) == [.inconclusive, .inconclusive])
  }

  // MARK: Counts

  /// The verdicts on the claims of a number about a model, in their order.
  private func counted(
    _ id: String, _ model: String, _ study: String, _ change: (inout SampleStudies) -> Void
  ) throws -> [Verdict] {
    var studies = Self.whole
    change(&studies)
    let claims = StudyList.claims(try studies.parts(only: [study])).filter { $0.id == id && $0.model == model }
    return Claim.verdicts(on: claims).records.map(\.verdict)
  }

  /// The claim about an exponent, with exponents of some quantities planted.
  private func exponents(_ id: String, _ model: String, _ planted: [String: Double]) throws -> Verdict? {
    try counted(id, model, "complexity") {
      $0.complexity[model]?.fits = planted.map { quantity, exponent in
        ComplexityRecord.Fit(
          quantity: quantity, terms: [], rSquared: 1, largestResidual: 0, lengthExponent: exponent, widthExponent: 1)
      }
    }.first
  }

  @Test("exponents decide work, span, and work over span")
  func exponents() throws {
    for model in ["rnn", "lstm"] {
      #expect(try exponents("C3", model, ["mixer work": 1.05]) == .supported)
      #expect(try exponents("C3", model, ["mixer work": 2]) == .contradicted)
      #expect(try exponents("C4", model, ["span": 0.95]) == .supported)
      #expect(try exponents("C4", model, ["span": 0.05]) == .contradicted)
      #expect(try exponents("C6", model, ["work": 1, "span": 1]) == .supported)
      #expect(try exponents("C6", model, ["work": 2, "span": 1]) == .contradicted)
    }
    #expect(try exponents("C3", "transformer", ["mixer work": 1.95]) == .supported)
    #expect(try exponents("C3", "transformer", ["mixer work": 1.5]) == .contradicted)
    #expect(try exponents("C4", "transformer", ["span": 0.1]) == .supported)
    #expect(try exponents("C4", "transformer", ["span": 1]) == .contradicted)
    #expect(try exponents("C6", "transformer", ["work": 1.3, "span": 0.1]) == .supported)
    #expect(try exponents("C6", "transformer", ["work": 1, "span": 0.5]) == .contradicted)
    // What was not fitted decides nothing.
    #expect(try exponents("C3", "rnn", ["span": 1]) == .inconclusive)
  }

  @Test("bytes for each pair of positions decide memory, whatever is kept for each position")
  func memory() throws {
    func points(_ perPair: Int, widths: [Int] = [32, 64]) -> [ComplexityRecord.Point] {
      widths.flatMap { width in
        [64, 128, 256, 512].map { n in
          ComplexityRecord.Point(
            length: n, width: width, mixerWork: 1, work: 1, span: 1,
            peakBytes: 70_000 + 900 * n * width + perPair * n * n,
            milliseconds: nil)
        }
      }
    }
    for model in ["rnn", "lstm"] {
      for (perPair, expected) in [(0, Verdict.supported), (4, .contradicted)] {
        let found = try counted("C5", model, "complexity") { $0.complexity[model]?.points = points(perPair) }
        #expect(found == [expected], "\(model)")
      }
    }
    // With its matrix, and without.
    for (plain, blocked) in [(24, 0), (0, 24), (24, 24)] {
      let found = try counted("C5", "transformer", "complexity") {
        $0.complexity["transformer"]?.plainAttentionPoints = points(plain)
        $0.complexity["transformer"]?.points = points(blocked)
      }
      #expect(found == [plain, blocked].map { $0 > 1 ? .supported : .contradicted })
    }
    let short = try counted("C5", "rnn", "complexity") {
      $0.complexity["rnn"]?.points = points(0).filter { $0.length < 200 }
    }
    #expect(short == [.inconclusive], "two lengths have no second difference")
  }

  @Test("a causal model whose logits move with what follows a blank is contradicted, however little they do")
  func causal() throws {
    for (change, expected) in [(0.0, Verdict.supported), (1e-6, .contradicted)] {
      for model in ["rnn", "lstm", "transformer"] {
        #expect(try counted("C8", model, "blanks") { $0.blanks.changes[model] = change } == [expected])
      }
    }
  }

  // MARK: Several settings

  @Test(
    "a skill over a distance decides nothing of a model that has not learned the question, or that was still learning")
  func unlearned() throws {
    /// What each model reached near by and far away, with the score after half of the steps.
    func records(
      _ skills: [String: (near: Double, far: Double, halfway: Double)]
    ) throws -> [String: ClaimRecord] {
      var studies = Self.empty
      studies.tasks["copy"] = skills.mapValues { skill in
        var (near, far) = (
          Self.probe([skill.near, skill.near + 0.01, skill.near - 0.01]),
          Self.probe([skill.far, skill.far + 0.01, skill.far - 0.01])
        )
        near.distance = 8
        far.halfway = Array(repeating: 0.125 + 0.875 * skill.halfway, count: 3)
        return [near, far]
      }
      let claims = StudyList.claims(try studies.parts(only: ["copy"]))
      let records = Claim.verdicts(on: claims).records
      return Dictionary(uniqueKeysWithValues: records.map { ($0.model, $0) })
    }
    /// The cases over the far distance.
    func far(_ records: [String: ClaimRecord], _ model: String) -> ClaimRecord.Case? { records[model]?.cases.last }

    let nobody = try records(["rnn": (0.02, 0.01, 0.01), "lstm": (0.05, 0.02, 0.02), "transformer": (0.03, 0, 0)])
    #expect(nobody.count == 3 && nobody.values.allSatisfy { $0.verdict == .inconclusive })
    #expect(
      nobody["rnn"]?.reason == "It did not learn the question at any distance (copying over 32).")
    #expect(
      nobody["lstm"]?.reason == "Neither learned the question at any distance (copying over 32).")

    // Learned near by, a low skill far away is one of memory.
    let learned = try records(["rnn": (0.95, 0.02, 0.02), "lstm": (0.98, 0.6, 0.6), "transformer": (0.97, 0.96, 0.96)])
    #expect(
      learned["rnn"]?.verdict == .supported && learned["rnn"]?.cases.count == 1, "near is no long-term dependency")
    #expect(far(learned, "lstm")?.verdict == .supported && learned["transformer"]?.verdict == .supported)
    let known = try records(["rnn": (0.97, 0.96, 0.96), "lstm": (0.98, 0.97, 0.97)])
    #expect(known["lstm"]?.verdict == .inconclusive && known["rnn"]?.verdict == .contradicted)
    #expect(far(known, "lstm")?.setting.contains("no room for a difference") == true)

    // Half of the way was made in the second half of the steps: more steps might have made all of it.
    let rising = try records(["rnn": (0.95, 0.3, 0.05), "lstm": (0.98, 0.6, 0.3), "transformer": (0.97, 0.5, 0.2)])
    for model in ["rnn", "lstm", "transformer"] {
      #expect(far(rising, model)?.verdict == .inconclusive, "\(model)")
      #expect(far(rising, model)?.setting.contains("still rose") == true, "\(model)")
    }
    // A skill that is good already is good, however it went on.
    let good = try records(["transformer": (0.97, 0.96, 0.5)])
    #expect(good["transformer"]?.verdict == .supported)

    // A model that diverged has learned nothing.
    let broken = try records(["rnn": (.nan, .nan, 0.1), "lstm": (0.9, 0.6, 0.6)])
    #expect(broken["rnn"]?.verdict == .inconclusive && broken["lstm"]?.verdict == .inconclusive)
  }

  @Test("a claim that holds over one distance and fails over another depends, and one study may part from another")
  func depends() throws {
    var studies = Self.empty
    studies.tasks["copy"] = ["rnn": [Self.probe([0.98, 0.99, 0.97])], "lstm": [Self.probe([0.8, 0.81, 0.82])]]
    var near = Self.group(["rnn": [0.9, 0.91, 0.92], "lstm": [0.95, 0.96, 0.97]])
    (near.from, near.to) = (5, 8)
    studies.distance.groups = [near, Self.group(["rnn": [0.05, 0.04, 0.06], "lstm": [0.8, 0.81, 0.79]])]
    let records = Claim.verdicts(on: StudyList.claims(try studies.parts(only: ["copy", "distance"]))).records
    let rnn = try #require(records.first { $0.id == "C2" && $0.model == "rnn" })
    #expect(rnn.verdict == .depends && rnn.cases.map(\.verdict) == [.supported, .contradicted])
    #expect(rnn.cases.map(\.setting) == ["recall in stories, 33–64 back", "copying over 32"])
    #expect(records.first { $0.model == "lstm" }?.verdict == .depends)
  }
}
