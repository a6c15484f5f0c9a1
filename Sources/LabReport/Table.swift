// Tables: aligned text for a terminal.

import LabErrors
import LabResults

/// A table of short texts, rendered for a terminal.
///
/// ```
/// model   loss    tokens/s
/// ────────────────────────
/// rnn     1.85     120 000
/// lstm    1.6       45 000
/// ```
public struct Table: Sendable {
  /// How a column's cells line up.
  public enum Alignment: Sendable {
    /// Cells begin below each other.
    case left
    /// Cells end below each other.
    case right
    /// Numbers below each other by their decimal points; what has none ends where the points are.
    case decimal
  }

  /// A column's heading and alignment.
  public struct Column: Sendable {
    /// The heading, above the column's cells.
    public var title: String
    /// How heading and cells line up.
    public var alignment: Alignment

    /// A column of texts, unless told otherwise.
    public init(_ title: String, _ alignment: Alignment = .left) { (self.title, self.alignment) = (title, alignment) }
  }

  /// A text with a meaning. A string literal is a cell.
  public struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// What is shown; `addRow` makes control characters visible.
    public var text: String
    /// What the text means, and so its colour; nil: nothing special.
    public var role: Style.Role?

    /// A text that means nothing special, unless told otherwise.
    public init(_ text: String, _ role: Style.Role? = nil) { (self.text, self.role) = (text, role) }
    public init(stringLiteral value: String) { self.init(value) }
  }

  /// Shown above the table; none if nil.
  public var title: String?
  /// From left to right.
  public let columns: [Column]
  /// From top to bottom; each has a cell for every column.
  public private(set) var rows: [[Cell]] = []

  /// A table without rows.
  public init(title: String? = nil, columns: [Column]) { (self.title, self.columns) = (title, columns) }

  /// Appends a row; missing cells at its end are empty.
  ///
  /// - Precondition: There are no more cells than columns.
  public mutating func addRow(_ cells: [Cell]) {
    precondition(cells.count <= columns.count, "Table: \(cells.count) cells for \(columns.count) columns")
    let clean = cells.map { Cell(printable($0.text, limit: 4096), $0.role) }
    rows.append(clean + Array(repeating: "", count: columns.count - cells.count))
  }

  /// The table as lines of text, each with its line feed.
  ///
  /// - Parameters:
  ///   - width: The columns of the terminal; a table that is wider has its widest left-aligned column cut.
  ///   - style: The colours.
  public func text(width: Int = 80, style: Style = .plain) -> String {
    let cells = alignedRows()
    var widths = widths(of: cells)
    shrink(&widths, to: width)
    var lines: [String] = title.map { [style(printable($0), .strong)] } ?? []
    lines.append(line(columns.map(\.title), widths: widths, roles: columns.map { _ in Style.Role.strong }, style))
    lines.append(style(String(repeating: "─", count: total(widths)), .dim))
    for (row, texts) in zip(rows, cells) { lines.append(line(texts, widths: widths, roles: row.map(\.role), style)) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The columns of a terminal that all cells take where none is cut.
  var width: Int { total(widths(of: alignedRows())) }

  private func widths(of cells: [[String]]) -> [Int] {
    columns.indices.map { column in
      cells.reduce(TextWidth.columns(columns[column].title)) { max($0, TextWidth.columns($1[column])) }
    }
  }

  private func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }

  /// Takes columns from the widest texts until the table fits, as long as four columns are left of each.
  private func shrink(_ widths: inout [Int], to limit: Int) {
    let candidates = columns.indices.filter { columns[$0].alignment == .left }
    while total(widths) > limit, let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4 {
      widths[widest] -= 1
    }
  }

  /// The rows' texts, with those of decimal columns padded on the right to bring their points together.
  private func alignedRows() -> [[String]] {
    var result = rows.map { $0.map(\.text) }
    for (column, description) in columns.enumerated() where description.alignment == .decimal {
      let tails = result.map { Self.widthFromPoint($0[column]) }
      let longest = tails.max() ?? 0
      for (row, tail) in tails.enumerated() { result[row][column] += String(repeating: " ", count: longest - tail) }
    }
    return result
  }

  /// The columns from the first decimal point to the end; a unit behind a whole number counts too.
  private static func widthFromPoint(_ text: String) -> Int {
    guard let digit = text.firstIndex(where: \.isNumber) else { return 0 }
    let tail = text[digit...].drop { $0.isNumber || $0 == " " || $0 == "\u{202F}" || $0 == "," }
    return TextWidth.columns(String(tail))
  }

  private func line(_ texts: [String], widths: [Int], roles: [Style.Role?], _ style: Style) -> String {
    var line = ""
    for (column, text) in texts.enumerated() {
      let shown = TextWidth.cut(text, to: widths[column])
      let padding = String(repeating: " ", count: widths[column] - TextWidth.columns(shown))
      let coloured = style(shown, roles[column])
      if column > 0 { line += "  " }
      line += columns[column].alignment == .left ? coloured + padding : padding + coloured
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
