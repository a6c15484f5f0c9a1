// The loop of `seqlab train`: steps, looks at the validation part, checkpoints, and the result.

import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import SequenceKit
import TensorCore

/// Trains until the last step, a given one, or Ctrl-C.
final class TrainingRun {
  private let session: TrainingSession
  private let place: SavePlace
  private let stopAt: Int?
  private let curve: String?
  private let json: Bool

  private var trainer: Trainer { session.trainer }
  private var settings: TrainingSettings { trainer.settings }
  private var firstStep: Int { session.firstStep }
  private var identifier: String { type(of: trainer.model).identifier }

  /// - Parameters:
  ///   - stopAt: The last step of this session, if that is not the last of all.
  ///   - curve: The folder that the losses are drawn into, if they are.
  init(session: TrainingSession, destination: String, stopAt: Int?, curve: String?, json: Bool) {
    (self.session, self.stopAt, self.curve) = (session, stopAt, curve)
    place = SavePlace(
      destination, for: "the training", otherwise: "move it from there, or go on with --resume")
    self.json = json
  }

  func run() throws {
    let start = ContinuousClock.now
    let last = min(settings.steps, stopAt ?? .max)
    announce(until: last)
    let loss = try trainAndSave(until: last)
    let seconds = (ContinuousClock.now - start).milliseconds / 1000
    let validation = session.isOver ? try evaluation(of: session.keptWeights).validationLoss(blanks: 1000) : nil
    let result = TrainingResult(session, place.current, loss: loss, validation: validation, seconds: seconds)
    if json {
      try Output.json(result)
    } else {
      try Output.facts(result.facts)
      for note in result.notes { Output.note(note) }
    }
    let drawing = Result { if let curve { try draw(into: curve, last: validation?.mean) } }
    // What is wrong with the training's own folder is told before what is wrong with the figure's.
    try place.check()
    try drawing.get()
  }

  /// - Parameter last: The loss of the kept weights on the whole validation part, if the training is over.
  private func draw(into folder: String, last: Double?) throws {
    let step = session.keptStep
    let looks =
      session.record.validations.filter { last == nil || $0.step != step }
      + (last.map { [ValidationLook(step: step, loss: $0)] } ?? [])
    let inOrder = looks.sorted { $0.step < $1.step }
    let unit = trainer.model.sight == .left ? "token" : "blank"
    try ReportFiles.write(
      LearningFigure(looks: inOrder, history: session.history, unit: unit).figure, to: URL(userPath: folder))
  }

  /// Makes the steps, and saves; returns the last step's loss, or nil if there was none to make. A signal ends it when all is saved.
  private func trainAndSave(until last: Int) throws -> Double? {
    let interruption = Interruption()
    let loss: Double?
    do { loss = try train(until: last, interruption) } catch let failure as TrainingFailure {
      throw saved(failure)
    }
    if let said = try place.save({ try session.save(to: $0) }) { Output.note(said) }
    try interruption.check(
      "interrupted after step \(trainer.nextStep); saved, "
        + (session.isOver ? "in \(place.current)" : "go on with: seqlab train --resume \(place.current)"))
    return loss
  }

  /// Saves a step that failed beside the training's folder, and returns the error with where it is.
  private func saved(_ failure: TrainingFailure) -> any Error {
    let folder = place.current + "-failed"
    guard let autopsy = failure.autopsy else { return failure }
    do { try session.saveFailedStep(autopsy, to: URL(userPath: folder)) } catch { return failure }
    return InputError(
      "\(failure.message); the step is saved: seqlab replay \(printable(folder))", exitCode: failure.exitCode)
  }

  /// Makes the steps, until there are no more or a signal comes.
  private func train(until last: Int, _ interruption: Interruption) throws -> Double? {
    let perStep = settings.batchSize * settings.length
    let progress = ProgressReporter(identifier, total: max(0, last - firstStep) * perStep, unit: "tokens")
    let evaluation = try evaluation(of: trainer.parameters)
    defer { progress.finish() }
    var loss: Double?
    var pace = FirstSteps(until: last, tokens: perStep)
    while trainer.nextStep < last, !session.isOver, interruption.signal == nil {
      let now = try trainer.step()
      loss = now
      if let time = pace.time(after: trainer.nextStep) { progress.message(time) }
      let done = trainer.nextStep
      progress.update((done - firstStep) * perStep, note: "step \(done)  loss \(Words.number(now, digits: 3))")
      // A look that is due is made even if a signal has come: a training that goes on would leave it out.
      guard session.isLookDue else { continue }
      try look(evaluation, progress, loss: now)
      guard done < last, !session.isOver else { continue }
      if let said = place.saveOnTheWay({ try session.save(to: $0) }) { progress.message(said) }
    }
    return loss
  }

  /// A look at the validation part.
  private func look(_ evaluation: HeldOutEvaluation, _ progress: ProgressReporter, loss: Double) throws {
    let step = trainer.nextStep
    let validation = try session.look(evaluation)
    let padded = String(repeating: " ", count: max(0, String(settings.steps).count - String(step).count)) + String(step)
    progress.message(
      "step \(padded)   training \(Words.number(loss, digits: 4))   validation \(Words.number(validation, digits: 4))"
        + "   learning rate \(String(format: "%.2e", settings.schedule.rate(at: step - 1)))")
  }

  private func evaluation(of parameters: Parameters<Float>) throws -> HeldOutEvaluation {
    let evaluator = Evaluator(trainer.model, parameters: parameters, threads: settings.threads)
    return try HeldOutEvaluation(showing: evaluator, corpus: session.corpus)
  }

  private func announce(until last: Int) {
    let configuration = trainer.model.configuration
    let count = Words.count(trainer.model.parameters.scalarCount)
    let threads = settings.threads == 1 ? "1 thread" : "\(settings.threads) threads"
    Output.note(
      "\(identifier), width \(configuration.width), \(configuration.layerCount) "
        + "\(configuration.layerCount == 1 ? "layer" : "layers"), \(count) parameters, on \(session.corpus.name), "
        + "\(threads)"
    )
    for remark in session.corpus.remarks { Output.note(remark) }
    if firstStep > 0 { Output.note("going on after step \(firstStep), until step \(last)") }
  }
}
