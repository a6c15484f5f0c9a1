// Writing a checkpoint: all of its files together, or nothing.

import Corpora
import Foundation
import LabErrors
import NeuralLayers
import SequenceKit
import TensorCore

extension Checkpoint {
  /// Writes the folder. It appears under its name when it is complete; an older checkpoint of that name makes way.
  ///
  /// Files in the older folder that are not a checkpoint's stay. A symbolic link is followed. The same checkpoint gives the
  /// same bytes.
  /// - Parameters:
  ///   - training: What is needed to train on: the trainer's own notes as JSON, and the optimiser; without that, the notes tell of the
  ///     training, and it cannot go on.
  ///   - best: The weights that did best in the training, and the notes on them, for the folder `best` inside.
  ///   - beside: Files of the caller's own, by their names, that are part of the checkpoint.
  /// - Complexity: O(parameters) time, and memory for them once more.
  /// - Throws: ``CheckpointError/inTheWay(path:)`` if the folder is there and holds something else, ``CheckpointError/output(_:)``.
  public func save(
    to folder: URL, training: (json: Data, optimizer: AdamW<Float>?)? = nil,
    best: (parameters: Parameters<Float>, json: Data)? = nil, beside: [String: Data] = [:]
  ) throws(CheckpointError) {
    let folder = folder.resolvingSymlinksInPath()
    let others = try Self.otherFiles(in: folder).filter { beside[$0] == nil }
    do throws(OutputError) {
      let output = try AtomicFolder(at: folder, replacing: true)
      try output.fill { (hidden) throws(OutputError) in
        for name in others { try Self.keep(name, from: folder, in: hidden) }
        if let best {
          let inner = hidden.appendingPathComponent(Self.bestName)
          try createFolder(at: inner)
          try Checkpoint(model: model, parameters: best.parameters, tokenizer: tokenizer)
            .write(to: inner, training: (json: best.json, optimizer: nil), beside: [:])
        }
        try write(to: hidden, training: training, beside: beside)
      }
      try output.commit()
    } catch { throw .output(error) }
  }

  /// Writes the files into a folder that is there. The weights come last, but for all checksums: where they are, the rest is.
  private func write(
    to folder: URL, training: (json: Data, optimizer: AdamW<Float>?)?, beside: [String: Data]
  ) throws(OutputError) {
    for (name, data) in beside { try writeAtomically(data, to: folder.appendingPathComponent(name)) }
    let configuration = CheckpointConfiguration(model: type(of: model).identifier, settings: model.configuration)
    try writeAtomically(try configuration.json(), to: folder.appendingPathComponent(Self.configurationName))
    if let tokenizer {
      try writeAtomically(Self.json(of: tokenizer), to: folder.appendingPathComponent(Self.tokenizerName))
    }
    if let training {
      try writeAtomically(training.json, to: folder.appendingPathComponent(Self.trainingName))
      if let optimizer = training.optimizer {
        try Self.write(
          Self.moments(of: optimizer), metadata: try Self.notes(on: optimizer),
          to: folder.appendingPathComponent(Self.optimizerName))
      }
    }
    // transformers asks for the note.
    try Self.write(
      Self.tensors(of: parameters), metadata: ["format": "pt"], to: folder.appendingPathComponent(Self.weightsName))
    try Manifest(of: Self.fileNames + beside.keys, in: folder).write(to: folder)
  }

  /// Checks that a checkpoint can be saved under a name, before any work is done for it: nothing is there yet, or an empty
  /// folder, or a checkpoint; and a folder can be made there. Folders above it are created.
  /// - Throws: ``CheckpointError/inTheWay(path:)``, ``CheckpointError/output(_:)``
  public static func checkDestination(_ folder: URL) throws(CheckpointError) {
    let folder = folder.resolvingSymlinksInPath()
    _ = try otherFiles(in: folder)
    do throws(OutputError) { try AtomicFolder(at: folder, replacing: true).discard() } catch { throw .output(error) }
  }

  /// Puts to use or removes what a process that was killed left of a checkpoint. Only who has the folder's ``FolderLock`` may.
  /// The list of checksums is written last: without it, a folder is not whole.
  public static func leftovers(of folder: URL) -> Leftovers {
    Leftovers(of: folder.resolvingSymlinksInPath().standardizedFileURL, wholeWith: Manifest.name)
  }

  /// The files of an older checkpoint's folder that saving would not write.
  private static func otherFiles(in folder: URL) throws(CheckpointError) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory) else { return [] }
    guard isDirectory.boolValue, let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw .inTheWay(path: folder.path)
    }
    guard found.isEmpty || isCheckpoint(found) else { throw .inTheWay(path: folder.path) }
    let best = folder.appendingPathComponent(bestName)
    if found.contains(bestName) {
      let inner = (try? FileManager.default.contentsOfDirectory(atPath: best.path)) ?? []
      guard isCheckpoint(inner) else { throw .inTheWay(path: best.path) }
    }
    return found.filter { !names.contains($0) }
  }

  private static func isCheckpoint(_ names: [String]) -> Bool {
    names.contains(configurationName) && names.contains(weightsName)
  }

  /// Takes a file over into the new folder: by a second name for the same bytes, or where that cannot be, as a copy.
  private static func keep(_ name: String, from folder: URL, in newFolder: URL) throws(OutputError) {
    let (old, new) = (folder.appendingPathComponent(name), newFolder.appendingPathComponent(name))
    if link(old.path, new.path) == 0 { return }
    do { try FileManager.default.copyItem(at: old, to: new) } catch {
      throw .cannotWrite(path: folder.path, reason: "its file '\(printable(name))' cannot be kept")
    }
  }

  static func json(of tokenizer: Tokenizer) throws(OutputError) -> Data {
    do { return try tokenizer.json() } catch {
      throw .cannotWrite(path: tokenizerName, reason: "the tokenizer has no JSON")
    }
  }

  static func write(
    _ tensors: [Safetensors.Tensor], metadata: [String: String], to file: URL
  ) throws(OutputError) {
    do throws(SafetensorsError) { try Safetensors.write(tensors, metadata: metadata, to: file) } catch {
      if case .output(let cause) = error { throw cause }
      throw .cannotWrite(path: file.path, reason: error.message)
    }
  }
}
