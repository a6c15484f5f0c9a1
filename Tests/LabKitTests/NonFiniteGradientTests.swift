// A gradient that is not finite stops whoever trains: nobody takes such a step.

import LabKit
import NeuralLayers
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Steps whose gradient is not finite")
struct NonFiniteGradientTests {
  private let configuration = ModelConfiguration(vocabularySize: 16, width: 8, contextLength: 12)

  @Test("the loss is finite, and the gradient is not: the case that the others are about")
  func gradient() throws {
    let model = try ExplodingModel(configuration)
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
    let tokens = TokenBatch([Int32](repeating: 1, count: 24), batchSize: 2, length: 12)
    let result = try GradientWorkers(model, parameters: parameters, threads: 2)
      .gradient(of: tokens, targets: tokens, seed: 1)
    #expect(result.loss.isFinite && !result.gradient.norm.isFinite)
  }

  @Test("a trainer names the step and leaves parameters and optimiser as they were")
  func trainer() throws {
    let corpus = try SmallCorpus.stories()
    let settings = TrainingSettings(
      batchSize: 4, length: 20, steps: 5, schedule: LearningRateSchedule(peak: 0.01, warmup: 1, total: 5), threads: 2)
    let model = try ExplodingModel(SmallCorpus.configuration(corpus, length: 20))
    let trainer = try Trainer(model, on: corpus, settings: settings)
    let failure = try #require(throws: TrainingFailure.self) { try trainer.step() }
    #expect(failure.step == 0 && failure.operation == failure.autopsy?.finding.operation)
    #expect(failure.autopsy?.finding.pass == .backward && failure.message.contains("inf in the gradient by"))
    #expect(trainer.nextStep == 0)
    let table = model.parameters.parameters[0]
    #expect(trainer.parameters[table].scalars.allSatisfy { $0 == 0 })
  }

  @Test("a run on a probe has no parameters")
  func probe() throws {
    let task = CopyTask(gap: 1)
    let run = try ProbeRun(task, ExplodingModel.self, ProbeSettings(width: 8, batchSize: 8, steps: 30))
    let trained = run.trained(seed: 1)
    #expect(trained.parameters == nil && trained.steps == 0)
    #expect(run.score(trained, on: task, seed: 1).isNaN)
  }

  @Test("a benchmark has no result")
  func benchmark() throws {
    let failure = try #require(throws: NonFiniteValue.self) {
      try StepBenchmark(ExplodingModel.self, configuration, batchSize: 4, length: 12, steps: 2, threads: 2)
    }
    #expect(failure.operation == "gradient")
  }
}
