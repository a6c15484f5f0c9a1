// A study by itself: made, judged and shown without a comparison.

import Foundation
import LabKit
import LabReport
import LabResults

/// What a study by itself found; encodes as its results.json.
package struct StudyRun<S: Study>: Encodable {
  /// The version of this format: that of comparisons.
  package let schema = ComparisonResults.currentSchema
  /// The study's id.
  package let study: String
  /// Where it was made.
  package let machine: Machine
  /// What models are called, by their ids.
  package let names: [String: String]
  /// What was found.
  package let record: S.Record
  /// Verdicts on the claims that it decides.
  package let claims: [ClaimRecord]

  private let maker: S
  private let legend: Legend

  private enum CodingKeys: String, CodingKey { case schema, study, machine, names, record, claims }

  /// Makes the study.
  /// - Parameter onProgress: Told now and then how far it is; it may throw to stop.
  /// - Returns: nil where there is nothing to measure, as of a corpus that tells no distances.
  package init?(
    _ study: S, of subject: StudySubject, onProgress: (StudyProgress) throws -> Void
  ) throws {
    guard let record = try study.record(of: subject, onProgress: onProgress) else { return nil }
    self.study = study.id
    self.record = record
    machine = Machine(threads: subject.threads)
    names = subject.types.keyed { ($0.identifier, $0.name) }
    claims = Claim.verdicts(on: study.claims(record)).records
    (maker, legend) = (study, Legend(subject.types.map { $0.identifier }, names: names))
  }

  /// What the terminal shows: the study's tables, and the verdicts.
  package var tables: [Table] { maker.tables(record, legend) + [ComparisonTables.table(of: claims)].compactMap { $0 } }

  /// The page.
  package func page(command: String) -> StudyPage {
    StudyPage(
      title: maker.title, question: maker.question, command: command, claims: claims,
      section: maker.section(record, legend), legend: legend)
  }
}
