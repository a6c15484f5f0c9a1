// The loop of `seqlab train`: steps, looks at the validation part, checkpoints, and the result.

import Foundation
import LabKit
import LabReport
import LabResults
import SequenceKit

/// Trains until the last step, a given one, or Ctrl-C.
final class TrainingRun {
  private let session: TrainingSession
  private let destination: String
  private let stopAt: Int?
  private let curve: String?
  private let json: Bool
  private let evaluation: HeldOutEvaluation

  private var trainer: Trainer { session.trainer }
  private var settings: TrainingSettings { trainer.settings }
  private var firstStep: Int { session.firstStep }
  private var identifier: String { type(of: trainer.model).identifier }

  /// - Parameters:
  ///   - stopAt: The last step of this session, if that is not the last of all.
  ///   - curve: The folder that the losses are drawn into, if they are.
  init(session: TrainingSession, destination: String, stopAt: Int?, curve: String?, json: Bool) throws {
    (self.session, self.destination, self.stopAt, self.curve) = (session, destination, stopAt, curve)
    self.json = json
    let evaluator = Evaluator(
      session.trainer.model, parameters: session.trainer.parameters, threads: session.trainer.settings.threads)
    evaluation = try HeldOutEvaluation(showing: evaluator, corpus: session.corpus)
  }

  func run() throws {
    let start = ContinuousClock.now
    let last = min(settings.steps, stopAt ?? .max)
    announce(until: last)
    let loss = try train(until: last)
    try save()
    let seconds = (ContinuousClock.now - start).milliseconds / 1000
    let isFinished = trainer.nextStep >= settings.steps
    let validation = isFinished ? try evaluation.validationLoss(blanks: 1000) : nil
    if let curve { try draw(into: curve, last: validation?.mean) }
    try report(loss: loss, validation: validation, seconds: seconds)
  }

  private func draw(into folder: String, last: Double?) throws {
    let looks = session.record.validations + (last.map { [ValidationLook(step: settings.steps, loss: $0)] } ?? [])
    let unit = trainer.model.sight == .left ? "token" : "blank"
    try ReportFiles.write(
      LearningFigure(looks: looks, history: session.history, unit: unit).figure, to: URL(userPath: folder))
  }

  /// Makes the steps; returns the last one's loss, or nil if there was none to make.
  private func train(until last: Int) throws -> Double? {
    let perStep = settings.batchSize * settings.length
    let progress = ProgressReporter(identifier, total: max(0, last - firstStep) * perStep, unit: "tokens")
    let interruption = Interruption()
    defer { progress.finish() }
    var loss: Double?
    while trainer.nextStep < last {
      let now = try trainer.step()
      loss = now
      let done = trainer.nextStep
      progress.update((done - firstStep) * perStep, note: "step \(done)  loss \(Words.number(now, digits: 3))")
      if interruption.hasCome() {
        progress.finish()
        try save()
        throw Interrupted(
          message: "interrupted after step \(done); saved, go on with: seqlab train --resume \(destination)")
      }
      if session.isLookDue { try look(progress, loss: now) }
    }
    return loss
  }

  /// A look at the validation part, and a checkpoint.
  private func look(_ progress: ProgressReporter, loss: Double) throws {
    let step = trainer.nextStep
    let validation = try session.look(evaluation)
    let padded = String(repeating: " ", count: max(0, String(settings.steps).count - String(step).count)) + String(step)
    progress.message(
      "step \(padded)   training \(Words.number(loss, digits: 4))   validation \(Words.number(validation, digits: 4))"
        + "   learning rate \(String(format: "%.2e", settings.schedule.rate(at: step - 1)))")
    try save()
  }

  private func save() throws { try session.save(to: URL(userPath: destination)) }

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

  private struct Result: Encodable {
    let model, checkpoint, objective: String
    let parameters, steps, tokens, validationTokens: Int
    let seconds: Double
    let loss, validation: OrNull<Double>
    /// The share of the held-out words of a text by word that are unknown; null for all others.
    let unknownShare: OrNull<Double>
  }

  private func report(loss: Double?, validation: HeldOutEvaluation.Loss?, seconds: Double) throws {
    let isCausal = trainer.model.sight == .left
    if json {
      return try Output.json(
        Result(
          model: identifier, checkpoint: destination, objective: isCausal ? "next token" : "fill the blank",
          parameters: trainer.model.parameters.scalarCount, steps: trainer.nextStep, tokens: trainer.tokensTrained,
          validationTokens: validation?.count ?? 0, seconds: seconds, loss: OrNull(loss),
          validation: OrNull(validation?.mean),
          unknownShare: OrNull(session.corpus.tokenizer.unknownToken.map { _ in session.corpus.unknownShare })))
    }
    let made = trainer.nextStep - firstStep
    var facts = [
      ("model", "\(identifier), \(Words.count(trainer.model.parameters.scalarCount)) parameters"),
      (
        "trained",
        "\(Words.count(made)) steps of \(settings.batchSize) × \(settings.length) tokens in "
          + ProgressReporter.duration(seconds)
      ),
    ]
    if let loss { facts.append(("last loss", Words.nats(loss))) }
    if let validation {
      let unit = isCausal ? "a token" : "a blank"
      facts.append(("validation", "\(Words.nats(validation.mean)) \(unit), over \(Words.count(validation.count))"))
    } else {
      facts.append(("stopped", "after step \(trainer.nextStep) of \(settings.steps); --resume \(destination) goes on"))
    }
    if isCausal, let floor = session.corpus.validation.nextTokenFloor, validation != nil {
      facts.append(("floor", "\(Words.nats(floor.mean)) a token"))
    }
    facts.append(("checkpoint", destination))
    try Output.facts(facts)
    if let overfitting { Output.note(overfitting) }
  }

  /// That the loss on a text's validation part has risen since its best look, and what helps; nil if it has not.
  private var overfitting: String? {
    // lesson: overfits
    let looks = session.record.validations
    guard session.corpus.grammar == nil, let best = looks.min(by: { $0.loss < $1.loss }), let last = looks.last,
      last.loss > best.loss * 1.01
    else { return nil }
    // end
    return "it overfits: the validation loss was least after step \(best.step), and rose by "
      + "\(Words.number(last.loss - best.loss, digits: 2)) since; fewer --steps, a smaller --width, --dropout 0.2 or "
      + "more "
      + "text may help, more steps do not"
  }
}
