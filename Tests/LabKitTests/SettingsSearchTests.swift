// The search for learning rates: equal budgets, chosen on the validation part, remembered, and warned about at the edge.

import Corpora
import Foundation
import LabKit
import LabResults
import TestSupport
import Testing

@Suite("Search for settings")
struct SettingsSearchTests {
  private struct Stopped: Error {}

  private func comparison(
    _ rates: [Double], variants: Int = 0, width: Int = 26, models: [String] = ["rnn", "transformer"]
  ) throws -> Comparison {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (width, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 10, 40, [1, 2])
    plan.search = SettingsSearch(rates: rates, variants: variants, steps: 10)
    return try Comparison(
      plan, corpus: try SmallCorpus.stories(train: 3000, test: 300), models: try models.map(SmallCorpus.model),
      reference: try SmallCorpus.model("transformer"))
  }

  @Test("every model is tried with every rate for the same steps, and trained with the one of least validation loss")
  func chooses() throws {
    var steps: [String: Int] = [:]
    let comparison = try comparison(
      [1e-5, 1e-4, 1e-3, 1e-2], models: ["rnn", "transformer", "transformer-bidirectional"])
    let results = try comparison.run { event in
      if case .tried(let model, _, let step, _) = event {
        steps[model, default: 0] += 1
        #expect(step == steps[model])
      }
    }.results()
    #expect(steps == ["rnn": 70, "transformer": 70, "transformer-bidirectional": 70], "4, and the best 3 again")
    #expect(comparison.searchSteps(of: "rnn") == 70 && comparison.totalSteps == 3 * (70 + 20))
    for model in results.models {
      let search = try #require(results.protocol.searches[model.id])
      #expect(search.trials.map(\.settings.learningRate) == [1e-5, 1e-4, 1e-3, 1e-2])
      let (short, long) = (search.trials.filter { $0.losses.count == 1 }, search.trials.filter { $0.losses.count == 2 })
      #expect(long.count == 3 && long.allSatisfy { $0.losses[0] != $0.losses[1] }, "two seeds, each its own")
      let worst = try #require(short.first?.losses[0])
      #expect(short.count == 1 && long.allSatisfy { ($0.losses[0] ?? .infinity) <= worst }, "the worst is not repeated")
      let sums = long.map { trial in trial.losses.reduce(0) { $0 + ($1 ?? .nan) } }
      let best = long[try #require(sums.indices.min { sums[$0] < sums[$1] })]
      #expect(search.chosen == best.settings && search.chosen.learningRate >= 1e-3, "10 steps need a large rate")
      for history in model.gradientNorms {
        #expect(history.steps.map(\.learningRate).max() == search.chosen.learningRate, "the runs use what was chosen")
      }
    }
    #expect(
      results.protocol.plan.learningRates["rnn"] == results.protocol.searches["rnn"]?.chosen.learningRate)
  }

  @Test("a model whose rate nobody knows is searched for without being asked, the others are not")
  func unknownRate() throws {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (26, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 10, 40, [1])
    plan.learningRates = ["rnn": 0.016]
    let comparison = try Comparison(
      plan, corpus: try SmallCorpus.stories(train: 3000, test: 300),
      models: try ["rnn", "lstm"].map(SmallCorpus.model), reference: try SmallCorpus.model("transformer"))
    #expect(comparison.searchSteps(of: "rnn") == 0 && comparison.searchSteps(of: "lstm") == (5 + 3) * 10)
    var tried: Set<String> = []
    let results = try comparison.run { if case .tried(let model, _, _, _) = $0 { tried.insert(model) } }.results()
    #expect(tried == ["lstm"])
    let search = try #require(results.protocol.searches["lstm"])
    #expect(search.trials.map(\.settings.learningRate) == plan.usualRates && search.chosen == search.best)
    #expect(results.protocol.searches["rnn"]?.chosen.learningRate == 0.016)
    plan.defaultLearningRate = 0.01
    #expect(plan.search(for: "lstm") == nil && plan.learningRate(of: "lstm") == 0.01, "unless a rate for all is given")
  }

