// Comparisons: fair sizes, the same bytes twice, floors that raise alarms.

import Corpora
import Foundation
import LabKit
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore
import TestSupport
import Testing
import Transformer

@Suite("Comparison")
struct ComparisonTests {
  private func plan() -> ComparisonPlan {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (26, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 30, 40, [1, 2])
    plan.defaultLearningRate = 0.008
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
    // What training counted, which does not come from what sizes were solved with.
    let results = try comparison(plan, on: corpus).run { _ in }.results()
    let amounts = results.models.map { model in
      switch quantity {
      case .parameters: Double(model.parameters)
      case .body: Double(model.bodyParameters)
      case .flops: model.flopsPerToken
      }
    }
    let target = amounts[try #require(results.models.firstIndex { $0.id == "transformer" })]
    for amount in amounts { #expect(abs(amount - target) <= 0.02 * target, "\(amounts)") }
    // All else is fair, but for learning rates that nobody searched for.
    #expect(Fairness.checks(of: results).filter { !$0.isMet }.map(\.name) == ["learning rates"])
  }

  @Test("models with attention know positions as the plan has it, and only learned ones are parameters")
  func positions() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    func reference(_ positions: ComparisonPlan.Positions?) throws -> ModelConfiguration {
      var plan = plan()
      plan.referenceWidth = 32
      plan.positions = positions ?? ComparisonPlan(.quick, threads: 2).positions
      let type = try SmallCorpus.model("transformer")
      return try #require(
        Comparison(plan, corpus: corpus, models: [type], reference: type).configurations.first)
    }
    func size(_ positions: ComparisonPlan.Positions) throws -> Int {
      try SmallCorpus.model("transformer").init(try reference(positions)).parameters.scalarCount
    }
    #expect(try reference(nil).positions == .rotary)
    for positions in ComparisonPlan.Positions.allCases {
      #expect(try reference(positions).positions.rawValue == positions.rawValue)
      #expect(try size(positions) - size(.none) == (positions == .learned ? 24 * 32 : 0))
    }
  }

  @Test("the same seeds give the same results but for times, and every model is scored")
  func deterministic() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    func results() throws -> ComparisonResults {
      var results = try comparison(plan(), on: corpus).run { _ in }.results()
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
    #expect(try #require(first.corpus.floors.blank) < (try #require(first.corpus.floors.blankLeft)))
    #expect(try JSONDecoder().decode(ComparisonResults.self, from: first.json()) == first)
    let text = String(decoding: try first.json(), as: UTF8.self)
    #expect(text.contains("\"nextToken\" : null"), "what was not measured is null, not left out")
  }

  @Test("a text without a grammar is compared without floors")
  func text() throws {
    var plan = plan()
    plan.seeds = [1]
    let results = try comparison(plan, on: try SmallCorpus.characters()).run { _ in }.results()
    #expect(results.corpus.floors.nextToken == nil && results.corpus.floors.blank == nil)
    #expect(results.models[0].nextToken?.low == nil, "one seed has no interval")
  }

