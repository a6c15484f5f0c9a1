// Comparisons: fair sizes, the same bytes twice, floors that raise alarms.

import Corpora
import Foundation
import LabKit
import LabResults
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing
import Transformer

@Suite("Comparison")
struct ComparisonTests {
  private func plan() -> ComparisonPlan {
    var plan = ComparisonPlan(.quick, threads: 2)
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (24, 1, 2, 24)
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 30, 40, [1, 2])
    plan.defaultLearningRate = 0.008
    plan.measurements = MeasurementPlan(
      flowWindows: 2, contextTargets: 16, costs: .none, probes: .none, positions: .none, sampleTokens: 5)
    return plan
  }

  private func comparison(_ plan: ComparisonPlan, on corpus: Corpus) throws -> Comparison {
    try Comparison(
      plan, corpus: corpus, models: LabModels.all, reference: try SmallCorpus.model("transformer"))
  }

  @Test("models agree within 2 % in what is matched", arguments: MatchedQuantity.allCases)
  func matching(quantity: MatchedQuantity) throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    var plan = plan()
    (plan.matched, plan.referenceWidth, plan.steps, plan.seeds) = (quantity, 64, 1, [1])
    plan.measurements = .none
    // What training counted, which does not come from what sizes were solved with.
    let results = try comparison(plan, on: corpus).run { _ in }
    let amounts = results.models.map { quantity == .parameters ? Double($0.parameters) : $0.flopsPerToken }
    let target = amounts[try #require(results.models.firstIndex { $0.id == "transformer" })]
    for amount in amounts { #expect(abs(amount - target) <= 0.02 * target, "\(amounts)") }
    #expect(Fairness.checks(of: results).first { $0.name == "size" }?.isMet == true)
  }

  @Test("the same seeds give the same results but for times, and every model is scored")
  func deterministic() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    func results() throws -> ComparisonResults {
      var results = try comparison(plan(), on: corpus).run { _ in }
      for index in results.models.indices { results.models[index].seconds = 0 }
      return results
    }
    let (first, second) = (try results(), try results())
    #expect(try first.json() == second.json())
    #expect(first.models.map(\.id) == LabModels.identifiers)
    for model in first.models {
      #expect(model.fillBlank != nil && model.failures.isEmpty)
      #expect((model.nextToken == nil) == (model.nextTokenReason != nil))
      #expect(model.gradientNorms.count == 2 && model.gradientNorms[0].steps.count > 10)
      #expect(model.flopsPerToken > 0 && model.peakBytes > 0 && model.span > 0)
    }
    let floor = try #require(first.corpus.floors.nextToken)
    #expect(first.baselines.map(\.nextToken) == first.baselines.map(\.nextToken).sorted(by: >))
    #expect(first.baselines.allSatisfy { $0.nextToken > floor })
    #expect(first.alarms.isEmpty)
    #expect(try JSONDecoder().decode(ComparisonResults.self, from: first.json()) == first)
    let text = String(decoding: try first.json(), as: UTF8.self)
    #expect(text.contains("\"nextToken\" : null"), "what was not measured is null, not left out")

    // A causal model may not do better on blanks than the left side allows, although both sides would allow more.
    let (left, both) = (try #require(first.corpus.floors.blankLeft), try #require(first.corpus.floors.blank))
    #expect(both < left)
    var (causal, bidirectional) = (first.models[0], first.models[1])
    causal.fillBlank = Estimate([left - 0.02, left - 0.02, left - 0.02])
    bidirectional.fillBlank = causal.fillBlank
    #expect(Alarms.check(causal, corpus: first.corpus).contains { $0.contains("loss on blanks") })
    #expect(Alarms.check(bidirectional, corpus: first.corpus).isEmpty == (left - 0.02 >= both))
  }

  @Test("a text without a grammar is compared without floors and tags")
  func text() throws {
    var plan = plan()
    plan.seeds = [1]
    let results = try comparison(plan, on: try SmallCorpus.characters()).run { _ in }
    #expect(results.corpus.floors.nextToken == nil && results.corpus.floors.blank == nil)
    #expect(results.models.allSatisfy { $0.accuracyByDistance.isEmpty })
    #expect(results.models[0].nextToken?.low == nil, "one seed has no interval")
  }

  @Test("a model that sees what it should predict raises an alarm")
  func plantedLeak() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    var plan = plan()
    (plan.steps, plan.defaultLearningRate, plan.seeds) = (600, 1e-2, [1, 2, 3])
    let results = try Comparison(
      plan, corpus: corpus, models: [LeakingModel.self, try SmallCorpus.model("rnn")],
      reference: try SmallCorpus.model("transformer")
    ).run { _ in }
    let (loss, floor) = (results.models[0].nextToken, results.corpus.floors.nextToken)
    #expect(
      results.alarms.contains { $0.hasPrefix("leak: its next-token loss") },
      "loss \(String(describing: loss)), floor \(String(describing: floor))")
    #expect(!results.alarms.contains { $0.hasPrefix("rnn") })
  }

  @Test("a model that hardly learned is said not to beat the n-gram, and why")
  func notes() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    var plan = plan()
    plan.steps = 30
    let results = try comparison(plan, on: corpus).run { _ in }
    let note = try #require(results.notes.first { $0.hasPrefix("rnn does not beat the ") }, "\(results.notes)")
    #expect(note.contains("still falling") && !note.contains("\n"))
    #expect(!results.notes.contains { $0.hasPrefix("birnn") }, "it has no next-token loss to compare")
  }

  @Test("a model whose loss is not finite stops; the others go on")
  func failure() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    var plan = plan()
    plan.learningRates = ["rnn": 1e38]
    let results = try comparison(plan, on: corpus).run { _ in }
    #expect(results.models[0].fillBlank == nil && results.models[0].failures.count == 2)
    #expect(results.alarms.contains { $0.hasPrefix("rnn stopped") && $0.contains("step") })
    #expect(results.models.dropFirst().allSatisfy { $0.fillBlank != nil })
  }
}

