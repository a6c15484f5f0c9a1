// A trained model in a folder: config.json, model.safetensors, tokenizer.json, and what is needed to train on.

import Corpora
import Foundation
import LabErrors
import NeuralLayers
import SequenceKit
import TensorCore

/// A model with its weights, and the tokenizer of the text that it was trained on.
///
/// ```swift
/// let checkpoint = try Checkpoint.load(folder, models: ModelCatalog.models)
/// let tape = Tape(checkpoint.parameters, recordsGradients: false)
/// let logits = checkpoint.model.logits(tokens, on: tape)
/// ```
public struct Checkpoint {
  /// The model that `config.json` describes.
  public let model: any SequenceModel
  /// The weights, in single precision.
  public let parameters: Parameters<Float>
  /// Nil for a checkpoint that serves token numbers only.
  public let tokenizer: Tokenizer?

  /// - Precondition: the parameters are the model's.
  public init(model: any SequenceModel, parameters: Parameters<Float>, tokenizer: Tokenizer? = nil) {
    precondition(
      parameters.layout.parameters == model.parameters.parameters,
      "Checkpoint: the parameters are those of another model")
    self.model = model
    self.parameters = parameters
    self.tokenizer = tokenizer
  }

  static let configurationName = "config.json"
  static let weightsName = "model.safetensors"
  static let tokenizerName = "tokenizer.json"
  static let trainingName = "training.json"
  static let optimizerName = "optimizer.safetensors"
  static let names: Set = [configurationName, weightsName, tokenizerName, trainingName, optimizerName]
}

// MARK: - Loading

extension Checkpoint {
  /// Loads a checkpoint of our own, or of Hugging Face's GPT-2.
  ///
  /// - Parameter models: The models that there are; the configuration's "model" picks one.
  /// - Complexity: O(parameters) time; memory for the parameters, and for the largest tensor once more.
  /// - Throws: ``CheckpointError``: a line that names the file, the tensor, what was expected and what is there.
  public static func load(
    _ folder: URL, models: [any SequenceModel.Type]
  ) throws(CheckpointError) -> Checkpoint {
    let (model, tensors) = try open(folder, models: models)
    let parameters = try tensors.parameters(model.parameters, as: Float.self)
    return Checkpoint(
      model: model, parameters: parameters,
      tokenizer: try tokenizer(in: folder, vocabularySize: model.configuration.vocabularySize))
  }

  /// Loads the model and its weights alone, in either precision; weights stored in double precision keep it.
  /// - Throws: ``CheckpointError``
  public static func loadParameters<Scalar: TensorScalar>(
    _ folder: URL, models: [any SequenceModel.Type], as type: Scalar.Type
  ) throws(CheckpointError) -> (model: any SequenceModel, parameters: Parameters<Scalar>) {
    let (model, tensors) = try open(folder, models: models)
    return (model, try tensors.parameters(model.parameters, as: type))
  }

  /// The model of a folder and its file of weights, checked against each other.
  private static func open(
    _ folder: URL, models: [any SequenceModel.Type]
  ) throws(CheckpointError) -> (any SequenceModel, CheckpointTensors) {
    try checkIsFolder(folder)
    let file = folder.appendingPathComponent(configurationName)
    guard let json = try contents(of: file) else { throw .missing(path: file.path) }
    let weights = folder.appendingPathComponent(weightsName)
    guard FileManager.default.fileExists(atPath: weights.path) else { throw .missing(path: weights.path) }
    let tensors: CheckpointTensors
    do { tensors = CheckpointTensors(try SafetensorsFile(contentsOf: weights)) } catch { throw .tensors(error) }

    let configuration = try CheckpointConfiguration(
      json: json, file: file.path, defaultContext: tensors.positionCount ?? 1024, defaultHead: tensors.head)
    guard let type = models.first(where: { $0.identifier == configuration.model }) else {
      throw .unknownModel(file: file.path, model: configuration.model, known: models.map { $0.identifier })
    }
    // Every layer has tensors; a hostile number of layers must not cost time or memory before it is found out.
    guard configuration.settings.layerCount <= max(1, tensors.file.names.count) else {
      throw .configuration(
        file: file.path,
        problem: "\(configuration.settings.layerCount) layers cannot be in the \(tensors.file.names.count) tensors of "
          + weightsName)
    }
    let model: any SequenceModel
    do { model = try type.init(configuration.settings) } catch {
      throw .configuration(file: file.path, problem: error.message)
    }
    try tensors.check(model)
    return (model, tensors)
  }

  /// The tokenizer, if there is one of ours. The one that comes with a Hugging Face model has another form, and is left alone.
  private static func tokenizer(in folder: URL, vocabularySize: Int) throws(CheckpointError) -> Tokenizer? {
    let file = folder.appendingPathComponent(tokenizerName)
    guard let json = try contents(of: file) else { return nil }
    if let object = try? JSONDecoder().decode([String: JSONField].self, from: json), object["kind"] == nil,
      object["added_tokens"] != nil || object["model"] != nil
    {
      return nil
    }
    let tokenizer: Tokenizer
    do { tokenizer = try Tokenizer(json: json) } catch {
      throw .tokenizer(file: file.path, problem: printable(error.description, limit: 300))
    }
    guard tokenizer.vocabularySize == vocabularySize else {
      throw .tokenizer(
        file: file.path, problem: "it has \(tokenizer.vocabularySize) tokens, but the model has \(vocabularySize)")
    }
    return tokenizer
  }

  static func checkIsFolder(_ folder: URL) throws(CheckpointError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory) else {
      throw .missing(path: folder.path)
    }
    guard isDirectory.boolValue else {
      throw .unreadable(path: folder.path, reason: "it is a file; a checkpoint is a folder")
    }
  }

  /// A small file's contents; nil if it is not there. Devices, pipes and files of absurd size are refused.
  static func contents(of file: URL) throws(CheckpointError) -> Data? {
    var status = stat()
    guard stat(file.path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .unreadable(path: file.path, reason: String(cString: strerror(errno)).lowercased())
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: file.path, reason: "it is not a file") }
    guard status.st_size < 1 << 28 else { throw .unreadable(path: file.path, reason: "it is too large") }
    do { return try Data(contentsOf: file) } catch {
      throw .unreadable(path: file.path, reason: printable((error as NSError).localizedDescription))
    }
  }
}
