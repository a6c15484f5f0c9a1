// The report of a comparison: one page that shows all of its results.

import Foundation
import LabKit

/// `report.html`, a page that needs nothing but itself, and the numbers of its figures as CSV files.
///
/// What was not measured is left out.
/// ```swift
/// let report = HTMLReport(results, command: "./lab compare --profile standard", date: .now)
/// report.html()      // the page
/// report.csvFiles()  // [(name: "accuracy-by-distance.csv", text: "kind,from,to,…")], which the page links to
/// ```
public struct HTMLReport {
  private let context: ReportContext
  private let command: String
  private let date: Date?

  /// - Parameters:
  ///   - command: What a reader types to get the same results.
  ///   - date: When they were measured; left out if nil.
  public init(_ results: ComparisonResults, command: String, date: Date? = nil) {
    context = ReportContext(results: results)
    (self.command, self.date) = (command, date)
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
    let all: [PageSection?] = [
      ClaimSheet(context: context).section,
      HeadlineSection(context: context).section,
      TrainingSection(context: context).section,
      BlankSection(context: context).section,
      GradientNormSection(context: context).section,
      GradientFlowSection(context: context).section,
      DistanceSection(context: context).section,
      ContextSection(context: context).section,
      ProbeSection(context: context).section,
      PositionSection(context: context).section,
      ComplexitySection(context: context).section,
      ParallelSection(context: context).section,
      GenerationSection(context: context).section,
      InsideSection(context: context).section,
      SampleSection(context: context).section,
      ProtocolSection(context: context).section,
      RunsSection(context: context).section,
    ]
    return all.compactMap { $0 }
  }
}
