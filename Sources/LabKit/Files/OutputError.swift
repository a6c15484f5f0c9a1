// Why an output could not be written.

import Foundation
import LabErrors

/// An output file or folder that cannot be written; nothing half-written is left under its name.
public enum OutputError: UserFacingError, Equatable {
  /// The file or folder cannot be created at all: no such parent, no permission.
  case cannotCreate(path: String, reason: String)
  /// Writing failed half-way.
  case cannotWrite(path: String, reason: String)
  /// No space or quota is left for it.
  case diskFull(path: String)
  /// Something is there already and was not to be replaced.
  case alreadyExists(path: String)

  public var message: String {
    switch self {
    case .cannotCreate(let path, let reason): "cannot create \(printable(path, limit: 4096)): \(reason)"
    case .cannotWrite(let path, let reason): "cannot write \(printable(path, limit: 4096)): \(reason)"
    case .diskFull(let path):
      "cannot write \(printable(path, limit: 4096)): the disk is full; free some space or choose another folder"
    case .alreadyExists(let path):
      "\(printable(path, limit: 4096)) exists already; choose another name or remove it first"
    }
  }

  public var exitCode: Int32 { ExitCode.cannotWrite }

  /// The same about a path that begins otherwise.
  func naming(_ path: String, inPlaceOf hidden: String) -> OutputError {
    func shown(_ found: String) -> String {
      found.hasPrefix(hidden) ? path + found.dropFirst(hidden.count) : found
    }
    return switch self {
    case .cannotCreate(let path, let reason): .cannotCreate(path: shown(path), reason: reason)
    case .cannotWrite(let path, let reason): .cannotWrite(path: shown(path), reason: reason)
    case .diskFull(let path): .diskFull(path: shown(path))
    case .alreadyExists(let path): .alreadyExists(path: shown(path))
    }
  }

  /// What the system's error number says about `path`.
  /// - Parameter creating: Whether the failing call was to bring the file into being.
  static func system(_ number: Int32, path: String, creating: Bool = false) -> OutputError {
    if number == ENOSPC || number == EDQUOT { return .diskFull(path: path) }
    let reason = systemReason(number)
    return creating ? .cannotCreate(path: path, reason: reason) : .cannotWrite(path: path, reason: reason)
  }
}
