// Standard output for results, standard error for people.

import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import Studies

/// Where text goes.
enum Output {
  /// Writes a result.
  /// - Throws: `OutputError`, if it cannot be written, as on a full disk.
  static func result(_ text: String) throws {
    do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
      throw OutputError.cannotWrite(path: "standard output", reason: "the disk may be full, or the reader gone")
    }
  }

  /// Writes a value as one JSON object, on a line of its own.
  /// - Throws: `InputError`, if a number in it is not finite.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data: Data
    do { data = try encoder.encode(value) } catch is EncodingError {
      throw InputError("the result has numbers that are not finite, which JSON cannot hold")
    }
    let text = String(decoding: data, as: UTF8.self)
    try result((isTerminal ? escaped(text) : text) + "\n")
  }

  /// JSON with all that a terminal would obey as \u and a number: it says the same.
  private static func escaped(_ json: String) -> String {
    json.unicodeScalars.map { picture(of: $0) == nil ? String($0) : String(format: "\\u%04x", $0.value) }.joined()
  }

  /// Whether somebody looks at standard output, who must not be shown control characters as such.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// How a comparison is shown.
  enum Form { case headline, tables, json }

  /// Writes what a comparison found: one screen, or all its tables and then that screen, or JSON; notes go to people.
  /// - Parameter page: Where its report is; nil, if it is nowhere.
  static func comparison(_ results: ComparisonResults, as form: Form, page: URL?) throws {
    for line in results.notes { note(line) }
    let headline = StudyList.headline(of: results)
    if form == .json {
      for warning in headline.warnings { note("! " + warning) }
      try Output.json(results)
      if let page { note("report: \(page.path)") }
      return
    }
    let style = Style.detected(descriptor: 1)
    if form == .tables { try result(StudyList.tables(of: results).text(width: width, style: style) + "\n") }
    let closing = page.map { "Figures, rules and intervals: \($0.path)" }
    try result(headline.text(width: width, style: style, closing: closing))
  }

  /// Writes a table, as wide as the terminal allows.
  static func table(_ table: Table) throws {
    try result(table.text(width: width, style: .detected(descriptor: 1)))
  }

  /// Writes names and values below each other.
  static func facts(_ facts: [(name: String, value: String)]) throws {
    let style = Style.detected(descriptor: 1)
    let longest = facts.map { TextWidth.columns($0.name) }.max() ?? 0
    let lines = facts.map { name, value in
      let padding = String(repeating: " ", count: longest - TextWidth.columns(name) + 2)
      return TextWidth.cut(style(name, .dim) + padding + visible(value), to: style.isColoured ? .max : max(width, 40))
        + "\n"
    }
    try result(lines.joined())
  }

  /// Writes running text: on a terminal in lines that fit, with signs in the place of control characters; else as it is.
  static func text(_ text: String) throws {
    let body = (isTerminal ? visible(text) : text) + (text.hasSuffix("\n") ? "" : "\n")
    guard case .terminal(let width) = ProgressReporter.Mode.detected(descriptor: 1) else { return try result(body) }
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    try result(lines.map { TextWidth.wrapped(String($0), to: width).joined(separator: "\n") + "\n" }.joined())
  }

  /// Tells people something, on a line of its own; on a terminal, on several that end between words.
  static func note(_ text: String) {
    let typed = CommandName.typed(in: visible(text))
    ProgressReporter.writeToStandardError(ProgressReporter.Mode.detected().wrapped(typed) + "\n")
  }

  /// The columns of the terminal on standard output; 80 where there is none.
  static var width: Int {
    if case .terminal(let width) = ProgressReporter.Mode.detected(descriptor: 1) { width } else { 80 }
  }
}
