// What can be wrong with a checkpoint, each with words that name the file, the tensor and the fault.

import LabErrors

/// A checkpoint that is missing, damaged, or of another model than its configuration says.
public enum CheckpointError: UserFacingError, Equatable {
  /// There is no such folder, or it lacks a file without which it is no checkpoint.
  case missing(path: String)
  /// A folder lacks a file without which it is no checkpoint, but has something else that was perhaps meant.
  case lacks(folder: String, what: String, hint: String)
  /// There are weights, but no `config.json`; what it would say, as far as the tensors tell.
  case noConfiguration(path: String, suggestion: String)
  /// Something is there, but it cannot be opened as what it should be.
  case unreadable(path: String, reason: String)
  /// A setting in `config.json` that no model can be built from.
  case configuration(file: String, problem: String)
  /// A model that this program does not have.
  case unknownModel(file: String, model: String, known: [String])
  /// Files of weights that do not fit together, or are something else.
  case weights(file: String, problem: String)
  /// A file of tensors that is missing, damaged or cannot be written.
  case tensors(SafetensorsError)
  /// A tensor that the model needs is not there.
  case missingTensor(file: String, tensor: String, expected: [Int], hint: String? = nil)
  /// A tensor that the model does not have.
  case extraTensor(file: String, tensor: String, found: [Int], hint: String? = nil)
  /// A tensor of another shape than the configuration implies.
  case wrongShape(file: String, tensor: String, expected: [Int], found: [Int], hint: String? = nil)
  /// A tensor of whole numbers or truth values.
  case wrongType(file: String, tensor: String, found: String)
  /// A weight that is not a number, infinite, or beyond the precision's range.
  case nonFinite(file: String, tensor: String, index: Int, value: String)
  /// An output head that differs from the token embedding, where the configuration says that they are one.
  case untiedHead(file: String, tensor: String, embedding: String)
  /// A tokenizer that cannot be used with the model.
  case tokenizer(file: String, problem: String)
  /// A state of training that cannot be continued.
  case training(file: String, problem: String)
  /// A model that a form of others' cannot hold.
  case notConvertible(form: String, problem: String)
  /// A file that is not what was saved.
  case manifest(ManifestError)
  /// A folder that is in the way, and is no checkpoint.
  case inTheWay(path: String)
  /// The checkpoint cannot be written.
  case output(OutputError)

  public var message: String {
    switch self {
    case .missing(let path):
      "there is no \(shown(path)); a checkpoint is a folder with config.json and model.safetensors"
    case .lacks(let folder, let what, let hint): "there is no \(what) in \(shown(folder)): \(hint)"
    case .noConfiguration(let path, let suggestion):
      "there is no \(shown(path)); by the tensors beside it, it would be \(suggestion)"
    case .unreadable(let path, let reason): "cannot read \(shown(path)): \(reason)"
    case .configuration(let file, let problem): "\(shown(file)): \(problem)"
    case .unknownModel(let file, let model, let known):
      "\(shown(file)): the model '\(printable(model))' is not known; there are \(known.joined(separator: ", "))"
    case .tensors(let error): error.message
    case .weights(let file, let problem): "\(shown(file)): \(problem)"
    case .missingTensor(let file, let tensor, let expected, let hint):
      "\(shown(file)) has no tensor '\(printable(tensor))' of shape \(expected), which the model in config.json needs"
        + (hint.map { "; " + $0 } ?? "")
    case .extraTensor(let file, let tensor, let found, let hint):
      "\(shown(file)) has a tensor '\(printable(tensor))' of shape \(found), which the model in config.json does not have"
        + (hint.map { "; " + $0 } ?? "")
    case .wrongShape(let file, let tensor, let expected, let found, let hint):
      "\(shown(file)): tensor '\(printable(tensor))' has shape \(found), but config.json asks for \(expected)"
        + (hint.map { "; " + $0 } ?? "")
    case .wrongType(let file, let tensor, let found):
      "\(shown(file)): tensor '\(printable(tensor))' holds \(found), not F16, BF16, F32 or F64"
    case .nonFinite(let file, let tensor, let index, let value):
      "\(shown(file)): tensor '\(printable(tensor))' holds \(value) at element \(index); weights must be finite"
    case .untiedHead(let file, let tensor, let embedding):
      "\(shown(file)): '\(printable(tensor))' differs from '\(printable(embedding))', to which config.json ties the head"
    case .tokenizer(let file, let problem): "\(shown(file)): \(problem)"
    case .training(let file, let problem): "\(shown(file)): \(problem)"
    case .notConvertible(let form, let problem): "this model cannot be written in the form of \(form): \(problem)"
    case .manifest(let error): error.message
    case .inTheWay(let path):
      "\(shown(path)) exists already and is no checkpoint; choose another name or remove it first"
    case .output(let error): error.message
    }
  }

  public var exitCode: Int32 {
    switch self {
    case .missing, .lacks, .noConfiguration, .unreadable: ExitCode.inputMissing
    case .tensors(let error): error.exitCode
    case .inTheWay: ExitCode.cannotWrite
    case .output(let error): error.exitCode
    default: ExitCode.badData
    }
  }
}

private func shown(_ path: String) -> String { printable(path, limit: 4096) }
