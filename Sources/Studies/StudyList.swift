// The list of studies, and what follows from it.

import Foundation
import LabKit
import LabReport
import LabResults

/// All studies, in the order in which they are made and shown.
public enum StudyList {
  package static let all: [any Study] = [
    DistanceStudy(),
    BlankStudy(),
    GradientFlowStudy(),
    ContextStudy(),
    ProbeStudy.copy,
    ProbeStudy.recall,
    ProbeStudy.adding,
    ProbeStudy.parity,
    PositionStudy(),
    ComplexityStudy(),
    ParallelismStudy(),
    BrentStudy(),
    GenerationStudy(),
    InsideStudy(),
    SampleStudy(),
  ]

  /// The study of an id.
  package static func named(_ id: String) -> (any Study)? { all.first { $0.id == id } }

  /// The types of all records by the ids of their studies, to read results.json with.
  package static var kinds: [String: any StudyRecord.Type] {
    all.keyed { study in (study.id, Self.kind(of: study)) }
  }

  private static func kind<S: Study>(of study: S) -> any StudyRecord.Type { S.Record.self }

  /// All claims that some records decide, in the order of the claims' numbers.
  package static func claims(_ parts: StudyParts) -> [Claim] {
    let claims = Claim.merged(all.flatMap { Self.claims(of: $0, in: parts) })
    let numbers = claims.map { Int($0.id.dropFirst()) ?? .max }
    return claims.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }.map { claims[$0] }
  }

  /// What a reader must be warned of.
  package static func alarms(_ parts: StudyParts) -> [String] { all.flatMap { Self.alarms(of: $0, in: parts) } }

  private static func alarms<S: Study>(of study: S, in parts: StudyParts) -> [String] {
    study.record(in: parts).map(study.alarms) ?? []
  }

  private static func claims<S: Study>(of study: S, in parts: StudyParts) -> [Claim] {
    study.record(in: parts).map(study.claims) ?? []
  }
}

// MARK: - Showing

extension StudyList {
  /// The tables of a comparison for the terminal.
  public static func tables(of results: ComparisonResults) -> ComparisonTables {
    ComparisonTables(results, studies: all.flatMap { Self.tables(of: $0, in: results.studies, Legend(results)) })
  }

  /// What a comparison comes to, for one screen of the terminal and the top of its page.
  public static func headline(of results: ComparisonResults) -> Headline {
    let legend = Legend(results)
    return Headline(results, facts: all.flatMap { Self.facts(of: $0, in: results.studies, legend) })
  }

  /// The page of a comparison.
  /// - Parameters:
  ///   - command: What a reader types to get the same results.
  ///   - date: When they were measured; left out if nil.
  public static func report(on results: ComparisonResults, command: String, date: Date? = nil) -> HTMLReport {
    let legend = Legend(results)
    let dials = all.compactMap { Self.dial(of: $0, in: results.studies, legend) }
    return HTMLReport(
      results, command: command, date: date, headline: headline(of: results).section(dialled: dials.first),
      picture: all.lazy.compactMap { Self.picture(of: $0, in: results.studies, legend) }.first,
      studies: all.compactMap { study in
        Self.section(of: study, in: results.studies, legend).map { (study.chapter, $0) }
      },
      dials: dials.map(\.dial))
  }

  /// A page that shows two comparisons side by side.
  public static func report(
    on first: (name: String, results: ComparisonResults), and second: (name: String, results: ComparisonResults)
  ) -> RunPairReport {
    RunPairReport(first, second) { pair in
      all.compactMap { Self.pairSection(of: $0, first.results.studies, second.results.studies, pair) }
    }
  }

  /// A finished comparison of a folder.
  /// - Throws: `FinishedComparisonError`, if there are no results, or they cannot be read.
  public static func finishedComparison(in folder: URL) throws(FinishedComparisonError) -> FinishedComparison {
    try FinishedComparison(folder, kinds: kinds)
  }

  private static func tables<S: Study>(of study: S, in parts: StudyParts, _ legend: Legend) -> [Table] {
    study.record(in: parts).map { study.tables($0, legend) } ?? []
  }

  private static func facts<S: Study>(of study: S, in parts: StudyParts, _ legend: Legend) -> [HeadlineFact] {
    study.record(in: parts).map { study.headline($0, legend) } ?? []
  }

  private static func picture<S: Study>(of study: S, in parts: StudyParts, _ legend: Legend) -> PageSection? {
    study.record(in: parts).flatMap { study.picture($0, legend) }
  }

  private static func dial<S: Study>(of study: S, in parts: StudyParts, _ legend: Legend) -> DialRow? {
    study.record(in: parts).flatMap { study.dial($0, legend) }
  }

  private static func section<S: Study>(of study: S, in parts: StudyParts, _ legend: Legend) -> PageSection? {
    study.record(in: parts).flatMap { study.section($0, legend) }
  }

  private static func pairSection<S: Study>(
    of study: S, _ first: StudyParts, _ second: StudyParts, _ pair: RunPair
  ) -> PageSection? {
    guard let first = study.record(in: first), let second = study.record(in: second) else { return nil }
    return study.pairSection(first, second, pair)
  }
}
