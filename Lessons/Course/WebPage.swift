// A lesson as one page for a browser and for paper, made of the same text as all else.

import Foundation

/// A page that needs nothing but itself.
struct WebPage {
  private let text: LessonText
  private let file: URL

  /// - Parameter file: Where the text stands: its figures are looked for there.
  init(_ text: LessonText, at file: URL) { (self.text, self.file) = (text, file) }

  /// The page.
  var html: String {
    let sections = text.sections.map { section in
      "<section>\n<h2>\(Inline.html(section.title))</h2>\n\(html(of: section))\n</section>"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(Inline.escaped(text.title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <main>
      <h1>\(Inline.html(text.title))</h1>
      \(sections.joined(separator: "\n"))
      </main>
      </body>
      </html>
      """
  }

  /// A section; what stands behind a pause is shown when asked for.
  private func html(of section: LessonText.Section) -> String {
    let parts = section.lines.split(separator: "<!-- pause -->", omittingEmptySubsequences: false)
    let (shown, hidden) = (parts[0], parts.dropFirst().joined(separator: [""]))
    let answer = blocks(Array(hidden))
    let start = blocks(Array(shown))
    return answer.isEmpty ? start : "\(start)\n<details><summary>Answer</summary>\n\(answer)\n</details>"
  }

  // MARK: Blocks

  private func blocks(_ lines: [String]) -> String {
    var (result, index): ([String], Int) = ([], 0)
    /// Lines from here on, as long as they are of a kind.
    func take(while isOfKind: (String) -> Bool) -> [String] {
      let taken = Array(lines[index...].prefix(while: isOfKind))
      index += taken.count
      return taken
    }
    while index < lines.count {
      let line = lines[index]
      if line.hasPrefix("```") {
        index += 1
        result.append(Self.code(take { $0 != "```" }))
        index += 1
      } else if line == "<picture>" {
        result.append(picture(take { $0 != "</picture>" }))
        index += 1
      } else if line.hasPrefix("<!-- predict: ") {
        index += 1
        let question = take { !$0.isEmpty }
        result.append(Self.list(question, drawing: (try? Prediction(marker: line, question: "").drawing) ?? []))
      } else if line.isEmpty || line.hasPrefix("<!--") {
        index += 1
      } else if line.hasPrefix("    ") {
        let equations = take { $0.isEmpty || $0.hasPrefix("    ") }
        result.append(Self.equations(equations))
      } else if line.hasPrefix("|") {
        result.append(Self.table(take { $0.hasPrefix("|") }))
      } else if Self.entry(line) != nil {
        result.append(Self.list(take { !$0.isEmpty && !$0.hasPrefix("<!--") }))
      } else {
        let paragraph = take { !$0.isEmpty && !$0.hasPrefix("```") && !$0.hasPrefix("<!--") }
        result.append("<p>\(Inline.html(paragraph.joined(separator: " ")))</p>")
      }
    }
    return result.joined(separator: "\n")
  }

  /// Code, or commands with their output.
  private static func code(_ lines: [String]) -> String {
    let html = lines.map { $0.hasPrefix("$ ") ? "<b>\(Inline.escaped($0))</b>" : Inline.escaped($0) }
    return "<pre tabindex=\"0\"><code>\(html.joined(separator: "\n"))</code></pre>"
  }

  private static func equations(_ lines: [String]) -> String {
    let text = lines.map { $0.dropFirst(4) }.joined(separator: "\n").trimmingCharacters(in: .newlines)
    return "<pre class=\"equations\" tabindex=\"0\">\(Inline.escaped(text))</pre>"
  }

  /// The mark that an entry of a list begins with.
  private static func entry(_ line: String) -> Substring? { line.prefixMatch(of: #/([-*]|[0-9]+\.) /#)?.0 }

  /// A list of entries, each of which may go on in lines that are indented.
  private static func list(_ lines: [String], drawing: [String] = []) -> String {
    var entries: [[String]] = []
    for line in lines {
      if let mark = entry(line) {
        entries.append([String(line.dropFirst(mark.count))])
      } else if entries.isEmpty {
        entries.append([line])
      } else {
        entries[entries.count - 1].append(line.trimmingCharacters(in: .whitespaces))
      }
    }
    let picture = drawing.isEmpty ? "" : "\n" + code(drawing)
    let items = entries.map { "<li>\(Inline.html($0.joined(separator: " ")))\(picture)</li>" }.joined(separator: "\n")
    guard let number = lines.first.flatMap({ Int($0.prefix { $0.isNumber }) }) else { return "<ul>\n\(items)\n</ul>" }
    return "<ol start=\"\(number)\">\n\(items)\n</ol>"
  }

  private static func table(_ lines: [String]) -> String {
    func row(_ line: String, _ kind: String) -> String {
      let cells = line.dropFirst().dropLast(line.hasSuffix("|") ? 1 : 0).split(
        separator: "|", omittingEmptySubsequences: false)
      let html = cells.map { "<\(kind)>\(Inline.html($0.trimmingCharacters(in: .whitespaces)))</\(kind)>" }
      return "<tr>\(html.joined())</tr>"
    }
    let body = lines.dropFirst(2).map { row($0, "td") }.joined(separator: "\n")
    return "<div class=\"wide\" tabindex=\"0\"><table>\n\(row(lines[0], "th"))\n\(body)\n</table></div>"
  }

  /// A figure, with its files in the page. On paper it is the light one.
  private func picture(_ lines: [String]) -> String {
    guard let image = lines.lazy.compactMap(LessonText.picture).first else { return "" }
    let files = LessonFigure.copies(of: image.source, in: file).map { url in
      "data:image/svg+xml;base64," + ((try? Data(contentsOf: url))?.base64EncodedString() ?? "")
    }
    return """
      <figure><picture><source media="screen and (prefers-color-scheme: dark)" srcset="\(files[1])"/>
      <img src="\(files[0])" alt="\(Inline.escaped(image.words))"/></picture></figure>
      """
  }

  private static let style = """
    :root { color-scheme: light dark; --back: #fff; --text: #1a1d21; --muted: #5a626c; --link: #0069fc; --line: #dde1e6; --soft: #f4f6f8; }
    @media screen and (prefers-color-scheme: dark) {
      :root { --back: #15181d; --text: #e8eaed; --muted: #a3abb5; --link: #3d8dff; --line: #2c323a; --soft: #1c2026; }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--back); color: var(--text);
      font: 1.05rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
    main { max-width: 50rem; margin: 0 auto; padding: 1.5rem 1.1rem 4rem; overflow-wrap: break-word; }
    h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; }
    h2 { font-size: 1.3rem; line-height: 1.25; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
    p, ul, ol { margin: .75rem 0; } li { margin: .35rem 0; } ol, ul { padding-left: 1.5rem; }
    a { color: var(--link); }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
    p code, li code, td code { background: var(--soft); border-radius: 4px; padding: .1em .3em; }
    pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; overflow-x: auto;
      line-height: 1.45; font-size: .8rem; } pre code { font-size: 1em; } pre b { white-space: pre-wrap; }
    pre.equations { background: none; border-width: 0 0 0 3px; border-radius: 0; font-size: .9rem; }
    .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .95rem; font-variant-numeric: tabular-nums; }
    th, td { border: 1px solid var(--line); padding: .3rem .7rem; text-align: left; }
    details { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .9rem; } summary { cursor: pointer; color: var(--muted); }
    figure { margin: 1.2rem 0; } figure img { width: 100%; height: auto; display: block; }
    @media print {
      body { font-size: 10.5pt; } main { max-width: none; padding: 0; } pre { white-space: pre-wrap; font-size: 8pt; }
      h2 { break-after: avoid; } pre, figure, table, li { break-inside: avoid; } a { color: inherit; }
      details::details-content { content-visibility: visible; display: block; block-size: auto; }
    }
    """
}
