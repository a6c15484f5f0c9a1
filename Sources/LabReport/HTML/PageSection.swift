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
  /// What is shown on demand: tables, fits, and figures that say more of the same.
  package var folded: [Part]

  /// nil for a section without contents.
  package init?(_ id: String, _ heading: String, _ parts: [Part?], folded: [Part?] = []) {
    (self.id, self.heading) = (id, heading)
    (self.parts, self.folded) = (parts.compactMap { $0 }, folded.compactMap { $0 })
    let hasContents = (self.parts + self.folded).contains { if case .markup("") = $0 { false } else { true } }
    guard hasContents else { return nil }
  }

  package var figures: [Figure] {
    (parts + folded).compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
  }

  /// The section by itself, with its heading.
  package var html: String {
    let title = heading.isEmpty ? "" : Markup.text("h2", [:], heading) + "\n"
    return Markup.tag("section", ["id": "section-" + id], title + contents)
  }

  /// The section as the first of a chapter, whose heading is enough for both.
  var lead: String { Markup.tag("section", ["id": "section-" + id], contents) }

  /// The section as one line that says what was found, which unfolds.
  var line: String {
    let finding = figures.first.map { " " + Markup.escaped($0.title) + "." } ?? ""
    return Self.folded(
      Markup.text("b", [:], heading + (finding.isEmpty ? "" : ".")) + finding, id: "section-" + id,
      html(parts + folded) + lessonLine)
  }

  private var contents: String {
    guard !folded.isEmpty else { return html(parts) + lessonLine }
    let figures = folded.compactMap { if case .figure(let figure) = $0 { figure.title + "." } else { nil } }
    let summary =
      Markup.text("b", [:], figures.isEmpty ? "Tables" : "More.")
      + Markup.escaped(
        figures.first.map { " " + $0 } ?? "")
    return html(parts) + lessonLine + "\n" + Self.folded(summary, id: "more-" + id, html(folded))
  }

  private var lesson: LessonLink? { LessonLink.explaining(id) }
  private var lessonLine: String { lesson.map { "\n" + $0.sentence } ?? "" }

  private func html(_ parts: [Part]) -> String {
    parts.map { part in
      switch part {
      case .figure(let figure): figure.html(explainedIn: LessonLink.explaining(figure.id) ?? lesson)
      case .markup(let markup): markup
      }
    }.joined(separator: "\n")
  }

  private static func folded(_ summary: String, id: String, _ contents: String) -> String {
    Markup.tag(
      "details", ["class": "more", "id": id],
      Markup.tag("summary", [:], summary) + "\n" + Markup.tag("div", ["class": "unfolded"], contents))
  }

  /// A paragraph of plain text.
  package static func paragraph(_ text: String, quiet: Bool = false) -> Part {
    .markup(Markup.text("p", quiet ? ["class": "quiet"] : [:], text))
  }

  /// A table, unless it is empty.
  package static func table(_ table: HTMLTable) -> Part? { table.isEmpty ? nil : .markup(table.html) }
}
