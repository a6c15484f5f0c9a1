// The report of a comparison: one page that shows all of its results.

import Foundation
import LabResults

/// `report.html`, a page that needs nothing but itself, and the numbers of its figures as CSV files.
///
/// What was not measured is left out.
/// ```swift
/// let report = StudyList.report(on: results, command: "./lab compare --profile standard", date: .now)
/// report.html()      // the page
/// report.csvFiles()  // [(name: "skill-by-distance.csv", text: "kind,from,to,…")], which the page links to
/// ```
public struct HTMLReport {
  private let context: ReportContext
  private let command: String
  private let date: Date?
  private let picture: PageSection?
  private let studies: [PageSection]

  /// - Parameters:
  ///   - command: What a reader types to get the same results.
  ///   - date: When they were measured; left out if nil.
  ///   - picture: What the page opens with, below the claims.
  ///   - studies: What the studies show, in order.
  package init(
    _ results: ComparisonResults, command: String, date: Date?, picture: PageSection?, studies: [PageSection]
  ) {
    context = ReportContext(results: results)
    (self.command, self.date, self.picture, self.studies) = (command, date, picture, studies)
  }

  /// The page.
  /// - Complexity: O(size of the results); some ten milliseconds, and less than 3 MB, for the largest profile.
  public func html() -> String {
    let header = ReportHeader(context: context, command: command, date: date)
    return Page.html(title: header.title, header: header.html, sections: sections)
  }

  /// One file for each figure, with all the numbers that it shows.
  public func csvFiles() -> [(name: String, text: String)] {
    sections.flatMap(\.figures).map { (name: $0.csvName, text: $0.csv.text) }
  }

  /// The figures, in order; for tests.
  package var figures: [Figure] { sections.flatMap(\.figures) }

  private var sections: [PageSection] {
    let losses: [PageSection?] = [
      ClaimSheet(claims: context.results.claims, legend: context.legend, note: context.results.verdictNote).section,
      picture,
      TrainingSection(context: context).section,
      GradientNormSection(context: context).section,
    ]
    let all = losses + studies + [ProtocolSection(context: context).section, RunsSection(context: context).section]
    return all.compactMap { $0 }
  }
}
