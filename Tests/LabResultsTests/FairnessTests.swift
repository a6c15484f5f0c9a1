// The badge of a fair comparison, and how it is lost.

import Foundation
import LabResults
import TestSupport
import Testing

@Suite("Fairness")
struct FairnessTests {
  /// Two models, and a search whose best rate lies inside.
  private func matched() -> ComparisonResults {
    var results = SampleResults.judged()
    results.models.removeAll { !["rnn", "lstm"].contains($0.id) }
    let rates = [1e-4, 1e-3, 1e-2, 0.1]
    results.protocol.plan.search = SettingsSearch(rates: rates, steps: results.protocol.plan.steps)
    for id in ["rnn", "lstm"] {
      results.protocol.searches[id] = .init(
        trials: Self.trials(rates, [[3], [2, 2.5], [2.5, 2.4], [2.9, 2.8]]), chosen: TrainedWith(learningRate: 1e-3))
      results.protocol.plan.learningRates[id] = 1e-3
    }
    results.protocol.seal = results.protocol.computedSeal
    return results
  }

  private static func trials(_ rates: [Double], _ losses: [[Double?]]) -> [ComparisonResults.SearchRecord.Trial] {
    zip(rates, losses).map { .init(TrainedWith(learningRate: $0), losses: $1) }
  }

  private func unmet(_ results: ComparisonResults) -> [String] {
    Fairness.checks(of: results).filter { !$0.isMet }.map(\.name)
  }

  @Test("equal sizes, tokens and seeds, and rates searched alike make a match, also when read back from JSON")
  func match() throws {
    let results = matched()
    #expect(unmet(results) == [])
    let again = try JSONDecoder().decode(ComparisonResults.self, from: results.json())
    #expect(unmet(again) == [])
  }

  @Test("whatever is edited by hand costs the badge, with the condition named")
  func edited() {
    let whole = matched()
    func edit(_ change: (inout ComparisonResults) -> Void) -> ComparisonResults {
      var results = whole
      change(&results)
      return results
    }
    #expect(unmet(edit { $0.protocol.plan.blankCount = 3 }) == ["protocol"])
    #expect(unmet(edit { $0.protocol.plan.batchSize = 9 }) == ["protocol"])
    #expect(unmet(edit { $0.protocol.searches["rnn"]?.chosen.learningRate = 1e-2 }) == ["learning rates", "protocol"])
    #expect(unmet(edit { $0.models[0].parameters = $0.models[0].parameters * 103 / 100 }) == ["size"])
    #expect(unmet(edit { $0.models[1].tokensTrained += 1 }) == ["training"])
    #expect(unmet(edit { $0.models[1].failures = ["seed 2: stopped"] }) == ["training"])
    #expect(unmet(edit { $0.models[1].gradientNorms.removeLast() }) == ["training"])
    #expect(unmet(edit { $0.models[1].gradientNorms[0].validation = [.init(step: 9, loss: 1)] }) == ["training"])
  }

  @Test(
    "three rates, unequal ones, another number of steps, a seed too few, or a best rate at the edge are no fair search even under a seal that fits"
  )
  func unfairSearches() {
    func sealed(_ change: (inout ComparisonResults.ProtocolRecord) -> Void) -> ComparisonResults {
      var results = matched()
      change(&results.protocol)
      results.protocol.seal = results.protocol.computedSeal
      return results
    }
    let short = sealed { record in
      for id in ["rnn", "lstm"] {
        record.plan.search?.rates = [1e-4, 1e-3, 1e-2]
        record.searches[id]?.trials = Self.trials([1e-4, 1e-3, 1e-2], [[3, 3], [2, 2], [2.5, 2]])
      }
    }
    let unequal = sealed { $0.searches["rnn"]?.trials[0].settings.learningRate = 2e-4 }
    let hasty = sealed { $0.plan.search?.steps = 3 }
    let ragged = sealed { $0.searches["rnn"]?.trials[1].losses.removeLast() }
    let edge = sealed { record in
      for id in ["rnn", "lstm"] {
        record.searches[id]?.trials = Self.trials([1e-4, 1e-3, 1e-2, 0.1], [[1, 1], [2, 2], [2.5, 2], [3]])
        record.searches[id]?.chosen = TrainedWith(learningRate: 1e-4)
      }
    }
    for results in [short, unequal, hasty, ragged, edge] { #expect(unmet(results) == ["learning rates"]) }
  }

  @Test("without a search, the profile's rates are fair for the profile on the stories, and for nothing else")
  func fixedRates() {
    func checked(_ change: (inout ComparisonResults) -> Void) -> [String] {
      var results = matched()
      results.protocol.plan = ComparisonPlan(.quick, threads: 2)
      results.protocol.plan.seeds = [1, 2, 3]
      results.corpus.sha256 = ComparisonPlan.searchedCorpus
      change(&results)
      results.protocol.seal = results.protocol.computedSeal
      return unmet(results)
    }
    #expect(checked { _ in } == [])
    #expect(checked { $0.protocol.plan.blankCount = 100 } == [])
    #expect(checked { $0.protocol.plan.studies = ["copy"] } == [])
    #expect(checked { $0.protocol.plan.steps += 1 } == ["learning rates"])
    #expect(checked { $0.protocol.plan.referenceWidth = 96 } == ["learning rates"])
    #expect(checked { $0.protocol.plan.learningRates["rnn"] = 1e-4 } == ["learning rates"])
    #expect(checked { $0.corpus.sha256 = "another grammar" } == ["learning rates"])
  }
}
