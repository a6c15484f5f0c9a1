// The studies by the names on the command line.

import LabErrors
import Studies

/// The studies by name.
enum StudyChoice {
  /// The study of a name.
  /// - Throws: `UsageError` with the known names and the nearest.
  static func named(_ name: String) throws(UsageError) -> any Study {
    if let study = StudyList.named(name) { return study }
    let ids = StudyList.all.map(\.id)
    let hint = Nearest.word(to: name, among: ids).map { "; did you mean \($0)?" }
    throw UsageError("there is no study '\(printable(name))'; there are \(ids.joined(separator: ", "))\(hint ?? "")")
  }
}
