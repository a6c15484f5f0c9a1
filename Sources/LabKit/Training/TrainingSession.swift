// A training that is noted as it goes, so that it can stop and go on.

import Corpora
import Foundation
import LabResults
import NeuralLayers
import TensorCore

/// A trainer with all that is noted of its run.
public final class TrainingSession {
  /// What makes the steps.
  public let trainer: Trainer
  /// What is trained on; its tokenizer is saved with the model.
  public let corpus: Corpus
  /// The notes; `save` writes them with the steps that this session has made.
  public private(set) var record: TrainingRecord
  /// Where this session began.
  public let firstStep: Int
  /// Whether the weights of the best look are in memory, to be saved.
  public var hasBest: Bool { best.parameters != nil }

  private var best: BestWeights

  /// - Parameters:
  ///   - record: The notes so far; its settings are the trainer's.
  ///   - optimizer: The optimiser as an earlier session left it; nil for a training that starts.
  ///   - best: The weights of the best look so far, in the model's layout; nil if there are none.
  public init(
    _ trainer: Trainer, on corpus: Corpus, record: TrainingRecord, optimizer: AdamW<Float>? = nil,
    best: Parameters<Float>? = nil
  ) {
    (self.trainer, self.corpus, self.record) = (trainer, corpus, record)
    // Older notes do not name the best of their looks.
    let look = record.best ?? record.validations.min { $0.loss < $1.loss }
    self.record.best = look
    self.best = BestWeights(look, parameters: best, keepsParameters: record.keep != .last)
    if let optimizer {
      trainer.optimizer.step = optimizer.step
      trainer.optimizer.firstMoment.assign(optimizer.firstMoment)
      trainer.optimizer.secondMoment.assign(optimizer.secondMoment)
    }
    firstStep = trainer.nextStep
  }

  /// Whether the training has come to its end, by its steps or early.
  public var isOver: Bool { record.isOver(after: trainer.nextStep) }

  /// The weights that the folder itself has, once the training is saved.
  public var keptWeights: Parameters<Float> {
    (record.keep == .best && isOver ? best.parameters : nil) ?? trainer.parameters
  }

  /// After which step those weights were.
  public var keptStep: Int { keptWeights === best.parameters ? best.look?.step ?? trainer.nextStep : trainer.nextStep }

  /// Whether the validation part is to be looked at after the step that was made. It is after the last, too, so that the last weights can
  /// be the best.
  public var isLookDue: Bool {
    let (interval, step) = (record.evalInterval, trainer.nextStep)
    return interval > 0 && (step % interval == 0 || step == trainer.settings.steps)
  }

  /// What was noted of steps, those of earlier sessions among them.
  public var history: [TrainingStep] { record.history.filter { $0.step < firstStep } + trainer.history }

  /// Looks at the validation part, notes the loss there, keeps the weights if they are the best so far, and returns the loss.
  /// - Throws: `GenerationError`, if the model's numbers are not finite; `CorpusError`, if the part has no target.
  public func look(_ evaluation: HeldOutEvaluation) throws -> Double {
    let loss = try evaluation.sampledLoss()
    guard loss.count > 0, loss.mean.isFinite else {
      throw GenerationError.notFinite(model: type(of: trainer.model).identifier)
    }
    let look = ValidationLook(step: trainer.nextStep, loss: loss.mean)
    best.offer(trainer.parameters, at: look)
    record.note(look, best: best.look)
    return look.loss
  }

  /// Saves the model with the notes, so that it can be used and trained on, and the best weights as `record.keep` says.
  public func save(to folder: URL) throws {
    record.step = trainer.nextStep
    let checkpoint = Checkpoint(model: trainer.model, parameters: keptWeights, tokenizer: corpus.tokenizer)
    guard let look = best.look, let parameters = best.parameters else {
      return try checkpoint.save(to: folder, training: (try notes(step: record.step), trainer.optimizer))
    }
    let bestNotes = try notes(step: look.step)
    if keptWeights === parameters { return try checkpoint.save(to: folder, training: (bestNotes, nil)) }
    try checkpoint.save(
      to: folder, training: (try notes(step: record.step), trainer.optimizer), best: (parameters, bestNotes))
  }

  /// The notes as JSON, to stand beside the weights of a step.
  func notes(step: Int) throws -> Data {
    var noted = record
    noted.step = step
    noted.history = history
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(noted)
  }
}
