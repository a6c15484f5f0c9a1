// What can be wrong with a safetensors file, each with words that name the file, the tensor and the fault.

import LabErrors

/// A safetensors file that is missing, damaged or not what was asked of it.
public enum SafetensorsError: UserFacingError, Equatable {
  /// There is no such file, or it cannot be opened.
  case unreadable(file: String, reason: String)
  /// The file breaks the format.
  case malformed(file: String, tensor: String?, SafetensorsFault)
  /// The file is fine, but has no tensor of that name.
  case noSuchTensor(file: String, tensor: String)
  /// The tensor's values cannot be had as the type that was asked for.
  case notConvertible(file: String, tensor: String, reason: String)
  /// The file cannot be written.
  case output(OutputError)

  public var message: String {
    switch self {
    case .unreadable(let file, let reason): "cannot read \(printable(file, limit: 4096)): \(reason)"
    case .malformed(let file, nil, let fault):
      "\(printable(file, limit: 4096)) is no valid safetensors file: \(fault.words)"
    case .malformed(let file, let tensor?, let fault):
      "\(printable(file, limit: 4096)) is no valid safetensors file: tensor '\(printable(tensor))' \(fault.words)"
    case .noSuchTensor(let file, let tensor):
      "\(printable(file, limit: 4096)) has no tensor '\(printable(tensor))'; it belongs to another model"
    case .notConvertible(let file, let tensor, let reason):
      "\(printable(file, limit: 4096)): tensor '\(printable(tensor))' \(reason)"
    case .output(let error): error.message
    }
  }

  public var exitCode: Int32 {
    switch self {
    case .unreadable: ExitCode.inputMissing
    case .malformed, .noSuchTensor, .notConvertible: ExitCode.badData
    case .output(let error): error.exitCode
    }
  }
}
