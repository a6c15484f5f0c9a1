// A comparison's headline at the top of its page.

import LabResults

extension Headline {
  /// The table and the sentences; nil where there are neither.
  /// - Parameter dialled: A row of numbers that follow a dial; nil for none.
  package func section(dialled: DialRow? = nil) -> PageSection? {
    let words = sentences.map { Markup.text("p", [:], $0) }.joined(separator: "\n")
    return PageSection(
      "headline", "", [rows.isEmpty ? nil : .markup(table(dialled)), words.isEmpty ? nil : .markup(words)])
  }

  private func table(_ dialled: DialRow?) -> String {
    var table = HTMLTable("What is said, and what was found", [.text("")] + columns.map { .text($0.name) })
    for row in rows {
      table.add(
        markup: [Self.head("\(row.id) \(row.title)", Markup.escaped(row.quantity))] + row.cells.map(Self.cell))
    }
    if let dialled {
      table.add(
        markup: [Self.head("At a distance of your choice", dialled.dial.text(dialled.titles))]
          + columns.map { column in
            dialled.texts[column.id].map(dialled.dial.text) ?? Numbers.none
          })
    }
    return Markup.tag("div", ["class": "headline"], table.html)
  }

  private static func head(_ title: String, _ quantity: String) -> String {
    Markup.escaped(title) + Markup.tag("small", [:], quantity)
  }

  private static func cell(_ cell: HeadlineCell) -> String {
    let number = Markup.text("b", [:], cell.number ?? (cell.verdict == nil ? Numbers.none : ""))
    return (cell.verdict.map { ClaimSheet.verdict($0) + " " } ?? "") + number
      + (cell.saying.map { Markup.text("small", [:], "“\($0)”") } ?? "")
  }
}
