// How many columns of a terminal a text takes, and texts cut or padded to a number of columns.

/// Columns of a terminal.
public enum TextWidth {
  /// The columns that a text takes: two for East Asian wide characters and emoji, none for combining marks and controls.
  ///
  /// - Complexity: O(n).
  /// - Source: Unicode Standard Annex 11, East Asian Width, to the precision of whole blocks.
  public static func columns(_ text: String) -> Int {
    text.reduce(0) { $0 + columns($1) }
  }

  package static func columns(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }  // emoji presentation
    switch first.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return 0
    default: return first.properties.isEmojiPresentation || isWide(first.value) ? 2 : 1
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// The text broken between words, so that no line is wider than `width` columns unless a word is.
  ///
  /// - Parameter indent: Spaces before every line but the first.
  public static func wrapped(_ text: String, to width: Int, indent: Int = 0) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { part -> [String] in
      guard columns(String(part)) > width else { return [String(part)] }
      var (lines, used) = ([""], 0)
      for (index, word) in part.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        let more = columns(String(word))
        if index > 0, used + 1 + more > width, used > (lines.count > 1 ? indent : 0) {
          lines.append(String(repeating: " ", count: indent) + word)
          used = indent + more
        } else {
          lines[lines.count - 1] += (index > 0 ? " " : "") + word
          used += (index > 0 ? 1 : 0) + more
        }
      }
      return lines
    }
  }

  /// The text, cut to `width` columns; an ellipsis stands for what was cut.
  public static func cut(_ text: String, to width: Int) -> String {
    if columns(text) <= width { return text }
    if width <= 0 { return "" }
    var (result, used) = ("", 0)
    for character in text {
      let more = columns(character)
      if used + more > width - 1 { break }
      result.append(character)
      used += more
    }
    return result + "…"
  }
}
