// A whole page: head, body, style and script in one file.

/// The frame of every page.
package enum Page {
  /// A page that needs nothing but itself.
  /// - Parameters:
  ///   - controls: What a reader can set for all figures; nil: nothing.
  ///   - lessons: Where lessons are, as seen from the page.
  ///   - links: The ids of the parts that are to be found from the top, and what they are called.
  ///   - body: What stands below the header.
  package static func html(
    title: String, header: String, controls: Controls?, lessons: String, links: [(id: String, title: String)],
    body: [String]
  ) -> String {
    let anchors = links.map { Markup.text("a", ["href": "#" + $0.id], $0.title) }
    let nav = anchors.count > 1 ? Markup.tag("nav", ["aria-label": "questions"], anchors.joined(separator: "\n")) : ""
    let page = """
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
      \(controls?.html ?? "")
      <main>
      \(body.joined(separator: "\n"))
      </main>
      <script>
      \(PageScript.text)
      </script>
      </body>
      </html>

      """
    return LessonLink.placed(page, at: lessons)
  }

  /// A page of sections, each with its own heading.
  package static func html(
    title: String, header: String, controls: Controls? = nil, lessons: String = LessonLink.usualPlace,
    sections: [PageSection]
  ) -> String {
    html(
      title: title, header: header, controls: controls, lessons: lessons,
      links: sections.filter { !$0.heading.isEmpty }.map { ("section-" + $0.id, $0.heading) },
      body: sections.map(\.html))
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
