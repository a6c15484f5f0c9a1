// Checkpoints for tests: valid ones, and their files put together by hand to break them.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore

/// The bytes of a tensor as they stand in a file, and what the header says about them.
struct RawTensor {
  var type: String
  var shape: [Int]
  var bytes: Data

  init(_ type: String, _ shape: [Int], _ bytes: Data) { (self.type, self.shape, self.bytes) = (type, shape, bytes) }

  init(_ values: [Float], shape: [Int]) { self.init("F32", shape, values.withUnsafeBytes { Data($0) }) }

  var floats: [Float] {
    bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / 4).map { buffer.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }
}

/// A checkpoint's folder whose parts can be changed.
struct CheckpointFolder {
  let url: URL
  private let temporary: TemporaryFolder

  var configuration: URL { url.appendingPathComponent("config.json") }
  var weights: URL { url.appendingPathComponent("model.safetensors") }

  /// A checkpoint of the first model with an identifier.
  init(_ identifier: String, head: HeadKind = .tied) throws {
    guard let type = ModelCatalog.models.first(where: { $0.identifier == identifier }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    let model = try type.init(
      ModelConfiguration(vocabularySize: 7, width: 6, layerCount: 1, headCount: 2, contextLength: 5, head: head))
    try self.init()
    try Checkpoint(model: model, parameters: Parameters(initializing: model.parameters, seed: 2)).save(to: url)
  }

  /// A copy of a fixture's checkpoint.
  init(fixture: String) throws {
    try self.init()
    for file in ["config.json", "model.safetensors"] {
      try FileManager.default.copyItem(
        at: ModelFixture.fixtures.appendingPathComponent("\(fixture)/\(file)"), to: url.appendingPathComponent(file))
    }
  }

  /// An empty folder.
  init() throws {
    temporary = try TemporaryFolder()
    url = temporary.file("model")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// What is beside the folder, and the folder.
  func siblings() throws -> [String] { try temporary.contents() }

  func load() throws -> Checkpoint { try Checkpoint.load(url, models: ModelCatalog.models) }

  /// Replaces a setting's text in config.json.
  func configure(_ setting: String, _ replacement: String) throws {
    let text = try String(contentsOf: configuration, encoding: .utf8)
    precondition(text.contains(setting), "config.json has no \(setting)")
    try forgetChecksums()
    try text.replacingOccurrences(of: setting, with: replacement)
      .write(to: configuration, atomically: true, encoding: .utf8)
  }

  /// Takes keys out of config.json.
  func unset(_ keys: String...) throws {
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: configuration)) as? [String: Any] ?? [:]
    try write(object.filter { !keys.contains($0.key) })
  }

  /// Leaves our own keys alone in the config.json of a Transformer.
  func unsetHuggingFace() throws {
    try unset(
      "model_type", "n_embd", "n_layer", "n_head", "n_positions", "tie_word_embeddings", "activation_function",
      "layer_norm_epsilon")
  }

  /// Writes config.json anew, as `save` lays it out.
  func write(_ settings: [String: Any]) throws {
    try forgetChecksums()
    try JSONSerialization.data(withJSONObject: settings, options: [.prettyPrinted, .sortedKeys]).write(
      to: configuration)
  }

  /// Sets keys of config.json.
  func set(_ settings: [String: Any]) throws {
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: configuration)) as? [String: Any] ?? [:]
    try write(object.merging(settings) { $1 })
  }

  /// Makes it a folder whose files may be changed.
  func forgetChecksums() throws {
    let file = url.appendingPathComponent("manifest.json")
    if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
  }

  func tensors() throws -> [String: RawTensor] {
    let file = try SafetensorsFile(contentsOf: weights)
    return try Dictionary(
      uniqueKeysWithValues: file.names.map { name in
        (name, RawTensor(try file.type(of: name).rawValue, try file.shape(of: name), Data(try file.bytes(of: name))))
      })
  }

  /// Changes the tensors of model.safetensors.
  func edit(_ change: (inout [String: RawTensor]) -> Void) throws {
    var tensors = try tensors()
    change(&tensors)
    try forgetChecksums()
    try Self.write(tensors, to: weights)
  }

  /// Writes a safetensors file.
  static func write(_ tensors: [String: RawTensor], to file: URL) throws {
    var (members, data): ([String], Data) = ([], Data())
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      members.append(
        "\"\(name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":\(tensor.shape),"
          + "\"data_offsets\":[\(data.count),\(data.count + tensor.bytes.count)]}")
      data += tensor.bytes
    }
    let header = Data("{\(members.joined(separator: ","))}".utf8)
    try (withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + data).write(to: file)
  }

  /// The logits of a few tokens in double precision.
  func logits(_ tokens: [Int32] = [5, 1, 2, 3]) throws -> [Double] {
    let (model, parameters) = try Checkpoint.loadParameters(url, models: ModelCatalog.models, as: Double.self)
    return model.logits(TokenBatch(tokens), on: Tape(parameters, recordsGradients: false)).value.scalars
  }

  /// The error's message with the folder's path cut off, and its exit code; nil if the checkpoint loads.
  func failure() -> (message: String, code: Int32)? {
    do throws(CheckpointError) {
      _ = try Checkpoint.load(url, models: ModelCatalog.models)
      return nil
    } catch {
      return (error.message.replacingOccurrences(of: url.path, with: "model"), error.exitCode)
    }
  }
}
