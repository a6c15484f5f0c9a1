// What a run needs to go on where it stopped: the trainer's notes and the optimiser's moments.

import Foundation
import LabErrors
import NeuralLayers
import TensorCore

extension Checkpoint {
  /// Reads the trainer's own notes that `save(to:training:)` wrote, without the optimiser; nil if there are none.
  /// - Throws: ``CheckpointError``
  public static func trainingNotes(_ folder: URL) throws(CheckpointError) -> Data? {
    try checkIsFolder(folder)
    let json = try contents(of: folder.appendingPathComponent(trainingName))
    try checkDamage(to: [trainingName], in: folder)
    return json
  }

  /// Whether the folder has an optimiser, without which a training cannot go on.
  public static func hasOptimizer(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(optimizerName).path)
  }

  /// Reads the state of training that `save(to:training:)` wrote; nil if the checkpoint has none.
  ///
  /// The optimiser is as it was, bit for bit: its moments, its settings, and the number of its updates.
  /// - Parameter layout: The model's parameters.
  /// - Throws: ``CheckpointError``
  public static func loadTraining(
    _ folder: URL, layout: ParameterLayout
  ) throws(CheckpointError) -> (json: Data, optimizer: AdamW<Float>)? {
    guard let json = try trainingNotes(folder) else { return nil }
    let file = folder.appendingPathComponent(optimizerName)
    guard FileManager.default.fileExists(atPath: file.path) else { throw .missing(path: file.path) }
    let contents = try WeightFiles.open(file)
    let tensors = CheckpointTensors(try WeightFiles([contents], path: file.path))
    try tensors.check(layout, prefixes: [firstPrefix, secondPrefix])

    let notes = contents.metadata
    guard let step = notes["step"].flatMap({ Int($0) }), step >= 0 else {
      throw .training(file: file.path, problem: "the number of updates is missing from its metadata")
    }
    guard let text = notes["settings"],
      let settings = try? decodedJSON(AdamWSettings.self, from: Data(text.utf8))
    else { throw .training(file: file.path, problem: "the optimiser's settings are missing from its metadata") }
    let optimizer = AdamW<Float>(settings, for: layout)
    optimizer.step = step
    optimizer.firstMoment.assign(try tensors.parameters(layout, as: Float.self, prefix: firstPrefix))
    optimizer.secondMoment.assign(try tensors.parameters(layout, as: Float.self, prefix: secondPrefix))
    try checkDamage(to: [optimizerName], in: folder)
    return (json, optimizer)
  }

  private static let firstPrefix = "first."
  private static let secondPrefix = "second."

  /// The running means of an optimiser as tensors.
  static func moments(of optimizer: AdamW<Float>) -> [Safetensors.Tensor] {
    tensors(of: optimizer.firstMoment, prefix: firstPrefix) + tensors(of: optimizer.secondMoment, prefix: secondPrefix)
  }

  /// An optimiser's settings and its count of updates.
  static func notes(on optimizer: AdamW<Float>) throws(OutputError) -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      let settings = String(decoding: try encoder.encode(optimizer.settings), as: UTF8.self)
      return ["step": String(optimizer.step), "settings": settings]
    } catch { throw .cannotWrite(path: optimizerName, reason: "the optimiser's settings have no JSON") }
  }
}
