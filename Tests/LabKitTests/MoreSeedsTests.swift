// More seeds for pairs of models that the first ones do not tell apart, and for no others.

import LabKit
import LabResults
import TestSupport
import Testing

@Suite("More seeds where they are needed")
struct MoreSeedsTests {
  /// Two models that do not learn, and differ by nothing but chance, beside one that does.
  private func comparison(mostRuns: Int) throws -> Comparison {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (26, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 10, 40, [1, 2, 3])
    plan.learningRates = ["rnn": 1e-9, "lstm": 1e-9, "transformer": 1e-2]
    (plan.schedule, plan.mostRunsPerModel) = (SeedSchedule(looks: [3, 5, 8]), mostRuns)
    return try Comparison(
      plan, corpus: try SmallCorpus.stories(train: 3000, test: 300),
      models: try ["rnn", "lstm", "transformer"].map(SmallCorpus.model),
      reference: try SmallCorpus.model("transformer"))
  }

  /// What was extended, and by how many seeds; and the results.
  private func run(mostRuns: Int) throws -> (extended: [String], results: ComparisonResults) {
    var extended: [String] = []
    let results = try comparison(mostRuns: mostRuns).run { event in
      if case .extended(let models, let seeds) = event { extended.append("\(models.joined(separator: " ")) +\(seeds)") }
    }.results()
    return (extended, results)
  }

  @Test(
    "models that are not told apart get the next look's seeds, as long as the plan's runs last; a clear one gets none")
  func extends() throws {
    let (extended, results) = try run(mostRuns: 5)
    #expect(extended == ["rnn lstm +2"], "3 × 3 runs, 4 more, and 6 more would be 19 of 15")
    let seeds = results.models.map { $0.gradientNorms.map(\.seed) }
    #expect(seeds == [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3]])
    for pair in results.pairs where pair.score == .nextToken {
      let isClear = pair.first == "transformer"
      #expect(
        pair.isTold == isClear && pair.difference.values.count == (isClear ? 3 : 5), "\(pair.first), \(pair.second)")
    }
    #expect(Fairness.checks(of: results).first { $0.name == "training" }?.isMet == true)
    #expect(try run(mostRuns: 3).extended == [], "no run is left after the first look")
  }

  @Test("each of several looks must be surer than a single one")
  func looks() throws {
    let results = try run(mostRuns: 3).results
    let differences = results.pairs.map(\.difference)
    let tests = differences.map { DecisionRule.above(0).test($0) }
    let (three, one) = (VerdictControl(tests, looks: 3), VerdictControl(tests))
    #expect(results.pairs.map(\.isTold) == three.after.map { $0 != .inconclusive })
    #expect(three.decided <= one.decided)
  }
}
