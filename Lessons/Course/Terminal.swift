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

  /// Breaks text at spaces, but not before a percent sign; what is a word longer than the width stays whole. Lines after the first are
  /// indented.
  static func wrapped(_ text: String, to width: Int = 78, indent: String = "") -> String {
    text.replacing(" %", with: "\u{A0}%").split(separator: "\n", omittingEmptySubsequences: false).map { line in
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
    }.joined(separator: "\n").replacing("\u{A0}%", with: " %")
  }

  // MARK: A screen

  /// Columns and rows; 80 × 24 where they are not known.
  static var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20, size.ws_row > 8 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  static func clear() { FileHandle.standardOutput.write(Data("\u{1B}[2J\u{1B}[H".utf8)) }

  /// The rows that lines of Markdown take. Lines of a paragraph, or of an entry of a list, are joined and wrapped anew; tables are set in
  /// columns; code, output and equations keep their lines, but for those that are too long.
  static func rows(of lines: [String], width: Int) -> [String] {
    var (rows, paragraph, tableLines, isCode): ([String], String?, [String], Bool) = ([], nil, [], false)
    func flush() {
      if !tableLines.isEmpty { rows += table(tableLines, width: width) }
      tableLines = []
      guard let text = paragraph else { return }
      // What follows the first row of an entry stands under its text.
      let lead = text.prefixMatch(of: #/([-*]|[0-9]+\.) /#).map { String(repeating: " ", count: $0.0.count) } ?? ""
      let wrapped = wrapped(plain(text), to: width - lead.count).split(separator: "\n")
      rows += wrapped.enumerated().map { ($0.offset == 0 ? "" : lead) + $0.element }
      paragraph = nil
    }
    for line in lines {
      let isFence = line.hasPrefix("```")
      let startsEntry = line.prefixMatch(of: #/([-*]|[0-9]+\.) /#) != nil
      if isFence { isCode.toggle() }
      if !isCode && !isFence && line.hasPrefix("|") {
        if paragraph != nil { flush() }
        tableLines.append(line)
        continue
      }
      if isFence || isCode || line.isEmpty || line.hasPrefix("    ") || startsEntry || !tableLines.isEmpty { flush() }
      if isFence { continue }
      if isCode || line.isEmpty || line.hasPrefix("    ") {
        rows += broken(line, to: width)
      } else {
        paragraph = paragraph.map { $0 + " " + line.trimmingCharacters(in: .whitespaces) } ?? line
      }
    }
    flush()
    return rows
  }

  /// Text without marks of emphasis, and with the words of links to other files in place of the links.
  private static func plain(_ text: String) -> String {
    text.replacing("**", with: "").replacing(#/\*([^* ][^*]*)\*/#) { $0.1 }
      .replacing(#/\[([^\]]+)\]\((?!http)[^)\s]+\)/#) { $0.1 }
  }

  /// A line of code that is too long goes on below, farther in.
  private static func broken(_ line: String, to width: Int) -> [String] {
    var (rows, rest) = ([String](), Substring(line))
    let lead = String(repeating: " ", count: min(line.prefix { $0 == " " }.count + 4, width / 2))
    while rest.count > width {
      let room = rest.prefix(width + 1)
      let text = room.firstIndex { $0 != " " } ?? room.endIndex
      // What has no space is cut where a terminal goes on in the next row.
      let end = room[text...].lastIndex(of: " ") ?? room.index(before: room.endIndex)
      rows.append(String(rest[..<end]))
      rest = lead + rest[end...].drop { $0 == " " }
    }
    return rows + [String(rest)]
  }

  /// A table of Markdown in columns. The widest are made narrower until all fit, and what is longer than its column goes on below.
  private static func table(_ lines: [String], width: Int) -> [String] {
    let cells = lines.filter { !$0.allSatisfy { "|-: ".contains($0) } || !$0.contains("-") }.map { line in
      line.dropFirst().dropLast(line.hasSuffix("|") ? 1 : 0).split(separator: "|", omittingEmptySubsequences: false)
        .map { plain($0.trimmingCharacters(in: .whitespaces)) }
    }
    let count = cells.map(\.count).max() ?? 0
    var widths = (0..<count).map { column in cells.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    while widths.reduce(0, +) + 2 * (count - 1) > width, let widest = widths.max(), widest > 8,
      let column = widths.firstIndex(of: widest)
    {
      widths[column] -= 1
    }
    let blocks = cells.map { row -> [String] in
      let columns = row.enumerated().map { wrapped($0.element, to: widths[$0.offset]).components(separatedBy: "\n") }
      return (0..<(columns.map(\.count).max() ?? 0)).map { index in
        let parts = columns.enumerated().map { column, rows -> String in
          let text = index < rows.count ? rows[index] : ""
          return text + String(repeating: " ", count: max(0, widths[column] - text.count))
        }
        var line = parts.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
      }
    }
    let rule = String(repeating: "─", count: min(width, widths.reduce(0, +) + 2 * (count - 1)))
    // Rows of several lines are told apart by an empty one.
    let gap = blocks.contains { $0.count > 1 } ? [""] : []
    return (blocks.first ?? []) + [rule] + Array(blocks.dropFirst().joined(separator: gap))
  }

  /// Asks for a line; nil at the end of the input.
  static func line(_ prompt: String) -> String? {
    FileHandle.standardOutput.write(Data(prompt.utf8))
    return readLine()
  }

  /// Waits for a key: 1 to go on, −1 to go back, nil to leave. Ctrl-C and the end of the input leave as q does.
  static func step(first: Bool) -> Int? {
    var before = termios()
    tcgetattr(STDIN_FILENO, &before)
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    // Before anybody is asked: the terminal itself would swallow an answer of Ctrl-C or Ctrl-D that came first.
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
    FileHandle.standardOutput.write(Data("\n[space: on\(first ? "" : ", b: back"), q: leave] ".utf8))
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
