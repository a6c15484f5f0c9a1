// Training: the same targets for all models, gradients that threads share, runs that repeat bit by bit.

import Corpora
import LabKit
import NeuralLayers
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Training")
struct TrainingTests {
  private func settings(steps: Int, threads: Int = 2, rate: Double = 1e-2) -> TrainingSettings {
    TrainingSettings(
      batchSize: 8, length: 20, steps: steps, schedule: LearningRateSchedule(peak: rate, warmup: 5, total: steps),
      seed: 3, threads: threads, logInterval: 5)
  }

  private func trainer(_ identifier: String, on corpus: Corpus, _ settings: TrainingSettings) throws -> Trainer {
    let type = try SmallCorpus.model(identifier)
    let configuration = SmallCorpus.configuration(corpus, length: settings.length)
    return try Trainer(try type.init(configuration), on: corpus, settings: settings)
  }

  @Test("every model learns: the loss falls well below a unigram's", arguments: SmallCorpus.identifiers)
  func learns(identifier: String) throws {
    let corpus = try SmallCorpus.stories()
    let trainer = try trainer(identifier, on: corpus, settings(steps: 150))
    let first = try trainer.step()
    var last = first
    while trainer.nextStep < 150 { last = try trainer.step() }
    #expect(first > 2.5, "an untrained model should be near ln \(corpus.vocabularySize)")
    #expect(last < 1.2, "loss \(last)")
    #expect(trainer.tokensTrained == 150 * 8 * 20)
    #expect(trainer.history.map(\.step) == Array(stride(from: 0, to: 150, by: 5)) + [149])
  }

  @Test("a run repeats bit by bit with the same seed and threads, and differs with another seed")
  func repeats() throws {
    let corpus = try SmallCorpus.stories()
    func losses(seed: UInt64) throws -> [Double] {
      var settings = settings(steps: 10)
      settings.seed = seed
      let trainer = try trainer("transformer", on: corpus, settings)
      return try (0..<10).map { _ in try trainer.step() }
    }
    let first = try losses(seed: 1)
    #expect(try losses(seed: 1) == first)
    #expect(try losses(seed: 2) != first)
  }

  @Test("sequences taken in groups give the loss and gradient of the whole batch", arguments: SmallCorpus.identifiers)
  func groups(identifier: String) throws {
    let corpus = try SmallCorpus.stories()
    let (type, length) = (try SmallCorpus.model(identifier), 200)
    let model = try type.init(SmallCorpus.configuration(corpus, length: length))
    let parameters = Parameters<Double>(initializing: model.parameters, seed: 1)
    var rows = try TrainingRows(corpus, length: length, batchSize: 5, seed: 1)
    let task = PredictionTask(
      training: rows.batch(step: 0), sight: type.sight, blank: corpus.tokenizer.blankToken, seed: 1)
    if identifier == "transformer" { #expect(model.sequencesAtOnce(length: length) == 2) }
    let tape = Tape(parameters)
    let gradient = Parameters<Double>(zerosFor: model.parameters)
    let loss = model.loss(task.tokens, targets: task.targets, on: tape).mean
    let expected = loss.scalar
    tape.backward(from: loss, into: gradient)
    let result = try GradientWorkers(model, parameters: parameters, threads: 1)
      .gradient(of: task.tokens, targets: task.targets, seed: 1)
    #expect(abs(result.loss - expected) < 1e-12)
    for parameter in model.parameters.parameters {
      let pairs = zip(result.gradient[parameter].scalars, gradient[parameter].scalars)
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 }, "\(parameter.checkpoint)")
    }
  }

  @Test("threads change a gradient by rounding only", arguments: SmallCorpus.identifiers)
  func threads(identifier: String) throws {
    let corpus = try SmallCorpus.stories()
    let type = try SmallCorpus.model(identifier)
    let model = try type.init(SmallCorpus.configuration(corpus, length: 20))
    let parameters = Parameters<Double>(initializing: model.parameters, seed: 1)
    var rows = try TrainingRows(corpus, length: 20, batchSize: 7, seed: 1)
    let task = PredictionTask(
      training: rows.batch(step: 0), sight: type.sight, blank: corpus.tokenizer.blankToken, seed: 1)
    let one = GradientWorkers(model, parameters: parameters, threads: 1)
    let expected = try one.gradient(of: task.tokens, targets: task.targets, seed: 1)
    for count in [2, 3, 16] {
      let several = GradientWorkers(model, parameters: parameters, threads: count)
      let result = try several.gradient(of: task.tokens, targets: task.targets, seed: 1)
      #expect(abs(result.loss - expected.loss) < 1e-12)
      for parameter in model.parameters.parameters {
        let pairs = zip(result.gradient[parameter].scalars, expected.gradient[parameter].scalars)
        #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 }, "\(parameter.checkpoint) with \(count) threads")
      }
    }
  }

  @Test("all kinds of model get the same targets from the same rows")
  func sameTargets() throws {
    let corpus = try SmallCorpus.stories()
    var rows = try TrainingRows(corpus, length: 20, batchSize: 4, seed: 1)
    let batch = rows.batch(step: 0)
    func targets(_ sight: Sight) -> [Int32] {
      PredictionTask(batch, sight: sight, blank: corpus.tokenizer.blankToken) { _ in true }.targets.tokens.filter {
        $0 >= 0
      }
    }
    #expect(targets(.left) == batch.targets.filter { $0 >= 0 })
    #expect(targets(.around) == targets(.left))
    #expect(targets(.masked) == targets(.left))
  }

  @Test("a model that fills blanks never reads a token that it should predict, and about 15 % are blanked")
  func blanking() throws {
    let corpus = try SmallCorpus.stories()
    let blank = corpus.tokenizer.blankToken
    var rows = try TrainingRows(corpus, length: 20, batchSize: 100, seed: 1)
    let task = PredictionTask(training: rows.batch(step: 0), sight: .masked, blank: blank, seed: 1)
    for (token, target) in zip(task.tokens.tokens, task.targets.tokens) { #expect((token == blank) == (target >= 0)) }
    #expect(abs(Double(task.targets.tokens.count { $0 >= 0 }) / 2000 - 0.15) < 0.03)
  }

  @Test("a loss that is not finite stops the model and names the step and the operation")
  func nonFinite() throws {
    let corpus = try SmallCorpus.stories()
    let trainer = try trainer("rnn", on: corpus, settings(steps: 10))
    try trainer.step()
    let weight = trainer.model.parameters.parameters[0]
    trainer.parameters[weight] = Tensor(repeating: .infinity, shape: weight.shape)
    let failure = try #require(throws: TrainingFailure.self) { try trainer.step() }
    #expect(failure.step == 1)
    #expect(failure.operation == "parameter")
    #expect(failure.message.contains("rnn") && failure.message.contains("step 1") && !failure.message.contains("\n"))
    #expect(trainer.nextStep == 1, "a failed step changes nothing")
  }

  @Test("the gradient norm is that of all groups together")
  func groupNorms() throws {
    let corpus = try SmallCorpus.stories()
    let trainer = try trainer("lstm", on: corpus, settings(steps: 6))
    while trainer.nextStep < 6 { try trainer.step() }
    for step in trainer.history {
      let sum = step.groups.reduce(0) { $0 + $1.norm * $1.norm }
      #expect(abs(sum.squareRoot() - step.gradientNorm) < 1e-6 * step.gradientNorm)
      #expect(step.groups.map(\.group) == ["embedding", "layer 1 input", "layer 1 recurrent", "head"])
    }
  }
}
