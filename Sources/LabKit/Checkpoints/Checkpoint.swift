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
  /// What a user should know of how others' files were read, a line each.
  public private(set) var notes: [String] = []

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
  /// The folder, inside a checkpoint's, of the weights that did best in its training.
  public static let bestName = "best"
  /// The files that saving writes, but for the list of their checksums.
  static let fileNames = [configurationName, weightsName, tokenizerName, trainingName, optimizerName]
  static let names = Set(fileNames + [bestName, Manifest.name])

  /// Bytes that a folder's weights take in memory, in single precision; 0 where there are none.
  /// - Complexity: O(headers)
  public static func weightBytes(in folder: URL) -> Double {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".safetensors") && $0 != optimizerName }.reduce(0) { sum, name in
      let url = folder.appendingPathComponent(name)
      if let file = try? SafetensorsFile(contentsOf: url) {
        return sum + 4 * file.names.reduce(0) { $0 + ((try? file.shape(of: $1)) ?? []).reduce(1.0) { $0 * Double($1) } }
      }
      // It cannot be opened where there is too little address space, either.
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
      return sum + ((attributes?[.size] as? NSNumber)?.doubleValue ?? 0)
    }
  }
}

// MARK: - Loading

extension Checkpoint {
  /// Loads a checkpoint of our own, or others': transformers' GPT-2, nanoGPT's, or an nn.RNN, nn.LSTM or nn.GRU of
  /// PyTorch's.
  ///
  /// - Parameter models: The models that there are; the configuration's "model" picks one.
  /// - Complexity: O(parameters) time; memory for the parameters, and where matrices stand transposed for the largest
  ///   once more.
  /// - Throws: ``CheckpointError``: a line that names the file, the tensor, what was expected and what is there.
  public static func load(
    _ folder: URL, models: [any SequenceModel.Type]
  ) throws(CheckpointError) -> Checkpoint {
    try load(folder, models: models, acceptsNonFinite: false)
  }

  /// - Parameter acceptsNonFinite: Whether weights that are not finite are read as they are.
  static func load(
    _ folder: URL, models: [any SequenceModel.Type], acceptsNonFinite: Bool
  ) throws(CheckpointError) -> Checkpoint {
    var opened = try open(folder, models: models)
    opened.tensors.acceptsNonFinite = acceptsNonFinite
    var checkpoint = Checkpoint(
      model: opened.model, parameters: try opened.tensors.parameters(opened.model.parameters, as: Float.self),
      tokenizer: try tokenizer(in: folder, vocabularySize: opened.model.configuration.vocabularySize))
    checkpoint.notes = opened.notes + opened.tensors.files.roundingNotes
    try checkDamage(to: [configurationName, weightsName, tokenizerName], in: folder)
    return checkpoint
  }

  /// Loads the model and its weights alone, in either precision; weights stored in double precision keep it.
  /// - Throws: ``CheckpointError``
  public static func loadParameters<Scalar: TensorScalar>(
    _ folder: URL, models: [any SequenceModel.Type], as type: Scalar.Type
  ) throws(CheckpointError) -> (model: any SequenceModel, parameters: Parameters<Scalar>) {
    let opened = try open(folder, models: models)
    let parameters = try opened.tensors.parameters(opened.model.parameters, as: type)
    try checkDamage(to: [configurationName, weightsName], in: folder)
    return (opened.model, parameters)
  }

  /// A folder's model and its weights, checked against each other.
  struct Opened {
    let configuration: CheckpointConfiguration
    let model: any SequenceModel
    var tensors: CheckpointTensors
    var notes: [String] {
      var notes = configuration.notes + tensors.files.notes + tensors.notes
      if tensors.hasLinearMatrices, !configuration.saysActivation {
        notes.append(
          "config.json names no activation: GELU in GPT-2's tanh form is computed; if nanoGPT trained it, whose "
            + "GELU is by the error "
            + "function, add \"activation_function\": \"gelu\"")
      }
      return notes
    }
  }

  /// Opens a folder's files and checks them against each other.
  /// - Parameter comparing: Whether to look at values where names and shapes do not tell whether a head is tied.
  static func open(
    _ folder: URL, models: [any SequenceModel.Type], comparing: Bool = true
  ) throws(CheckpointError) -> Opened {
    try checkIsFolder(folder)
    let file = folder.appendingPathComponent(configurationName)
    guard let json = try contents(of: file) else { throw FolderContents(folder).missingConfiguration }
    var tensors = CheckpointTensors(try WeightFiles(in: folder))
    let configuration = try CheckpointConfiguration(
      json: json, file: file.path, models: models, positionCount: tensors.positionCount,
      head: tensors.head(comparing: comparing))
    // Every layer has tensors; a hostile number of layers must not cost time or memory before it is found out.
    guard configuration.settings.layerCount <= max(1, tensors.files.names.count) else {
      throw .configuration(
        file: file.path,
        problem: "\(configuration.settings.layerCount) layers cannot be in the \(tensors.files.names.count) tensors of "
          + weightsName)
    }
    guard let type = models.first(where: { $0.identifier == configuration.model }) else {
      throw .unknownModel(file: file.path, model: configuration.model, known: models.map { $0.identifier })
    }
    let model: any SequenceModel
    do { model = try type.init(configuration.settings) } catch {
      throw .configuration(file: file.path, problem: error.message)
    }
    try tensors.adapt(to: model.parameters, biases: configuration.biases)
    try tensors.check(model, comparing: comparing)
    return Opened(configuration: configuration, model: model, tensors: tensors)
  }

  /// Checks that files that could be read are what was saved. A fault that has a name of its own has been told before.
  static func checkDamage(to names: [String], in folder: URL) throws(CheckpointError) {
    do { try Manifest.check(names, in: folder) } catch { throw .manifest(error) }
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
      throw .unreadable(path: file.path, reason: systemReason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: file.path, reason: "it is not a file") }
    guard status.st_size < 1 << 28 else { throw .unreadable(path: file.path, reason: "it is too large") }
    do { return try Data(contentsOf: file) } catch {
      throw .unreadable(path: file.path, reason: systemReason(error))
    }
  }
}
