// A whole page: head, body, style and script in one file.

/// The frame of every page.
package enum Page {
  /// A page that needs nothing but itself.
  package static func html(title: String, header: String, sections: [PageSection]) -> String {
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
  package static func facts(_ facts: [(String, String)]) -> String {
    let items = facts.map { Markup.tag("div", [:], Markup.text("dt", [:], $0.0) + Markup.text("dd", [:], $0.1)) }
    return Markup.tag("dl", ["class": "facts"], items.joined(separator: "\n"))
  }

  /// A list of texts under a word that says what they are; nothing for none.
  package static func list(_ kind: String, _ word: String, _ texts: [String]) -> String {
    guard !texts.isEmpty else { return "" }
    let items = texts.map { Markup.text("li", [:], $0) }.joined()
    return Markup.tag("div", ["class": kind], Markup.text("b", [:], word) + Markup.tag("ul", [:], items))
  }
}
