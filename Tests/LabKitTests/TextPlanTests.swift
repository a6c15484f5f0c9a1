// What is chosen for a text of one's own: from its length and kind, within bounds that any text keeps.

import Corpora
import LabKit
import LabResults
import NeuralLayers
import SequenceKit
import TestSupport
import Testing

@Suite("A plan for a text")
struct TextPlanTests {
  @Test("longer texts get wider models and more steps, are read less often, and no run costs more than its budget")
  func grows() {
    var last: TextPlan?
    for tokens in [200, 2000, 20_000, 100_000, 300_000, 1_000_000, 30_000_000] {
      let plan = TextPlan(tokens: tokens, vocabulary: 80, cut: .char, lineLength: 40)
      #expect((32...64).contains(plan.width) && plan.width % 8 == 0 && plan.length < tokens && plan.batchSize >= 2)
      #expect(plan.readings <= TextPlan.mostReadings && plan.steps >= 1)
      let tokensRead = Double(plan.steps * plan.batchSize * plan.length)
      let weights = Double(24 * plan.width * plan.width + 80 * plan.width)
      #expect(6 * weights * tokensRead <= TextPlan.work, "\(tokens)")
      if let last {
        #expect(plan.width >= last.width && plan.batchSize >= last.batchSize)
        #expect(plan.readings <= last.readings + 1, "steps are whole: \(last.readings) \(plan.readings)")
      }
      last = plan
    }
    #expect(last?.width == 64 && (last?.readings ?? 1) < 0.2)
  }

  @Test(
    "a list of short lines gets short rows, profiles their share of work"
  )
  func kinds() {
    func plan(_ cut: CorpusSource.Kind, line: Double, _ profile: Profile = .standard) -> TextPlan {
      TextPlan(tokens: 1_000_000, vocabulary: 80, cut: cut, lineLength: line, profile: profile)
    }
    #expect(plan(.char, line: 7).length < plan(.char, line: 30).length)
    #expect(plan(.word, line: 7).length == plan(.char, line: 30).length, "a line of verse has few words")
    let readings = [Profile.quick, .standard, .full].map { plan(.char, line: 30, $0).readings }
    #expect(abs(readings[1] / readings[0] - 3) < 0.02 && abs(readings[2] / readings[1] - 3) < 0.02)
  }

  @Test("words are taken where each comes back often, characters everywhere else")
  func cuts() {
    let sentence = "the cat sat on the mat, and the dog ran. "
    #expect(TextPlan.cut(of: TextFacts(String(repeating: sentence, count: 10_000))) == .word)
    #expect(TextPlan.cut(of: TextFacts(String(repeating: sentence, count: 100))) == .char, "too short")
    // As many words as different ones.
    #expect(TextPlan.cut(of: TextFacts((0..<120_000).map { "n\($0)" }.joined(separator: " "))) == .char)
    #expect(TextPlan.cut(of: TextFacts("")) == .char)
    let facts = TextFacts("one two\ntwo, three\n")
    #expect(facts == TextFacts(characters: 19, words: 7, distinctWords: 5, lines: 2))
    #expect(facts.occurrences == 1.4 && facts.lineLength == 9.5)
  }

  @Test("at every width that is chosen, all models can be matched within 2 %", arguments: [12, 30, 66, 120, 600, 3000])
  func matches(vocabulary: Int) throws {
    for (width, length) in [(32, 128), (40, 64), (48, 32), (56, 128), (64, 128)] {
      let base = ModelConfiguration(
        vocabularySize: vocabulary, width: width, layerCount: TextPlan.layers, headCount: 2, contextLength: length)
      let batch = BatchShape(rows: 8, rowLength: length, threads: 1)
      let target = try MatchedQuantity.parameters.measure(SmallCorpus.model("transformer"), base, on: batch)
      for type in LabModels.all {
        var base = base
        base.layerCount = type.settings.contains(.heads) ? TextPlan.layers : TextPlan.recurrentLayers
        base.contextLength = PredictionTask.contextLength(for: type.sight, rowLength: length)
        _ = try SizeMatching.configuration(of: type, base: base, quantity: .parameters, target: target, batch: batch)
      }
    }
  }

