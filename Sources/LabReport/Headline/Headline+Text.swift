// A comparison's headline in the terminal.

import LabResults

extension Headline {
  /// The table and the sentences as lines of text, each with its line feed; 40 lines hold all of it at 80 columns.
  ///
  /// - Parameters:
  ///   - width: The columns of the terminal; models that do not fit are left to the report.
  ///   - style: The colours.
  ///   - closing: One sentence more, such as which file to open.
  public func text(width: Int = 80, style: Style = .plain, closing: String? = nil) -> String {
    var lines: [String] = []
    if let table = table(width: width) {
      lines.append(
        table.text(width: width, style: style)
          + TextWidth.wrapped(key, to: width).map { style($0, .dim) + "\n" }.joined())
    }
    let shown = warnings.prefix(Self.shownWarnings).map { "! " + $0 }
    let rest = warnings.count - shown.count
    let more = rest > 0 ? ["! \(rest) more, in the report"] : []
    for paragraph in sentences + shown + more + [closing].compactMap({ $0 }) {
      lines.append(TextWidth.wrapped(paragraph, to: width, indent: 2).map { $0 + "\n" }.joined())
    }
    return rows.isEmpty ? lines.joined() : lines[0] + "\n" + lines.dropFirst().joined()
  }

  private static let shownWarnings = 3

  /// What the marks mean; which of the sayings were counted.
  private var key: String {
    let counted = rows.filter(\.isCounted).map(\.id)
    return "✓ holds  ✗ does not  ◐ depends on a setting  ? open  – not measured"
      + (counted.isEmpty
        ? "" : "\n" + counted.joined(separator: ", ") + " are counted: they follow from how a model is built")
  }

  /// What is said above what was found, for as many models as fit; nil where nothing was found.
  private func table(width: Int) -> Table? {
    guard !rows.isEmpty else { return nil }
    let tables = (1...columns.count).reversed().lazy.map(table(columns:))
    return tables.first { $0.width <= width } ?? table(columns: 1)
  }

  private func table(columns count: Int) -> Table {
    var table = Table(
      title: "What is said, and below it what was found",
      columns: [.init("")] + columns.prefix(count).map { .init($0.name) })
    for row in rows {
      table.addRow(
        [.init("\(row.id) \(row.title)", .strong)] + row.cells.prefix(count).map { .init($0.saying ?? "", .dim) })
      table.addRow(
        [.init("   " + row.quantity, .dim)] + row.cells.prefix(count).map { .init($0.text, $0.verdict?.role) })
    }
    return table
  }
}
