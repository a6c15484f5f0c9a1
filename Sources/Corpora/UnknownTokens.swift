// What of a text a vocabulary does not have.

import Foundation

/// Words or characters of a text that a vocabulary does not have, and how often they occur.
public struct UnknownTokens: Equatable, Sendable {
  /// How often each occurs.
  public private(set) var counts: [String: Int] = [:]
  /// The first of them in the text.
  public private(set) var first: String?
  /// Tokens of the whole text, the unknown ones among them.
  public internal(set) var total = 0

  /// Nothing is unknown yet.
  public init() {}

  /// Whether all is known.
  public var isEmpty: Bool { counts.isEmpty }
  /// Tokens that are unknown.
  public var count: Int { counts.values.reduce(0, +) }
  /// The part of the text that is unknown, such as "2.5 %".
  public var percent: String {
    let share = 100 * Double(count) / Double(max(1, total))
    return share > 0 && share < 0.05 ? "less than 0.1 %" : String(format: "%.1f %%", share)
  }

  /// The most frequent ones by name, and how many others there are: “é”, “ü” and 3 more.
  public var names: String {
    let sorted = counts.sorted {
      $0.value != $1.value
        ? $0.value > $1.value : $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars)
    }
    let shown = sorted.prefix(5).map { Self.name(of: $0.key) }
    if sorted.count > shown.count { return shown.joined(separator: ", ") + " and \(sorted.count - shown.count) more" }
    return shown.count < 2
      ? shown.joined() : shown.dropLast().joined(separator: ", ") + " and " + (shown.last ?? "")
  }

  /// A token in quotes; a character that cannot be seen by itself, by its number.
  private static func name(of token: String) -> String {
    guard let scalar = token.unicodeScalars.first, token.unicodeScalars.count == 1 else { return "“\(token)”" }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format, .control, .spaceSeparator, .lineSeparator,
      .paragraphSeparator, .unassigned, .privateUse:
      return String(format: "U+%04X", scalar.value)
    default: return "“\(token)”"
    }
  }

  /// Notes one that was found.
  mutating func add(_ token: String) {
    counts[token, default: 0] += 1
    if first == nil { first = token }
  }
}
