// What goes to the terminal, and what comes from it.

import Foundation

enum Terminal {
  static var isInteractive: Bool { isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0 }

  /// A line to standard error, as ./lab's own.
  static func note(_ text: String) { FileHandle.standardError.write(Data("lab: \(text)\n".utf8)) }

  /// Text to standard output, at once.
  static func say(_ text: String = "") { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

  /// What a user typed, fit for one line.
  static func printable(_ text: String) -> String {
    String(text.prefix(40).map { $0.isLetter || $0.isNumber || $0.isPunctuation || $0 == " " ? $0 : "?" })
  }

  /// Breaks text at spaces; what is a word longer than the width stays whole. Lines after the first are indented.
  static func wrapped(_ text: String, to width: Int = 78, indent: String = "") -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      // Code keeps its lines.
      if line.hasPrefix("  ") { return String(indent + line) }
      var (rows, row) = ([String](), "")
      for word in line.split(separator: " ") {
        if !row.isEmpty && row.count + 1 + word.count > width - indent.count {
          rows.append(row)
          row = ""
        }
        row += row.isEmpty ? String(word) : " " + word
      }
      return (rows + [row]).map { indent + $0 }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  // MARK: A screen

  /// Columns and rows; 80 × 24 where they are not known.
  static var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20, size.ws_row > 8 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  static func clear() { FileHandle.standardOutput.write(Data("\u{1B}[2J\u{1B}[H".utf8)) }

  /// The rows that lines of Markdown take. Lines of a paragraph, or of an entry of a list, are joined and wrapped anew; code, output, tables
  /// and equations keep theirs.
  static func rows(of lines: [String], width: Int) -> [String] {
    var (rows, paragraph, isCode): ([String], String?, Bool) = ([], nil, false)
    func flush() {
      guard let text = paragraph else { return }
      // What follows the first row of an entry stands under its text.
      let lead = text.prefixMatch(of: #/([-*]|[0-9]+\.) /#).map { String(repeating: " ", count: $0.0.count) } ?? ""
      let plain = text.replacing("**", with: "").replacing(#/\*([^* ][^*]*)\*/#) { $0.1 }
      let wrapped = wrapped(plain, to: width - lead.count).split(separator: "\n")
      rows += wrapped.enumerated().map { ($0.offset == 0 ? "" : lead) + $0.element }
      paragraph = nil
    }
    for line in lines {
      let isFence = line.hasPrefix("```")
      let startsEntry = line.prefixMatch(of: #/([-*]|[0-9]+\.) /#) != nil
      if isFence { isCode.toggle() }
      if isFence || isCode || line.isEmpty || line.hasPrefix("    ") || line.hasPrefix("|") || startsEntry { flush() }
      if isFence { continue }
      if isCode || line.isEmpty || line.hasPrefix("    ") || line.hasPrefix("|") {
        rows += folded(line, width)
      } else {
        paragraph = paragraph.map { $0 + " " + line.trimmingCharacters(in: .whitespaces) } ?? line
      }
    }
    flush()
    return rows
  }

  /// The rows that a line takes which is not wrapped, cut where a terminal goes on in the next one.
  private static func folded(_ line: String, _ width: Int) -> [String] {
    guard line.count > width else { return [line] }
    return stride(from: 0, to: line.count, by: width).map { String(line.dropFirst($0).prefix(width)) }
  }

  /// Asks for a line; nil at the end of the input.
  static func line(_ prompt: String) -> String? {
    FileHandle.standardOutput.write(Data(prompt.utf8))
    return readLine()
  }

  /// Waits for a key: 1 to go on, −1 to go back, nil to leave. Ctrl-C and the end of the input leave as q does.
  static func step(first: Bool) -> Int? {
    FileHandle.standardOutput.write(Data("\n[space: on\(first ? "" : ", b: back"), q: leave] ".utf8))
    var before = termios()
    tcgetattr(STDIN_FILENO, &before)
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
    while true {
      var byte: UInt8 = 0
      guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "n"): return 1
      case UInt8(ascii: "b") where !first: return -1
      case UInt8(ascii: "q"), 3, 4: return nil
      default: continue
      }
    }
  }
}
