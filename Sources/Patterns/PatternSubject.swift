// What patterns are measured with.

import Foundation
import LabErrors
import SequenceKit

/// Models, threads and size of a reproduction.
package struct PatternSubject: Sendable {
  /// The models by identifier.
  package let types: [String: any SequenceModel.Type]
  /// Threads that share a training step.
  package let threads: Int
  /// Whether it is to take minutes: fewer cells, in the middle of the setting.
  package let isQuick: Bool
  /// A text file, for patterns of texts; nil where none was given.
  package let text: URL?

  package init(types: [any SequenceModel.Type], threads: Int, isQuick: Bool, text: URL?) {
    self.types = Dictionary(types.map { ($0.identifier, $0) }) { first, _ in first }
    (self.threads, self.isQuick, self.text) = (threads, isQuick, text)
  }

  /// The model of an identifier.
  /// - Throws: `PatternError.noModel`.
  package func type(_ id: String) throws(PatternError) -> any SequenceModel.Type {
    guard let type = types[id] else { throw .noModel(id) }
    return type
  }
}

/// Why a pattern is left out.
package enum PatternError: UserFacingError, Equatable {
  /// The lab has no such model.
  case noModel(String)
  /// It is about a text, and none was named.
  case noText
  /// The text that was named cannot be read.
  case unreadable(String)

  package var message: String {
    switch self {
    case .noModel(let id): "there is no model '\(id)'"
    case .noText: "no text was named: --text FILE"
    case .unreadable(let path): "cannot read \(printable(path))"
    }
  }

  package var exitCode: Int32 { ExitCode.inputMissing }
}