@Suite("The folder of a comparison")
struct ComparisonFolderTests {
  private struct Stopped: Error {}

  private func comparison(steps: Int = 12) throws -> Comparison {
    var plan = ComparisonPlan(.quick, threads: 2)
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (24, 1, 2, 24)
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, steps, 40, [1, 2])
    plan.measurements.costs = .none
    let corpus = try SmallCorpus.stories(train: 3000, test: 300)
    return try Comparison(
      plan, corpus: corpus, models: [try SmallCorpus.model("rnn"), try SmallCorpus.model("lstm")],
      reference: try SmallCorpus.model("transformer"))
  }

  @Test("a comparison that was stopped goes on with the finished runs, to the same results")
  func resumes() throws {
    let place = try TemporaryFolder()
    let url = place.url.appendingPathComponent("run")
    let comparison = try comparison()
    let folder = try ComparisonFolder(creating: url, for: comparison)
    var finished = 0
    #expect(throws: Stopped.self) {
      _ = try comparison.run(in: folder) { event in
        if case .finished = event { finished += 1 }
        if case .trained(_, let seed, let step, _, _) = event, seed == 2, step == 5 { throw Stopped() }
      }
    }
    #expect(finished == 2, "both models of the first seed")
    #expect(!FileManager.default.fileExists(atPath: folder.results.path), "an unfinished folder has no results")

    var trained: Set<UInt64> = []
    let again = try ComparisonFolder(resuming: url, for: comparison)
    var results = try comparison.run(in: again) { event in
      if case .trained(_, let seed, _, _, _) = event { trained.insert(seed) }
    }
    #expect(trained == [2])
    var whole = try comparison.run { _ in }
    for index in whole.models.indices { (results.models[index].seconds, whole.models[index].seconds) = (0, 0) }
    #expect(try results.json() == whole.json())
    try again.finish(results)
    #expect(try Data(contentsOf: again.results) == results.json())
  }

  @Test("a folder of another plan, of none, or one that is taken is refused in one line")
  func refuses() throws {
    let place = try TemporaryFolder()
    let url = place.url.appendingPathComponent("run")
    let comparison = try comparison()
    _ = try ComparisonFolder(creating: url, for: comparison)
    #expect(throws: OutputError.self) { try ComparisonFolder(creating: url, for: comparison) }
    #expect(throws: ComparisonFolderError.otherPlan(path: url.path)) {
      try ComparisonFolder(resuming: url, for: try self.comparison(steps: 13))
    }
    #expect(throws: ComparisonFolderError.notAComparison(path: place.url.path)) {
      try ComparisonFolder(resuming: place.url, for: comparison)
    }
  }
}

/// A planted mistake: claims to read from left to right, but attends to the whole input, the next token included.
private struct LeakingModel: SequenceModel {
  static let identifier = "leak"
  static let summary = "a model that cheats"
  static let sight = Sight.left
  static let settings: Set<ModelSetting> = [.heads]
  private let inner: any SequenceModel
  var configuration: ModelConfiguration { inner.configuration }
  var parameters: ParameterLayout { inner.parameters }
  var head: OutputHead { inner.head }

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    inner = try BidirectionalTransformerModel(configuration)
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    inner.features(of: tokens, state: &state, phase: phase, on: tape)
  }
}
