// What is in a checkpoint's folder or file, told from headers alone: nothing is computed, and nothing large is read.

import Foundation
import LabErrors
import SequenceKit

/// A look at a folder or file that may be a checkpoint.
public struct CheckpointInspection: Sendable {
  /// A tensor that is there, or that is missing.
  public struct Row: Sendable {
    /// The name in the file.
    public let name: String
    /// As the file names it: "F32"; nil for a tensor that is missing.
    public let type: String?
    /// The shape in the file; of a missing one, that which it should have.
    public let shape: [Int]
    /// Its size in the file.
    public let bytes: Int
    /// What becomes of it: "read", or why not.
    public let use: String
    /// Whether the model can be loaded in spite of it.
    public let isFine: Bool
  }

  /// What it is, in words.
  public let what: String
  /// The lab's name for the model; nil where there is none.
  public let model: String?
  /// The model's sizes, where config.json can be read.
  public let settings: ModelConfiguration?
  /// How many files the tensors are in.
  public let fileCount: Int
  /// The tensors, by name; those that are missing come last.
  public let rows: [Row]
  /// What a user should know, a line each.
  public let notes: [String]
  /// Why it does not load; nil: it does.
  public let problem: String?

  /// Looks at a folder or a file.
  /// - Throws: ``CheckpointError/missing(path:)``, if there is nothing of that name.
  public init(of url: URL, models: [any SequenceModel.Type]) throws(CheckpointError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw .missing(path: url.path)
    }
    do throws(CheckpointError) {
      self = try isDirectory.boolValue ? Self(folder: url, models: models) : Self(file: url)
    } catch {
      self.init(what: "nothing that can be loaded", problem: error.message)
    }
  }

  private init(
    what: String, model: String? = nil, settings: ModelConfiguration? = nil, fileCount: Int = 0, rows: [Row] = [],
    notes: [String] = [], problem: String?
  ) {
    (self.what, self.model, self.settings, self.fileCount) = (what, model, settings, fileCount)
    (self.rows, self.notes, self.problem) = (rows, notes, problem)
  }

  /// A file alone: its tensors, and what they are of.
  private init(file url: URL) throws(CheckpointError) {
    let files: WeightFiles
    if url.lastPathComponent.hasSuffix(".index.json") {
      let index = try ShardIndex(url)
      files = try WeightFiles(try index.open(), path: url.path, shards: index)
    } else if let kind = ForeignFile(at: url) {
      let target = url.deletingLastPathComponent().appendingPathComponent(Checkpoint.weightsName)
      self.init(what: kind.name, problem: "it is " + kind.advice(for: url, target: target))
      return
    } else if url.pathExtension == "json" {
      self.init(what: "a JSON file", problem: "it holds no tensors; inspect the folder that it is in")
      return
    } else {
      files = try WeightFiles([try WeightFiles.open(url)], path: url.path)
    }
    let family = TensorFamily(files)
    let advice = family.configuration.map { "; its config.json would be \($0)" } ?? ""
    self.init(
      what: "tensors of " + family.words, model: family.model, fileCount: files.files.count,
      rows: files.names.map { Row($0, in: files, use: "–", isFine: true) }, notes: files.notes,
      problem: "a file alone is no checkpoint: a folder with it and a config.json is" + advice)
  }

  /// A folder: as it would be loaded, up to the point where that fails.
  private init(folder: URL, models: [any SequenceModel.Type]) throws(CheckpointError) {
    let files = try WeightFiles(in: folder)
    let family = TensorFamily(files)
    do throws(CheckpointError) {
      let opened = try Checkpoint.open(folder, models: models, comparing: false)
      self.init(
        what: family.words, model: opened.configuration.model, settings: opened.configuration.settings,
        fileCount: files.files.count, rows: opened.tensors.comparison(with: opened.model), notes: opened.notes,
        problem: nil)
    } catch {
      let partial = Checkpoint.unchecked(folder, models: models)
      self.init(
        what: family.words, model: partial?.configuration.model ?? family.model,
        settings: partial?.configuration.settings,
        fileCount: files.files.count,
        rows: partial?.tensors.comparison(with: partial?.model)
          ?? files.names.map { Row($0, in: files, use: "–", isFine: true) },
        notes: files.notes, problem: error.message)
    }
  }
}

extension CheckpointInspection.Row {
  init(_ name: String, in files: WeightFiles, use: String, isFine: Bool) {
    let (shape, type) = (files.shape(of: name) ?? [], files.type(of: name))
    self.init(
      name: files.storedName(name), type: type?.rawValue, shape: shape,
      bytes: shape.reduce(type?.byteCount ?? 0, *), use: use, isFine: isFine)
  }
}

extension CheckpointTensors {
  /// Every tensor of the files and what becomes of it, and after them those that the model needs and that are not
  /// there.
  func comparison(with model: (any SequenceModel)?) -> [CheckpointInspection.Row] {
    var expected: [String: [Int]] = [:]
    if let model {
      for parameter in model.parameters.parameters {
        for name in parameter.checkpoint.names { expected[fileName(name)] = storedShape(parameter) }
      }
    }
    let table = model.map { $0.head.embedding.table.checkpointShape }
    var rows = files.names.map { name -> CheckpointInspection.Row in
      let (use, isFine) = use(of: name, expected: expected[name], head: model?.head.weightName, table: table)
      return CheckpointInspection.Row(name, in: files, use: use, isFine: isFine)
    }
    for (name, shape) in expected.sorted(by: { $0.key < $1.key }) where !files.contains(name) {
      let isZero = absentBiases.contains(name)
      rows.append(
        CheckpointInspection.Row(
          name: name, type: nil, shape: shape, bytes: 0, use: isZero ? "zero, for want of it" : "missing",
          isFine: isZero))
    }
    return rows
  }

  private func use(of name: String, expected: [Int]?, head: String?, table: [Int]?) -> (String, isFine: Bool) {
    if expected == nil, Self.isIgnored(name) { return ("left out: a mask", true) }
    if expected == nil, name == head, files.shape(of: name) == table { return ("the embedding once more", true) }
    guard let expected else { return ("not in the model", false) }
    guard files.type(of: name)?.isReal == true else { return ("holds no real numbers", false) }
    return files.shape(of: name) == expected ? ("read", true) : ("should be \(expected)", false)
  }
}

extension Checkpoint {
  /// The model and tensors of a folder in which they may not fit together; nil if there is no model to be had at all.
  fileprivate static func unchecked(_ folder: URL, models: [any SequenceModel.Type]) -> Opened? {
    guard let json = try? contents(of: folder.appendingPathComponent(configurationName)),
      let files = try? WeightFiles(in: folder)
    else { return nil }
    var tensors = CheckpointTensors(files)
    guard
      let configuration = try? CheckpointConfiguration(
        json: json, file: configurationName, models: models, positionCount: tensors.positionCount,
        head: tensors.head(comparing: false)),
      configuration.settings.layerCount <= max(1, files.names.count),
      let type = models.first(where: { $0.identifier == configuration.model }),
      let model = try? type.init(configuration.settings)
    else { return nil }
    try? tensors.adapt(to: model.parameters, biases: configuration.biases)
    return Opened(configuration: configuration, model: model, tensors: tensors)
  }
}
