// A step that failed, saved so that it can be run again: a checkpoint of the weights before it, and beside them its batch.

import Foundation
import LabErrors
import SequenceKit
import TensorCore

/// All that a failed training step was made of.
public struct FailedStep {
  /// What was found when it failed.
  public let autopsy: Autopsy
  private let batch: StepBatch
  private let settings: TrainingSettings
  private let model: any SequenceModel
  private let parameters: Parameters<Float>

  /// What stands beside the checkpoint.
  private struct Note: Codable {
    let autopsy: Autopsy
    let batch: StepBatch
    let settings: TrainingSettings
  }

  /// The file of the batch and what was found.
  public static let fileName = "autopsy.json"

  init(_ autopsy: Autopsy, of trainer: Trainer) {
    self.autopsy = autopsy
    (batch, settings) = (trainer.batch(of: autopsy.step), trainer.settings)
    (model, parameters) = (trainer.model, trainer.parameters)
  }

  /// Reads what ``TrainingSession/saveFailedStep(_:to:)`` wrote.
  /// - Throws: `CheckpointError`
  public init(contentsOf folder: URL, models: [any SequenceModel.Type]) throws(CheckpointError) {
    let file = folder.appendingPathComponent(Self.fileName)
    try Checkpoint.checkIsFolder(folder)
    guard let json = try Checkpoint.contents(of: file) else {
      throw .lacks(
        folder: folder.path, what: Self.fileName, hint: "train writes one beside its checkpoint when a step fails")
    }
    let checkpoint = try Checkpoint.load(folder, models: models, acceptsNonFinite: true)
    try Checkpoint.checkDamage(to: [Self.fileName], in: folder)
    let configuration = checkpoint.model.configuration
    guard let note = try? decodedJSON(Note.self, from: json), Limits.threads.contains(note.settings.threads),
      note.batch.isSound(vocabulary: configuration.vocabularySize, context: configuration.contextLength)
    else { throw .training(file: file.path, problem: "it is damaged, or of another program") }
    (autopsy, batch, settings) = (note.autopsy, note.batch, note.settings)
    (model, parameters) = (checkpoint.model, checkpoint.parameters)
  }

  /// The file's contents.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(Note(autopsy: autopsy, batch: batch, settings: settings))
  }

  /// Runs the step again, every value looked at; nil, if all are finite.
  public func replayed() -> Autopsy? {
    GradientWorkers(model, parameters: parameters, threads: settings.threads, isPlain: settings.isPlain)
      .autopsy(of: batch, parameters: parameters, evidence: autopsy.evidence)
  }

  /// The model's identifier.
  public var identifier: String { type(of: model).identifier }
}

extension TrainingSession {
  /// Saves a step that failed, in a folder that `seqlab replay` reads: the weights and the optimiser before it, its batch and settings.
  public func saveFailedStep(_ autopsy: Autopsy, to folder: URL) throws {
    let step = FailedStep(autopsy, of: trainer)
    let checkpoint = Checkpoint(model: trainer.model, parameters: trainer.parameters, tokenizer: corpus.tokenizer)
    try checkpoint.save(
      to: folder, training: (try notes(step: trainer.nextStep), trainer.optimizer),
      beside: [FailedStep.fileName: try step.json()])
  }
}
