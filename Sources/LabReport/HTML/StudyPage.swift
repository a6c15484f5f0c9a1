// The page of a study by itself.

import LabResults

/// A page with what one study found.
package struct StudyPage {
  private let title, question, command: String
  private let sections: [PageSection]
  private let legend: Legend

  /// - Parameters:
  ///   - command: What a reader types to get the same results.
  ///   - section: What it shows; nil where it has no figures.
  package init(
    title: String, question: String, command: String, claims: [ClaimRecord], section: PageSection?, legend: Legend
  ) {
    (self.title, self.question, self.command, self.legend) = (title, question, command, legend)
    sections = [section, ClaimSheet(claims: claims, legend: legend).section].compactMap { $0 }
  }

  /// The page, as the text of an HTML file.
  /// - Parameter lessons: Where lessons are, as seen from the page.
  package func html(lessons: String = LessonLink.usualPlace) -> String {
    let header = [
      Markup.text("h1", [:], title), Markup.text("p", [:], "It asks " + question + "."),
      Markup.tag("pre", [:], Markup.text("code", [:], command)),
    ]
    return Page.html(
      title: title, header: header.joined(separator: "\n"), controls: Controls(legend: legend), lessons: lessons,
      sections: sections)
  }

  /// One file for each figure.
  package func csvFiles() -> [(name: String, text: String)] {
    sections.flatMap(\.figures).map { (name: $0.csvName, text: $0.csv.text) }
  }

  /// Each figure as files by itself, for light pages and for dark ones.
  package func pictures() -> [(name: String, text: String)] { sections.flatMap(\.figures).flatMap(\.pictures) }
}
