// A training that stops and goes on ends where one ends that never stopped.

import Corpora
import Foundation
import LabKit
import LabResults
import ModelCatalog
import NeuralLayers
import TestSupport
import Testing

@Suite("Training session")
struct TrainingSessionTests {
  private let settings = TrainingSettings(
    batchSize: 4, length: 12, steps: 10, schedule: LearningRateSchedule(peak: 0.01, warmup: 2, total: 10), seed: 2,
    threads: 2, logInterval: 2)

  private var record: TrainingRecord {
    TrainingRecord(
      settings: settings, corpus: CorpusSource(name: "small", kind: .grammar), sha256: "0", evalInterval: 4)
  }

  @Test("saved after five steps and loaded, it makes the same steps, bit for bit, and keeps its notes")
  func goesOn() throws {
    let corpus = try SmallCorpus.stories()
    let model = try SmallCorpus.model("lstm").init(SmallCorpus.configuration(corpus, length: 12))
    let whole = try Trainer(model, on: corpus, settings: settings)
    while whole.nextStep < 10 { try whole.step() }

    let folder = try TemporaryFolder()
    let target = folder.file("run")
    let first = TrainingSession(try Trainer(model, on: corpus, settings: settings), on: corpus, record: record)
    let evaluator = Evaluator(model, parameters: first.trainer.parameters, threads: 1)
    let evaluation = try HeldOutEvaluation(evaluator, corpus: corpus)
    for _ in 0..<5 {
      try first.trainer.step()
      #expect(first.isLookDue == (first.trainer.nextStep == 4))
      if first.isLookDue { #expect(try first.look(evaluation).isFinite) }
    }
    try first.save(to: target)

    let loaded = try Checkpoint.load(target, models: ModelCatalog.models)
    let training = try #require(try Checkpoint.loadTraining(target, layout: loaded.model.parameters))
    let saved = try JSONDecoder().decode(TrainingRecord.self, from: training.json)
    try saved.check()
    #expect(saved.step == 5 && saved.validations.map(\.step) == [4])
    let trainer = try Trainer(loaded.model, on: corpus, settings: saved.settings, parameters: loaded.parameters)
    let second = TrainingSession(trainer, on: corpus, record: saved, optimizer: training.optimizer)
    #expect(second.firstStep == 5)
    while trainer.nextStep < 10 { try trainer.step() }
    for parameter in model.parameters.parameters {
      #expect(trainer.parameters[parameter].scalars == whole.parameters[parameter].scalars)
    }
    try second.save(to: target)
    let notes = try #require(try Checkpoint.trainingNotes(target))
    let history = try JSONDecoder().decode(TrainingRecord.self, from: notes).history
    #expect(history == whole.history)
  }

  @Test("of very many looks the older ones thin out, but for the best; one that is read again in between goes on alike")
  func manyLooks() throws {
    var whole = record
    whole.patience = 1500
    var stopped = whole
    var best: ValidationLook?
    for step in 1...9000 {
      // The best is look 2001, which halving would forget, and no second one as good comes for long.
      let look = ValidationLook(step: step, loss: step < 2002 ? 5 - Double(step) / 1000 : 4)
      if look.loss < best?.loss ?? .infinity { best = look }
      let before = whole.looksSinceBest
      whole.note(look, best: best)
      stopped.note(look, best: best)
      #expect(whole.looksSinceBest == (best == look ? 0 : before + 1) || before >= 1500, "look \(step)")
      if step % 777 == 0 {
        stopped = try JSONDecoder().decode(TrainingRecord.self, from: JSONEncoder().encode(stopped))
      }
    }
    #expect(whole == stopped && whole.validations.count <= 3000)
    let steps = whole.validations.map(\.step)
    #expect(steps == steps.sorted() && steps.last == 9000 && steps.contains(2001) && steps[0] == 1)
    #expect(Array(steps.suffix(1500)) == Array(7501...9000))
    var endless = record
    endless.patience = .max
    endless.note(ValidationLook(step: 1, loss: 1), best: nil)
    #expect(endless.validations.count == 1)
  }

  @Test("a record that no training can have is refused")
  func unsound() {
    var broken = record
    broken.settings.batchSize = 0
    #expect(throws: TrainingRecordError.self) { try broken.check() }
  }
}
