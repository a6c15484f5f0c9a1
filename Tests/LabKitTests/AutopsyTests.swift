// A failed training step is looked at: what was not finite, where, and whether damage or the learning rate made it so.

import Foundation
import LabKit
import NeuralLayers
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Autopsy of a failed step")
struct AutopsyTests {
  private func trainer(_ model: any SequenceModel.Type, rate: Double = 0.01, threads: Int = 2) throws -> Trainer {
    let corpus = try SmallCorpus.stories(train: 2000, test: 200)
    let settings = TrainingSettings(
      batchSize: 5, length: 12, steps: 20, schedule: LearningRateSchedule(peak: rate, warmup: 0, total: 20), seed: 3,
      threads: threads)
    return try Trainer(model.init(SmallCorpus.configuration(corpus, length: 12)), on: corpus, settings: settings)
  }

  private func failure(of trainer: Trainer) throws -> TrainingFailure {
    try #require(throws: TrainingFailure.self) { for _ in 0..<20 { try trainer.step() } }
  }

  @Test(
    "an injected value is located: tensor, element and value, as a checkpoint has them",
    arguments: LabModels.identifiers)
  func injected(_ identifier: String) throws {
    var generator = SeededGenerator(seed: 5, stream: identifier)
    for value in [Float.infinity, -.infinity, .nan, 3e38] {
      let trainer = try trainer(SmallCorpus.model(identifier))
      for _ in 0..<3 { try trainer.step() }
      let all = trainer.model.parameters.parameters
      let parameter = all[Int.random(in: all.indices, using: &generator)]
      let index = Int.random(in: 0..<parameter.shape.count, using: &generator)
      var values = trainer.parameters[parameter].scalars
      values[index] = value
      trainer.parameters[parameter] = Tensor(values, shape: parameter.shape)
      guard let failure = Self.failure({ for _ in 0..<17 { try trainer.step() } }) else {
        // A large weight may do no harm, and one of a position that no row is long enough for never does.
        #expect(value == 3e38 || parameter.checkpoint.names[0] == "transformer.wpe.weight")
        continue
      }
      let autopsy = try #require(failure.autopsy)
      var element = [Int](repeating: 0, count: parameter.shape.rank)
      var rest = index
      for axis in element.indices.reversed() {
        element[axis] = rest % parameter.shape[axis]
        rest /= parameter.shape[axis]
      }
      if case .transposed = parameter.checkpoint { element.reverse() }
      let name = parameter.checkpoint.names[0]
      #expect(
        autopsy.finding.tensor == name && autopsy.finding.element == element, "\(name) \(element): \(autopsy.place)")
      #expect(autopsy.finding.pass == .before && autopsy.cause == .damage, "\(failure.message)")
      #expect(autopsy.step == failure.step && !failure.message.contains("learning rate"))
    }
  }

  private static func failure(_ body: () throws -> Void) -> TrainingFailure? {
    do { try body() } catch { return error as? TrainingFailure }
    return nil
  }

  @Test("a moment of the optimiser that is damaged is no learning rate either")
  func moment() throws {
    let trainer = try trainer(SmallCorpus.model("lstm"))
    for _ in 0..<3 { try trainer.step() }
    let parameter = trainer.model.parameters.parameters[1]
    trainer.optimizer.firstMoment[parameter] = Tensor(repeating: .infinity, shape: parameter.shape)
    let failure = try failure(of: trainer)
    #expect(failure.step == 4 && failure.autopsy?.cause == .damage, "\(failure.message)")
    #expect(failure.autopsy?.finding.tensor == parameter.checkpoint.names[0])
  }

  @Test("a learning rate that is too large is told as such, for every model", arguments: LabModels.identifiers)
  func explosion(_ identifier: String) throws {
    for rate in [1e20, 1e37] {
      let trainer = try trainer(SmallCorpus.model(identifier), rate: rate)
      guard let failure = Self.failure({ for _ in 0..<20 { try trainer.step() } }) else { continue }
      let autopsy = try #require(failure.autopsy, "\(failure.message)")
      #expect(autopsy.cause == .explosion && failure.step > 0, "\(failure.message)")
      #expect(failure.message.contains("lower the learning rate"))
      #expect(autopsy.evidence.losses.count == min(8, failure.step))
    }
  }

  @Test("where neither is the cause, it is what the operation makes of ordinary weights")
  func operation() throws {
    let failure = try failure(of: trainer(ExplodingModel.self))
    let autopsy = try #require(failure.autopsy)
    #expect(failure.step == 0 && autopsy.cause == .operation && autopsy.finding.pass == .backward)
    #expect(failure.operation == autopsy.finding.operation && autopsy.finding.value.hasSuffix("inf"))
    #expect(autopsy.sequences?.lowerBound == 0)
  }

  @Test(
    "a step that goes well has nothing to find, and the same gradient watched or not", arguments: LabModels.identifiers)
  func healthy(_ identifier: String) throws {
    for isPlain in [false, true] {
      let trainer = try trainer(SmallCorpus.model(identifier))
      let workers = GradientWorkers(trainer.model, parameters: trainer.parameters, threads: 2, isPlain: isPlain)
      let batch = trainer.batch(of: 0)
      let watched = workers.watchedGradient(of: batch.tokens, targets: batch.targets, seed: batch.seed)
      #expect(watched.found == nil, "\(String(describing: watched.found))")
      let values = try #require(watched.gradient).copy()
      let usual = try workers.gradient(of: batch.tokens, targets: batch.targets, seed: batch.seed).gradient
      for parameter in usual.layout.parameters {
        #expect(values[parameter].scalars == usual[parameter].scalars, "\(parameter.checkpoint)")
      }
    }
  }

  @Test("a mask's −∞ is no finding, plain or not, and what comes after it is")
  func mask() throws {
    let tape = Tape<Float>()
    tape.watch = FiniteWatch()
    let mask = tape.constant(Tensor([0, -.infinity], shape: [1, 2]))
    let probabilities = softmax(tape.constant(Tensor([1, 2], shape: [1, 2])) + mask, along: 1)
    #expect(probabilities.value.scalars == [1, 0] && tape.watch?.found == nil)
    _ = log(probabilities)
    #expect(tape.watch?.found?.operation == "log" && tape.watch?.found?.element == [0, 1])
    #expect(tape.watch?.found?.value == "-inf" && tape.watch?.found?.operationsBefore == 2)
  }

  @Test("the saved step fails again as it did, however it failed", arguments: ["damage", "explosion"])
  func replay(_ cause: String) throws {
    let trainer = try trainer(SmallCorpus.model("transformer"), rate: cause == "damage" ? 0.01 : 1e37, threads: 3)
    if cause == "damage" {
      try trainer.step()
      let table = trainer.model.parameters.parameters[2]
      var values = trainer.parameters[table].scalars
      values[1] = .nan
      trainer.parameters[table] = Tensor(values, shape: table.shape)
    }
    let failure = try failure(of: trainer)
    let autopsy = try #require(failure.autopsy)
    #expect(autopsy.cause.rawValue == cause)
    let corpus = try SmallCorpus.stories(train: 2000, test: 200)
    let record = TrainingRecord(
      settings: trainer.settings, corpus: .init(name: "small", kind: .grammar), sha256: "0", evalInterval: 0)
    let folder = try TemporaryFolder().file("failed")
    try TrainingSession(trainer, on: corpus, record: record).saveFailedStep(autopsy, to: folder)
    let step = try FailedStep(contentsOf: folder, models: LabModels.all)
    #expect(step.autopsy == autopsy)
    for _ in 0..<2 { #expect(step.replayed() == autopsy) }
  }
}
