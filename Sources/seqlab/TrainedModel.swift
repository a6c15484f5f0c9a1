// A checkpoint as commands use it: the model, its tokenizer, the corpus it was trained on, and the state of its training.

import Corpora
import Foundation
import LabErrors
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore

/// A model from a checkpoint folder.
struct TrainedModel {
  let model: any SequenceModel
  let parameters: Parameters<Float>
  let tokenizer: Tokenizer?
  private let folder: URL
  /// The folder as it was typed.
  private let path: String

  /// The model's name.
  var identifier: String { type(of: model).identifier }

  /// Says, too, what was made of files of others'.
  /// - Parameters:
  ///   - memory: The flags of a command with which people can go on in spite of too little memory.
  ///   - goesOn: Whether its training is to go on; else people are told where there are better weights.
  /// - Throws: `CheckpointError`
  init(at path: String, _ memory: MemoryOptions? = nil, goesOn: Bool = false) throws {
    guard !path.isEmpty else { throw UsageError("the checkpoint's folder has no name; give one with --checkpoint DIR") }
    self.path = path
    folder = URL(userPath: path)
    if !FileManager.default.fileExists(atPath: folder.path) { Self.recoverIfFree(folder) }
    if !(memory?.yes ?? false) { try Self.checkMemory(for: folder, path, offersYes: memory != nil) }
    let checkpoint = try Checkpoint.load(folder, models: ModelCatalog.models)
    (model, parameters, tokenizer) = (checkpoint.model, checkpoint.parameters, checkpoint.tokenizer)
    for note in checkpoint.notes { Output.note("Note: " + note) }
    if !goesOn, let better { Output.note(better) }
    // Others' folders never have one.
    if isOfTraining, !has(Manifest.name) {
      Output.note("\(printable(path)) has no \(Manifest.name), so damage to its files would not be noticed")
    }
  }

  /// Whether a training of the lab's wrote the folder.
  private var isOfTraining: Bool { has("training.json") }

  private func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  /// Refuses weights that cannot fit into memory, before they are read.
  private static func checkMemory(for folder: URL, _ path: String, offersYes: Bool) throws(InputError) {
    let bytes = Checkpoint.weightBytes(in: folder)
    let free = AvailableMemory.current.bytes
    guard bytes > free else { return }
    throw InputError(
      "\(printable(path)) has \(Words.bytes(bytes)) of weights, and \(Words.bytes(free)) of memory are free: "
        + "end other programs, or raise the limit" + (offersYes ? ", or go on in spite of that with --yes" : ""))
  }

  /// Puts to use or removes what a process that was killed left of a checkpoint, and says so. Only who has the folder's lock may.
  static func recover(_ folder: URL) {
    if let message = Checkpoint.leftovers(of: folder).message { Output.note(message) }
  }

  /// As `recover`, if nobody writes the folder now.
  private static func recoverIfFree(_ folder: URL) {
    guard let lock = try? FolderLock.ifPossible(folder) else { return }
    withExtendedLifetime(lock) { recover(folder) }
  }

  /// That the folder has better weights than those that were read, and where; nil if it has not.
  private var better: String? {
    guard let json = try? Checkpoint.trainingNotes(folder),
      let record = try? decodedJSON(TrainingRecord.self, from: json),
      let difference = record.lossAboveBest, let best = record.best,
      has(Checkpoint.bestName)
    else { return nil }
    return "these are the weights after step \(record.step); those after step \(best.step) lost "
      + "\(Words.number(difference, digits: 3)) nats less on the validation part: "
      + "--checkpoint \(printable(path))/\(Checkpoint.bestName)"
  }

  /// The tokenizer, without which there is no text.
  func requireTokenizer() throws(InputError) -> Tokenizer {
    guard let tokenizer else {
      let size = model.configuration.vocabularySize
      if let problem = Checkpoint.tokenizerProblem(in: folder, vocabularySize: size) {
        throw InputError(problem.message)
      }
      throw InputError("\(printable(folder.path)) has no tokenizer.json, so it works on numbers only: seqlab forward")
    }
    return tokenizer
  }

  /// The weights in double precision.
  func doubleParameters() throws -> Parameters<Double> {
    try Checkpoint.loadParameters(folder, models: ModelCatalog.models, as: Double.self).parameters
  }

  /// The corpus that the model was trained on; nil if the checkpoint has no notes of a training.
  /// - Throws: `InputError`, if the notes are damaged; `CheckpointError`, if they cannot be read.
  func corpus() throws -> CorpusSource? {
    try trainingRecord()?.corpus
  }

  /// What is noted of the model's training; nil if nothing is.
  /// - Throws: as `corpus()`
  func trainingRecord() throws -> TrainingRecord? {
    try Checkpoint.trainingNotes(folder).map {
      try record(in: $0, otherwise: "name the corpus that it was trained on with --corpus")
    }
  }

  /// The notes in training.json.
  private func record(in json: Data, otherwise: String) throws(InputError) -> TrainingRecord {
    do { return try decodedJSON(TrainingRecord.self, from: json) } catch {
      throw InputError("\(printable(folder.path))/training.json is damaged or of another program; \(otherwise)")
    }
  }

  /// What training needs to go on: the notes, and the optimiser as it was.
  func training() throws -> (record: TrainingRecord, optimizer: AdamW<Float>) {
    if let json = try Checkpoint.trainingNotes(folder), !Checkpoint.hasOptimizer(folder) {
      _ = try record(in: json, otherwise: "train anew")
      throw InputError(
        "\(printable(folder.path)) has no optimizer.safetensors, as best weights alone have none, so its training cannot go "
          + "on: --resume the folder that it lies in, or train anew")
    }
    guard let training = try Checkpoint.loadTraining(folder, layout: model.parameters) else {
      throw InputError("\(printable(folder.path)) has no training.json, so its training cannot go on; train anew")
    }
    let record = try record(in: training.json, otherwise: "train anew")
    try record.check()
    guard record.step == training.optimizer.step, record.settings.optimizer == training.optimizer.settings else {
      throw InputError("training.json and optimizer.safetensors in \(printable(folder.path)) are not of the same step")
    }
    return (record, training.optimizer)
  }

  /// The weights that did best in the training so far, whose notes are given; nil if they are not there, or others are.
  func best(of record: TrainingRecord) throws -> Parameters<Float>? {
    let folder = folder.appendingPathComponent(Checkpoint.bestName)
    guard let look = record.best, record.keep != .last, FileManager.default.fileExists(atPath: folder.path) else {
      return nil
    }
    let best = try Checkpoint.load(folder, models: ModelCatalog.models)
    let notes = try Checkpoint.trainingNotes(folder).flatMap {
      try? decodedJSON(TrainingRecord.self, from: $0)
    }
    guard notes?.step == look.step, type(of: best.model).identifier == identifier,
      best.model.configuration == model.configuration
    else { return nil }
    return best.parameters
  }

  /// Checks that a checkpoint can be saved under a name, before any work is done for it.
  /// - Parameter replacing: Whether an older checkpoint may make way.
  static func checkDestination(_ path: String, replacing: Bool) throws {
    let url = URL(userPath: path)
    try Checkpoint.checkDestination(url)
    let found = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    guard replacing || found.isEmpty else {
      throw InputError(
        "\(printable(path)) holds a checkpoint; go on from it with --resume, or replace it with --overwrite",
        exitCode: LabErrors.ExitCode.cannotWrite)
    }
  }
}
