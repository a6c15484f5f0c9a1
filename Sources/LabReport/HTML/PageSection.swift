// A section of a page.

/// A part of a page under a heading of its own.
package struct PageSection {
  /// What stands in a section.
  package enum Part {
    case figure(Figure)
    case markup(String)
  }

  package let id: String
  /// Empty for what stands at the top of the page.
  package let heading: String
  package var parts: [Part]

  /// nil for a section without contents.
  package init?(_ id: String, _ heading: String, _ parts: [Part?]) {
    let parts = parts.compactMap { $0 }
    let hasContents = parts.contains { if case .markup("") = $0 { false } else { true } }
    guard hasContents else { return nil }
    (self.id, self.heading, self.parts) = (id, heading, parts)
  }

  package var figures: [Figure] { parts.compactMap { if case .figure(let figure) = $0 { figure } else { nil } } }

  package var html: String {
    let title = heading.isEmpty ? "" : Markup.text("h2", [:], heading) + "\n"
    let body = parts.map { part in
      switch part {
      case .figure(let figure): figure.html
      case .markup(let markup): markup
      }
    }
    return Markup.tag("section", ["id": "section-" + id], title + body.joined(separator: "\n"))
  }

  /// A paragraph of plain text.
  package static func paragraph(_ text: String, quiet: Bool = false) -> Part {
    .markup(Markup.text("p", quiet ? ["class": "quiet"] : [:], text))
  }

  /// A table, unless it is empty.
  package static func table(_ table: HTMLTable) -> Part? { table.isEmpty ? nil : .markup(table.html) }
}
