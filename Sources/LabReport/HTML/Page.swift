// A whole page: head, body, style and script in one file.

/// A part of a page under a heading of its own.
struct PageSection {
  /// What stands in a section.
  enum Part {
    case figure(Figure)
    case markup(String)
  }

  let id: String
  /// Empty for what stands at the top of the page.
  let heading: String
  var parts: [Part]

  /// nil for a section without contents.
  init?(_ id: String, _ heading: String, _ parts: [Part?]) {
    let parts = parts.compactMap { $0 }
    let hasContents = parts.contains { if case .markup("") = $0 { false } else { true } }
    guard hasContents else { return nil }
    (self.id, self.heading, self.parts) = (id, heading, parts)
  }

  var figures: [Figure] { parts.compactMap { if case .figure(let figure) = $0 { figure } else { nil } } }

  var html: String {
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
  static func paragraph(_ text: String, quiet: Bool = false) -> Part {
    .markup(Markup.text("p", quiet ? ["class": "quiet"] : [:], text))
  }

  /// A table, unless it is empty.
  static func table(_ table: HTMLTable) -> Part? { table.isEmpty ? nil : .markup(table.html) }
}

/// The frame of every page.
enum Page {
  /// A page that needs nothing but itself.
  static func html(title: String, header: String, sections: [PageSection]) -> String {
    let links = sections.filter { !$0.heading.isEmpty }
      .map { Markup.text("a", ["href": "#section-" + $0.id], $0.heading) }
    let nav = links.count > 1 ? Markup.tag("nav", ["aria-label": "sections"], links.joined(separator: "\n")) : ""
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(Markup.escaped(title))</title>
      <style>
      \(PageStyle.sheet)
      </style>
      </head>
      <body>
      <header>
      \(header)
      \(nav)
      </header>
      <main>
      \(sections.map(\.html).joined(separator: "\n"))
      </main>
      <script>
      \(PageStyle.script)
      </script>
      </body>
      </html>

      """
  }

  /// Names and values side by side.
  static func facts(_ facts: [(String, String)]) -> String {
    let items = facts.map { Markup.tag("div", [:], Markup.text("dt", [:], $0.0) + Markup.text("dd", [:], $0.1)) }
    return Markup.tag("dl", ["class": "facts"], items.joined(separator: "\n"))
  }

  /// A list of texts under a word that says what they are; nothing for none.
  static func list(_ kind: String, _ word: String, _ texts: [String]) -> String {
    guard !texts.isEmpty else { return "" }
    let items = texts.map { Markup.text("li", [:], $0) }.joined()
    return Markup.tag("div", ["class": kind], Markup.text("b", [:], word) + Markup.tag("ul", [:], items))
  }
}