  @Test(
    "beside the rates, each model is tried with as many other depths, forget biases or rates, and trained with the best"
  )
  func variants() throws {
    let comparison = try comparison(
      [1e-3, 4e-3, 1.6e-2, 6.4e-2], variants: 3, width: 104, models: ["rnn", "lstm", "transformer"])
    var made: [String: Int] = [:]
    let results = try comparison.run { event in
      if case .tried(let model, _, _, _) = event { made[model, default: 0] += 1 }
    }.results()
    #expect(made == ["rnn": 100, "lstm": 100, "transformer": 100], "7 trials, and the best 3 again")
    func trials(_ id: String) throws -> ArraySlice<TrainedWith> {
      try #require(results.protocol.searches[id]).trials.map(\.settings).dropFirst(4)
    }
    let (rnn, lstm, transformer) = (try trials("rnn"), try trials("lstm"), try trials("transformer"))
    #expect(rnn.map(\.layers) == [2, nil, nil] && rnn.allSatisfy { $0.forgetBias == nil })
    #expect(transformer.map(\.layers) == [2, nil, nil], "the other depth than the plan's 1")
    #expect(lstm.map(\.layers) == [2, nil, nil] && lstm.map(\.forgetBias) == [nil, 3, 5])
    #expect(Set(lstm.map(\.learningRate)).count == 1 && Set(rnn.map(\.learningRate)).count == 3)
    for model in results.models {
      let search = try #require(results.protocol.searches[model.id])
      #expect(search.chosen == search.best && model.layers == search.chosen.layers ?? 1)
      #expect(abs(Double(model.parameters) / results.protocol.target - 1) < 0.02, "as large as all others")
    }
    #expect(
      Fairness.checks(of: results).first { $0.name == "learning rates" }?.isMet == true || !results.alarms.isEmpty)
  }

  @Test("a trial's loss is the trained model's on the validation part, of blanks alone where it fills them")
  func validation() throws {
    let comparison = try comparison([1e-3, 1e-2], models: ["rnn", "transformer-bidirectional"])
    let (plan, corpus) = (comparison.plan, comparison.corpus)
    let results = try comparison.run { _ in }.results()
    let rows = try EvaluationRows.make(corpus.validation, of: corpus, length: plan.length, stride: plan.length / 2)
    for (type, configuration) in zip(comparison.types, comparison.configurations) {
      let model = try type.init(configuration)
      let trainer = try Trainer(
        model, on: corpus, settings: plan.trainingSettings(peak: 1e-2, steps: 10, seed: 1002))
      for _ in 0..<10 { try trainer.step() }
      let blanks = corpus.blanks(in: corpus.validation, count: plan.blankCount, seed: 1).map(\.position)
      let scores = Evaluator(model, parameters: trainer.parameters, threads: 1).score(
        rows, of: corpus.validation, blank: corpus.tokenizer.blankToken, onlyAt: blanks)
      let positions = type.sight == .masked ? blanks : rows.positions.filter { $0 >= 0 }.map { Int($0) }
      let loss = results.protocol.searches[type.identifier]?.trials[1].losses[1] ?? .nan
      #expect(abs(loss - scores.meanLoss(at: positions)) < 1e-9, "\(type.identifier)")
    }
  }

  @Test("a rate whose training fails is not chosen, and a best rate at the edge raises an alarm and costs the badge")
  func edges() throws {
    let results = try comparison([1e-5, 2e-5, 4e-5, 1e38], models: ["rnn"]).run { _ in }.results()
    let search = try #require(results.protocol.searches["rnn"])
    #expect(search.trials.last?.losses == [nil] && search.chosen.learningRate == 4e-5 && !search.isAtEdge)
    #expect(results.alarms.isEmpty)

    let least = try comparison([1e-6, 2e-6, 4e-6, 8e-6], models: ["rnn"]).run { _ in }.results()
    #expect(least.alarms.contains { $0.contains("8e-06") && $0.contains("largest") }, "\(least.alarms)")
    #expect(Fairness.checks(of: least).first { $0.name == "learning rates" }?.detail.contains("edge") == true)
    let single = try comparison([1e-2], models: ["rnn"]).run { _ in }.results()
    #expect(single.alarms.contains { $0.contains("the only one that was tried") }, "\(single.alarms)")
  }

  @Test("a comparison that was stopped while searching goes on with the finished trials, to the same results")
  func resumes() throws {
    let place = try TemporaryFolder()
    let url = place.url.appendingPathComponent("run")
    let comparison = try comparison([1e-3, 1e-2])
    #expect(throws: Stopped.self) {
      _ = try comparison.run(in: try ComparisonFolder(creating: url, for: comparison)) { event in
        if case .tried("transformer", let settings, let step, _) = event, settings.learningRate == 1e-2, step == 35 {
          throw Stopped()
        }
      }
    }
    var tried: Set<String> = []
    var results = try comparison.run(in: try ComparisonFolder(resuming: url, for: comparison)) { event in
      if case .tried(let model, let settings, _, _) = event { tried.insert("\(model) \(settings.text)") }
    }.results()
    #expect(tried == ["transformer 0.01"], "the last trial alone")
    var whole = try comparison.run { _ in }.results()
    for index in whole.models.indices { (results.models[index].seconds, whole.models[index].seconds) = (0, 0) }
    #expect(try results.json() == whole.json())
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
}
