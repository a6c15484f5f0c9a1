// A figure's numbers as comma-separated values.

import Foundation

/// A table of texts and numbers, written after RFC 4180.
package struct CSV {
  package let columns: [String]
  package private(set) var rows: [[String]] = []

  package init(_ columns: [String]) { self.columns = columns }

  /// - Precondition: As many cells as columns.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "CSV: \(cells.count) cells for \(columns.count) columns")
    rows.append(cells)
  }

  /// The lines, the first of them with the columns' names.
  package var text: String {
    ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A number with seven digits; nothing for what is missing or not finite.
  package static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return String(format: "%.7g", value)
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