  @Test(
    "on a text every model is searched for alike, with half of the steps, and the best look at each run is scored")
  func compares() throws {
    let corpus = try SmallCorpus.characters()
    var plan = ComparisonPlan(.quick, threads: 1)
    plan.suit(TextPlan(corpus, profile: .quick))
    #expect(plan.length == 64 && plan.search?.steps == max(1, plan.steps / 2))
    (plan.referenceWidth, plan.length, plan.batchSize, plan.steps, plan.seeds) = (32, 24, 4, 40, [1])
    plan.searchOnText([0.001, 0.01, 0.03, 0.1])
    let comparison = try Comparison(
      plan, corpus: corpus, models: try ["rnn", "transformer"].map(SmallCorpus.model),
      reference: try SmallCorpus.model("transformer"))
    #expect(comparison.searchSteps(of: "rnn") == 4 * 20)
    let expected = try comparison.expectedSeconds()
    #expect(expected.search > 0 && expected.runs > 0)
    let trained = try comparison.run { _ in }
    let results = try trained.results()
    for (runs, model) in zip(trained.runs, results.models) {
      let looks = try #require(model.gradientNorms[0].validation)
      #expect(looks.count == ComparisonPlan.textLooks && looks.last?.step == 40)
      #expect(looks.map(\.step) == looks.map(\.step).sorted())
      let best = try #require(looks.min { $0.loss < $1.loss })
      // The weights that are kept are those after as many steps as the best look had, trained once more.
      let trainer = try Trainer(
        runs[0].model, on: corpus,
        settings: comparison.plan.trainingSettings(
          peak: try #require(results.protocol.searches[model.id]).chosen.learningRate, steps: 40, seed: 1))
      while trainer.nextStep < best.step { try trainer.step() }
      let evaluator = Evaluator(runs[0].model, parameters: trainer.parameters, threads: 1)
      let rows = try EvaluationRows.make(corpus.test, of: corpus, length: 24, stride: 12)
      let loss = evaluator.score(rows, of: corpus.test, blank: corpus.tokenizer.blankToken).meanLoss
      #expect(abs(loss - (model.nextToken?.mean ?? .nan)) < 1e-6, "\(model.id)")
    }
    #expect(Fairness.checks(of: results).filter { !["learning rates"].contains($0.name) && !$0.isMet }.isEmpty)
  }

  @Test("where training makes the validation loss rise, the weights from before are kept")
  func keepsBest() throws {
    let corpus = try SmallCorpus.alphabet()
    let model = try SmallCorpus.model("rnn").init(SmallCorpus.configuration(corpus, length: 8))
    let settings = TrainingSettings(
      batchSize: 2, length: 8, steps: 60, schedule: LearningRateSchedule(peak: 0.03, warmup: 0, total: 60), threads: 1)
    let trainer = try Trainer(model, on: corpus, settings: settings)
    var watch = try ValidationWatch(trainer, on: corpus, count: 12)
    var copies: [Int: [Float]] = [:]
    while trainer.nextStep < 60 {
      try trainer.step()
      try watch.lookIfDue()
      copies[trainer.nextStep] = trainer.parameters[model.parameters.parameters[0]].scalars
    }
    #expect(watch.looks.map(\.step) == (1...12).map { $0 * 5 })
    // No letter of the validation part was ever trained on: training can but make it less likely.
    let best = try #require(watch.looks.min { $0.loss < $1.loss })
    #expect(best.step < 60 && watch.looks[11].loss > best.loss + 0.1)
    #expect(watch.best?[model.parameters.parameters[0]].scalars == copies[best.step])
  }
}
