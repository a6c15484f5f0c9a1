// Pieces of sentences.

import LabKit

/// Lists in words.
enum Phrase {
  /// "a", "a and b", "a, b and c".
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "1 seed", "3 seeds".
  static func counted(_ count: Int, _ noun: String) -> String {
    Numbers.count(count) + " " + noun + (count == 1 ? "" : "s")
  }
}
