// The report of a comparison: one page that shows all of its results.

import Foundation
import LabResults

/// `report.html`, a page that needs nothing but itself, and the numbers of its figures as CSV files.
///
/// It opens with the headline and the picture that says most, and goes on with one chapter for each question. What was not measured is
/// left out.
/// ```swift
/// let report = StudyList.report(on: results, command: "./lab compare --profile standard", date: .now)
/// report.html()      // the page
/// report.csvFiles()  // [(name: "skill-by-distance.csv", text: "kind,from,to,…")], which the page links to
/// ```
public struct HTMLReport {
  private let context: ReportContext
  private let command: String
  private let date: Date?
  private let opening: [PageSection]
  private let studies: [(chapter: Chapter, section: PageSection)]
  private let dials: [Dial]

  /// - Parameters:
  ///   - command: What a reader types to get the same results.
  ///   - date: When they were measured; left out if nil.
  ///   - headline: What the page opens with: the result in a table and a few sentences.
  ///   - picture: What stands below it.
  ///   - studies: What the studies show, in order.
  ///   - dials: What a reader can set for the whole page.
  package init(
    _ results: ComparisonResults, command: String, date: Date?, headline: PageSection? = nil, picture: PageSection?,
    studies: [(chapter: Chapter, section: PageSection)], dials: [Dial] = []
  ) {
    context = ReportContext(results: results)
    (self.command, self.date, self.studies, self.dials) = (command, date, studies, dials)
    opening = [headline, picture].compactMap { $0 }
  }

  /// The page.
  /// - Parameter lessons: Where lessons are, as seen from the page.
  /// - Complexity: O(size of the results); some ten milliseconds, and less than 3 MB, for the largest profile.
  public func html(lessons: String = "../../Lessons") -> String {
    let header = ReportHeader(context: context)
    let chapters = chapters
    return Page.html(
      title: header.title, header: header.html, controls: Controls(legend: context.legend, dials: dials),
      lessons: lessons,
      links: chapters.map { ("chapter-" + $0.chapter.rawValue, $0.chapter.heading) },
      body: opening.map(\.html) + chapters.map { $0.chapter.html($0.sections) })
  }

  /// One file for each figure, with all the numbers that it shows.
  public func csvFiles() -> [(name: String, text: String)] {
    figures.map { (name: $0.csvName, text: $0.csv.text) }
  }

  /// The figures, in order.
  package var figures: [Figure] { (opening + chapters.flatMap(\.sections)).flatMap(\.figures) }

  /// Those that have something to say.
  private var chapters: [(chapter: Chapter, sections: [PageSection])] {
    let claims = ClaimSheet(
      claims: context.results.claims, legend: context.legend, note: context.results.verdictNote)
    let own: [(Chapter, PageSection?)] = [
      (.good, TrainingSection(context: context).section), (.why, GradientNormSection(context: context).section),
      (.trust, claims.section),
      (.trust, ProtocolSection(context: context, command: command, date: date).section),
      (.trust, RunsSection(context: context).section),
    ]
    return Chapter.allCases.map { chapter in
      (
        chapter,
        own.filter { $0.0 == chapter }.compactMap(\.1) + studies.filter { $0.chapter == chapter }.map(\.section)
      )
    }.filter { !$0.sections.isEmpty }
  }
}
