// Tables of a page.

/// A table with a heading column, which can be scrolled sideways where it is too wide.
package struct HTMLTable {
  package struct Column {
    package let title: String
    package let isNumber: Bool

    package static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
    package static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  package var caption = ""
  /// Stands below the table.
  package var note = ""
  package let columns: [Column]
  private var rows: [String] = []

  package var isEmpty: Bool { rows.isEmpty }

  package init(_ caption: String = "", _ columns: [Column]) { (self.caption, self.columns) = (caption, columns) }

  /// Appends a row of plain texts; the first heads it.
  /// - Parameter style: The model that the row is of; none if it is of several.
  package mutating func add(_ cells: [String], isQuiet: Bool = false, of style: SeriesStyle? = nil) {
    add(markup: cells.map(Markup.escaped), isQuiet: isQuiet, of: style)
  }

  /// Appends a row of markup.
  package mutating func add(markup cells: [String], isQuiet: Bool = false, of style: SeriesStyle? = nil) {
    let parts = zip(cells, columns).enumerated().map { index, pair in
      let kind = pair.1.isNumber ? "number" : "text"
      return index == 0
        ? Markup.tag("th", ["scope": "row"], pair.0) : Markup.tag("td", ["class": kind], pair.0)
    }
    let names = [isQuiet ? "quiet" : nil, style?.modelClass].compactMap { $0 }.joined(separator: " ")
    rows.append(Markup.tag("tr", names.isEmpty ? [:] : ["class": names], parts.joined()))
  }

  package var html: String {
    let heads = columns.map { Markup.text("th", ["scope": "col", "class": $0.isNumber ? "number" : "text"], $0.title) }
    let head = Markup.tag("thead", [:], Markup.tag("tr", [:], heads.joined()))
    let title = caption.isEmpty ? "" : Markup.tag("caption", [:], Markup.text("span", [:], caption))
    let body = Markup.tag("tbody", [:], rows.joined(separator: "\n"))
    let table = Markup.tag("div", ["class": "scroll"], Markup.tag("table", [:], title + head + body))
    return note.isEmpty ? table : table + "\n" + Markup.text("p", ["class": "note"], note)
  }
}
