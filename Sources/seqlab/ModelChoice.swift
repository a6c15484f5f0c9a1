// The models by the names on the command line.

import Foundation
import LabErrors
import LabKit
import ModelCatalog
import SequenceKit

/// The models by name.
enum ModelChoice {
  /// All names, for help texts.
  static var names: String { ModelCatalog.identifiers.joined(separator: ", ") }

  /// The model of a name.
  /// - Throws: `UsageError` with the known names and the nearest.
  static func named(_ name: String) throws(UsageError) -> any SequenceModel.Type {
    if let type = ModelCatalog.model(name) { return type }
    let hint = Nearest.word(to: name, among: ModelCatalog.identifiers).map { "; did you mean \($0)?" }
    throw UsageError("there is no model '\(printable(name))'; there are \(names)\(hint ?? "")")
  }

  /// The models of a list of names.
  /// - Throws: `UsageError`, if a name is unknown, or stands there twice.
  static func list(_ names: String) throws(UsageError) -> [any SequenceModel.Type] {
    let names = names.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard Set(names).count == names.count else { throw UsageError("--models names a model twice") }
    return try names.map { name throws(UsageError) in try named(name) }
  }
}
