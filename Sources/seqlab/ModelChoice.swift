// The models by the names on the command line.

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
}
