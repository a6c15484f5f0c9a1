// The badge of a fair comparison, and how it is lost.

import Corpora
import Foundation
import LabKit
import ModelCatalog
import Testing

@Suite("Fairness")
struct FairnessTests {
  /// Two models, two seeds, and a search whose best rate lies inside.
  private func matched() throws -> ComparisonResults {
    var plan = ComparisonPlan(.quick, threads: 2)
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (64, 1, 2, 24)
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 1, 20, [1, 2])
    plan.measurements = .none
    plan.search = LearningRateSearch(rates: [1e-4, 1e-3, 1e-2, 0.1], steps: 1)
    var results = try Comparison(
      plan, corpus: try SmallCorpus.stories(train: 2000, test: 300),
      models: [try SmallCorpus.model("rnn"), try SmallCorpus.model("lstm")],
      reference: try SmallCorpus.model("transformer")
    ).run { _ in }
    // One step says nothing of a rate: these losses are as a long search might find them.
    for id in ["rnn", "lstm"] {
      results.protocol.learningRates[id]?.validation = [[3, 3], [2, 2.5], [2.5, 2.4], [nil, 1]]
      results.protocol.learningRates[id]?.chosen = 1e-3
      results.protocol.plan.learningRates[id] = 1e-3
    }
    results.protocol.seal = results.protocol.computedSeal
    return results
  }

  private func unmet(_ results: ComparisonResults) -> [String] {
    Fairness.checks(of: results).filter { !$0.isMet }.map(\.name)
  }

  @Test("equal sizes, tokens and seeds, and rates searched alike make a match, also when read back from JSON")
  func match() throws {
    let results = try matched()
    #expect(unmet(results) == [])
    let again = try JSONDecoder().decode(ComparisonResults.self, from: results.json())
    #expect(unmet(again) == [])
  }

  @Test("whatever is edited by hand costs the badge, with the condition named")
  func edited() throws {
    let whole = try matched()
    func edit(_ change: (inout ComparisonResults) -> Void) -> ComparisonResults {
      var results = whole
      change(&results)
      return results
    }
    #expect(unmet(edit { $0.protocol.plan.blankCount = 3 }) == ["protocol"])
    #expect(unmet(edit { $0.protocol.plan.batchSize = 9 }) == ["protocol"])
    #expect(unmet(edit { $0.protocol.learningRates["rnn"]?.chosen = 1e-2 }) == ["learning rates", "protocol"])
    #expect(unmet(edit { $0.models[0].parameters = $0.models[0].parameters * 103 / 100 }) == ["size"])
    #expect(unmet(edit { $0.models[1].tokensTrained += 1 }) == ["training"])
    #expect(unmet(edit { $0.models[1].failures = ["seed 2: stopped"] }) == ["training"])
    #expect(unmet(edit { $0.models[1].gradientNorms.removeLast() }) == ["training"])
  }

  @Test(
    "three rates, unequal ones, another number of steps, a seed too few, or a best rate at the edge are no fair search even under a seal that fits"
  )
  func unfairSearches() throws {
    func sealed(_ change: (inout ComparisonResults.ProtocolRecord) -> Void) throws -> ComparisonResults {
      var results = try matched()
      change(&results.protocol)
      results.protocol.seal = results.protocol.computedSeal
      return results
    }
    let short = try sealed { record in
      for id in ["rnn", "lstm"] {
        record.plan.search?.rates = [1e-4, 1e-3, 1e-2]
        record.learningRates[id]?.tried = [1e-4, 1e-3, 1e-2]
        record.learningRates[id]?.validation = [[3, 3], [2, 2], [2.5, 2]]
      }
    }
    let unequal = try sealed { $0.learningRates["rnn"]?.tried[0] = 2e-4 }
    let hasty = try sealed { $0.plan.search?.steps = 3 }
    let ragged = try sealed { $0.learningRates["rnn"]?.validation[0].removeLast() }
    let edge = try sealed { record in
      for id in ["rnn", "lstm"] {
        record.learningRates[id]?.validation = [[1, 1], [2, 2], [2.5, 2], [3, 3]]
        record.learningRates[id]?.chosen = 1e-4
      }
    }
    for results in [short, unequal, hasty, ragged, edge] { #expect(unmet(results) == ["learning rates"]) }
  }

  @Test("the profiles' rates were found on the default corpus as it is; whoever changes it must search again")
  func searchedCorpus() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let corpus = try Corpus.stories(
      url: root.appendingPathComponent("Corpus/stories.grammar"),
      sizes: Corpus.Sizes(train: 300, validation: 300, test: 300))
    #expect(corpus.sha256 == ComparisonPlan.searchedCorpus)
  }

  @Test("without a search, the profile's rates are fair for the profile on the stories, and for nothing else")
  func fixedRates() throws {
    func checked(_ change: (inout ComparisonResults) -> Void) throws -> [String] {
      var results = try matched()
      var plan = ComparisonPlan(.quick, threads: 2)
      (plan.seeds, plan.measurements) = ([1, 2], .none)
      results.protocol.plan = plan
      results.corpus.sha256 = ComparisonPlan.searchedCorpus
      change(&results)
      results.protocol.seal = results.protocol.computedSeal
      return unmet(results)
    }
    #expect(try checked { _ in } == [])
    #expect(try checked { $0.protocol.plan.blankCount = 100 } == [])
    #expect(try checked { $0.protocol.plan.measurements = .full } == [])
    #expect(try checked { $0.protocol.plan.steps += 1 } == ["learning rates"])
    #expect(try checked { $0.protocol.plan.referenceWidth = 96 } == ["learning rates"])
    #expect(try checked { $0.protocol.plan.learningRates["rnn"] = 1e-4 } == ["learning rates"])
    #expect(try checked { $0.corpus.sha256 = "another grammar" } == ["learning rates"])
  }
}
