// Writing a model in the forms that others load: PyTorch's state_dict with every name, or nanoGPT's.

import Foundation
import LabErrors
import NeuralLayers
import SequenceKit
import TensorCore

/// A form that a checkpoint can be written in.
public enum CheckpointTarget: String, CaseIterable, Sendable {
  /// The lab's own: what `train` writes, and transformers and PyTorch read, a tied head left out.
  case seqlab
  /// All that `load_state_dict` of PyTorch's modules, or of transformers' GPT2LMHeadModel, asks for: with a tied head's
  /// matrix.
  case pytorch
  /// nanoGPT's: the same names, matrices as nn.Linear's [out, in], and its `model_args` as config.json.
  case nanogpt
}

extension Checkpoint {
  /// Writes a folder in a form that others load. It appears under its name when it is complete.
  /// - Parameter files: What comes along under the same name, such as a tokenizer of another form; what is written
  ///   anew does not.
  /// - Returns: What a user should know of it, a line each.
  /// - Throws: ``CheckpointError/notConvertible(form:problem:)``, if the form cannot say what the model computes;
  ///   ``CheckpointError/output(_:)``
  public func export(
    as target: CheckpointTarget, to folder: URL, with files: [URL] = []
  ) throws(CheckpointError) -> [String] {
    let notes = try target == .nanogpt ? checkNanoGPT() : []
    do throws(OutputError) {
      let output = try AtomicFolder(at: folder)
      try output.fill { (hidden) throws(OutputError) in
        try writeAtomically(try configuration(for: target), to: hidden.appendingPathComponent(Self.configurationName))
        if let tokenizer {
          try writeAtomically(Self.json(of: tokenizer), to: hidden.appendingPathComponent(Self.tokenizerName))
        }
        for file in files { try Self.copy(file, into: hidden) }
        // transformers asks for the note.
        try Self.write(
          tensors(for: target), metadata: ["format": "pt"], to: hidden.appendingPathComponent(Self.weightsName))
        try Manifest(of: Self.fileNames + files.map(\.lastPathComponent), in: hidden).write(to: hidden)
      }
      try output.commit()
    } catch { throw .output(error) }
    return notes
  }

  /// Copies a file into a folder, unless a file of its name is there.
  private static func copy(_ file: URL, into folder: URL) throws(OutputError) {
    let new = folder.appendingPathComponent(file.lastPathComponent)
    guard !FileManager.default.fileExists(atPath: new.path) else { return }
    do { try FileManager.default.copyItem(at: file.resolvingSymlinksInPath(), to: new) } catch {
      throw .cannotWrite(path: new.path, reason: "it cannot be copied")
    }
  }

  /// Checks that nanoGPT computes what the model does, as far as that can be.
  private func checkNanoGPT() throws(CheckpointError) -> [String] {
    func refuse(_ problem: String) -> CheckpointError { .notConvertible(form: "nanoGPT", problem: problem) }
    let (name, settings) = (type(of: model).identifier, model.configuration)
    guard name == "transformer" else { throw refuse("it is \(name), and nanoGPT has GPT-2 alone") }
    guard settings.positions == .learned else {
      throw refuse("its positions are \(settings.positions), and nanoGPT has learned ones alone")
    }
    guard settings.head == .tied else { throw refuse("its head is separate, and nanoGPT ties it to the embedding") }
    guard settings.normEpsilon == LayerNorm.usualEpsilon, settings.innerWidth == nil else {
      throw refuse("nanoGPT has a layer normalisation with ε = 1e-05 and four times the width inside alone")
    }
    switch settings.activation {
    case .exactGELU: return []
    case .gelu:
      return [
        "nanoGPT computes GELU by the error function, this model its tanh form: logits there will differ in the "
          + "third digit, unless its nn.GELU() becomes nn.GELU(approximate='tanh')"
      ]
    default: throw refuse("its activation is \(settings.activation.rawValue), and nanoGPT has GELU alone")
    }
  }

  private func configuration(for target: CheckpointTarget) throws(OutputError) -> Data {
    let settings = model.configuration
    guard target == .nanogpt else {
      return try CheckpointConfiguration(model: type(of: model).identifier, settings: settings).json()
    }
    let values: [String: JSONField] = [
      "block_size": .integer(settings.contextLength), "vocab_size": .integer(settings.vocabularySize),
      "n_layer": .integer(settings.layerCount), "n_head": .integer(settings.headCount),
      "n_embd": .integer(settings.width), "dropout": .number(settings.dropout), "bias": .flag(true),
      "activation_function": .string(settings.activation.rawValue),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do { return try encoder.encode(values) + Data("\n".utf8) } catch {
      throw .cannotWrite(path: Self.configurationName, reason: "the model's settings have no JSON")
    }
  }

  private func tensors(for target: CheckpointTarget) -> [Safetensors.Tensor] {
    var tensors = Self.tensors(of: parameters)
    if target == .seqlab { return tensors }
    if model.head.kind == .tied {
      let table = model.head.embedding.table
      tensors.append(
        Safetensors.Tensor(name: model.head.weightName, shape: table.checkpointShape, values: parameters[table].scalars)
      )
    }
    guard target == .nanogpt else { return tensors }
    let matrices = model.parameters.parameters.filter(\.isConv1D)
    let turned = matrices.map {
      Safetensors.Tensor(
        name: $0.checkpoint.names[0], shape: $0.checkpointShape.reversed(), values: $0.turned(parameters[$0].scalars))
    }
    let names = Set(turned.map(\.name))
    return tensors.filter { !names.contains($0.name) } + turned
  }
}
