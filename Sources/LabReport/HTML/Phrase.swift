// Pieces of sentences.

import LabResults

/// Lists in words.
package enum Phrase {
  /// "a", "a and b", "a, b and c".
  package static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "1 seed", "3 seeds".
  package static func counted(_ count: Int, _ noun: String) -> String {
    Numbers.count(count) + " " + noun + (count == 1 ? "" : "s")
  }
}
