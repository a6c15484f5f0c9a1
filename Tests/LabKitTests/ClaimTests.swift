// Claims: rules decide by intervals, planted claims come out as they should, one seed decides nothing.

import LabKit
import LabResults
import ModelCatalog
import SequenceKit
import Testing

@Suite("Claims")
struct ClaimTests {
  /// The results of a small comparison with two seeds, whose models are hardly trained.
  private func results(seeds: [UInt64] = [1, 2]) throws -> ComparisonResults {
    var plan = ComparisonPlan(.quick, threads: 2)
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (24, 1, 2, 24)
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 4, 20, seeds)
    plan.measurements = .none
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    return try Comparison(
      plan, corpus: corpus, models: LabModels.all, reference: try SmallCorpus.model("transformer")
    ).run { _ in }
  }

  @Test("an interval wholly on one side decides, one across does not, and neither does a single value")
  func intervals() {
    let (low, across, high) = ([1.0, 1.1, 1.05], [1.0, 4.0, 2.5], [4.0, 4.1, 4.05])
    func verdict(_ rule: ClaimRule, _ values: [Double]) -> ComparisonResults.Verdict {
      rule.verdict(on: .estimated(Estimate(values)))
    }
    #expect([low, across, high].map { verdict(.below(2), $0) } == [.supported, .inconclusive, .contradicted])
    #expect([low, across, high].map { verdict(.above(2), $0) } == [.contradicted, .inconclusive, .supported])
    #expect(
      [low, across, high].map { verdict(.within(0.5, of: 1), $0) } == [.supported, .inconclusive, .contradicted])
    #expect(verdict(.below(2), [1]) == .inconclusive)
    #expect(verdict(.below(2), [1, .nan]) == .inconclusive)
    #expect(ClaimRule.below(2).verdict(on: .counted(1)) == .supported)
    #expect(ClaimRule.above(2).verdict(on: .counted(1)) == .contradicted)
    #expect(ClaimRule.within(0.1, of: 2).verdict(on: .counted(1)) == .contradicted)
    #expect(ClaimRule.above(2).verdict(on: .counted(.nan)) == .inconclusive)
  }

  @Test("there is a claim for every cell of the deck's table, and a verdict for every claim about a compared model")
  func cells() throws {
    let results = try results()
    for id in ["C1", "C2", "C3", "C4", "C5", "C6"] {
      for model in ["rnn", "lstm", "transformer"] {
        #expect(results.claims.count { $0.id == id && $0.model == model } == 1, "\(id) \(model)")
      }
    }
    #expect(Set(results.claims.map(\.id)).isSuperset(of: ["C7", "C8", "C9", "C12"]))
    let missing = results.claims.filter { $0.measured == nil }
    #expect(missing.allSatisfy { $0.verdict == .inconclusive && $0.reason.contains("Not measured") })
  }

  @Test("a claim about an RNN's cost that is planted and false is contradicted, and its true twin supported")
  func planted() throws {
    var results = try results()
    results.models[0].complexity = try Complexity.measure(try SmallCorpus.model("rnn"), grid: .tiny)
    func record(_ exponent: Double) -> ComparisonResults.ClaimRecord {
      Claim(
        "P", "rnn", "an RNN's work grows as n^\(exponent)", quantity: "exponent of n", .within(0.1, of: exponent),
        isCounted: true, remark: "planted"
      ) { results in
        results.models.first { $0.id == "rnn" }?.complexity?.fits.first { $0.quantity == "work" }
          .map { .counted($0.lengthExponent) }
      }.record(results)
    }
    #expect(record(2).verdict == .contradicted)
    #expect(record(1).verdict == .supported)
  }

  @Test("one seed is inconclusive wherever an interval is needed")
  func oneSeed() throws {
    let measured = try results(seeds: [1]).claims.filter { $0.measured != nil && $0.seeds > 0 }
    #expect(!measured.isEmpty)
    for claim in measured {
      #expect(claim.verdict == .inconclusive && claim.low == nil && claim.reason.contains("One seed"), "\(claim.id)")
    }
  }
}

extension ComplexityGrid {
  /// Just enough to fit terms to.
  fileprivate static var tiny: ComplexityGrid {
    var grid = ComplexityGrid.quick
    (grid.widths, grid.timedLengths, grid.timedWidths, grid.timedSteps) = ([8, 16, 32, 64], [32, 64], [8, 16], 1)
    (grid.contexts, grid.generationWidth, grid.generationSteps) = ([1, 4], 8, 3)
    (grid.batchSize, grid.batchLength, grid.batchWidth) = (2, 16, 8)
    (grid.repetitions, grid.repetitionSteps) = (2, 1)
    return grid
  }
}
