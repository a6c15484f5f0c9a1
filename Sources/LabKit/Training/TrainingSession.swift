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

  /// - Parameters:
  ///   - record: The notes so far; its settings are the trainer's.
  ///   - optimizer: The optimiser as an earlier session left it; nil for a training that starts.
  public init(_ trainer: Trainer, on corpus: Corpus, record: TrainingRecord, optimizer: AdamW<Float>? = nil) {
    (self.trainer, self.corpus, self.record) = (trainer, corpus, record)
    if let optimizer {
      trainer.optimizer.step = optimizer.step
      trainer.optimizer.firstMoment.assign(optimizer.firstMoment)
      trainer.optimizer.secondMoment.assign(optimizer.secondMoment)
    }
    firstStep = trainer.nextStep
  }

  /// Whether the validation part is to be looked at after the step that was made.
  public var isLookDue: Bool {
    let interval = record.evalInterval
    return interval > 0 && trainer.nextStep % interval == 0 && trainer.nextStep < trainer.settings.steps
  }

  /// What was noted of steps, those of earlier sessions among them.
  public var history: [TrainingStep] { record.history.filter { $0.step < firstStep } + trainer.history }

  /// Looks at the validation part, notes the loss there, and returns it.
  public func look(_ evaluation: HeldOutEvaluation) throws -> Double {
    let loss = try evaluation.sampledLoss().mean
    record.validations.append(.init(step: trainer.nextStep, loss: loss))
    return loss
  }

  /// Saves the model with the notes, so that it can be used and trained on.
  public func save(to folder: URL) throws {
    record.step = trainer.nextStep
    var noted = record
    noted.history = history
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(noted)
    try Checkpoint(model: trainer.model, parameters: trainer.parameters, tokenizer: corpus.tokenizer)
      .save(to: folder, training: (json: json, optimizer: trainer.optimizer))
  }
}