  @Test("each seed draws stories of its own, the same for all models; the first has those of the comparison")
  func corpora() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    var plan = plan()
    (plan.seeds, plan.steps) = ([1, 2, 3], 2)
    let trained = try comparison(plan, on: corpus).run { _ in }
    for runs in trained.runs {
      #expect(runs.map(\.seed) == [1, 2, 3])
      #expect(runs[0].test.corpus.test == corpus.test)
      #expect(Set(runs.map(\.test.corpus.test.tokens)).count == 3, "as many test parts as seeds")
      for run in runs {
        let drawn = try #require(
          try corpus.redrawn(seed: run.seed, sizes: .init(train: 5000, validation: 400, test: 400)))
        #expect(run.test.corpus.test == drawn.test && run.test.corpus.tokenizer == corpus.tokenizer)
        // What was scored is that test part, target by target.
        let scored = try run.scores.get().losses.indices.filter { try !run.scores.get().losses[$0].isNaN }
        #expect(Set(run.test.positions).isSuperset(of: scored) && scored.count <= drawn.test.count)
      }
    }
    for seed in 0..<3 {
      #expect(Set(trained.runs.map { $0[seed].test.corpus.test.tokens }).count == 1, "models of a seed share its test")
    }
    let text = try SmallCorpus.characters()
    for runs in try comparison(plan, on: text).run(onEvent: { _ in }).runs {
      #expect(runs.allSatisfy { $0.test.corpus.test == text.test })
    }
  }

  @Test("seed by seed, what a model is above the floor is its loss less the floor of its own test part")
  func aboveFloor() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    let trained = try comparison(plan(), on: corpus).run { _ in }
    let results = try trained.results()
    var (all, parts): ([Double], [Double]) = ([], [])
    for (model, runs) in zip(results.models, trained.runs) {
      guard model.nextToken != nil else {
        #expect(model.aboveFloor == nil)
        continue
      }
      let expected = try runs.map { run in
        let (losses, floor) = (try run.scores.get().losses, run.test.corpus.test.floor)
        let targets = losses.indices.filter { !losses[$0].isNaN }
        parts.append(Statistics.mean(targets.map { floor[$0] }))
        all.append(Statistics.mean(targets.map { Double(losses[$0]) }))
        return Statistics.mean(targets.map { Double(losses[$0]) - floor[$0] })
      }
      let found = try #require(model.aboveFloor).values
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 } && found.count == 2, "\(model.id)")
      #expect(zip(try #require(model.nextToken).values, all.suffix(2)).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    let floor = try #require(results.corpus.floors.nextToken)
    #expect(parts[0] != parts[1] && abs(floor - (parts[0] + parts[1]) / 2) < 1e-9)
    let text = try comparison(plan(), on: try SmallCorpus.characters()).run { _ in }.results()
    #expect(text.models.allSatisfy { $0.aboveFloor == nil })
  }

  @Test("runs on a text share its stories: the interval counts blocks of it, and not the seeds alone")
  func sharedText() throws {
    var plan = plan()
    (plan.seeds, plan.steps) = ([1, 2, 3], 60)
    // Blocks that are easy and hard in turn.
    var random = Noise(seed: 3)
    let text = (0..<60).map { block in
      block.isMultiple(of: 2)
        ? String(repeating: "ab", count: 250)
        : String((0..<500).map { _ in Array("abcdefgh")[Int((random.next() + 1) * 3.99)] })
    }.joined()
    let corpus = try Corpus.text(text, name: "blocks")
    let trained = try Comparison(
      plan, corpus: corpus, models: [SmallCorpus.model("rnn")], reference: SmallCorpus.model("rnn")
    ).run { _ in }
    let found = try #require(try trained.results().models[0].nextToken)
    let blocks = try trained.runs[0].map { run -> [StorySum] in
      let losses = try run.scores.get().losses
      return stride(from: 0, to: corpus.test.count, by: 500).map { start in
        let inside = (start..<min(start + 500, corpus.test.count)).filter { !losses[$0].isNaN }
        return StorySum(sum: inside.reduce(0) { $0 + Double(losses[$1]) }, count: inside.count)
      }
    }
    let (expected, alone) = (Estimate(sharedStories: blocks), Estimate(found.values))
    #expect(abs(found.mean - expected.mean) < 1e-9 && blocks[0].count == 3)
    let (low, seedsAlone) = (try #require(found.low), try #require(alone.low))
    #expect(abs(low - (expected.low ?? .nan)) < 1e-9)
    #expect(found.mean - low > 2 * (found.mean - seedsAlone), "\(found) \(alone)")
  }

  @Test("a model that sees what it should predict raises an alarm")
  func plantedLeak() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    var plan = plan()
    (plan.steps, plan.defaultLearningRate, plan.seeds) = (600, 1e-2, [1, 2, 3])
    let results = try Comparison(
      plan, corpus: corpus, models: [LeakingModel.self, try SmallCorpus.model("rnn")],
      reference: try SmallCorpus.model("transformer")
    ).run { _ in }.results()
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
    plan.steps = 10
    let results = try comparison(plan, on: corpus).run { _ in }.results()
    let note = try #require(results.notes.first { $0.hasPrefix("rnn does not beat the ") }, "\(results.notes)")
    #expect(note.contains("still falling") && !note.contains("\n"))
    #expect(!results.notes.contains { $0.hasPrefix("birnn") }, "it has no next-token loss to compare")
  }

  @Test("a model whose loss is not finite stops; the others go on")
  func failure() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    var plan = plan()
    plan.learningRates = ["rnn": 1e38]
    let results = try comparison(plan, on: corpus).run { _ in }.results()
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
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (26, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, steps, 40, [1, 2])
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
    }.results()
    #expect(trained == [2])
    var whole = try comparison.run { _ in }.results()
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
