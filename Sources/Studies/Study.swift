// What a study is.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// A measurement that runs by itself or in a comparison: what it asks and needs, how it is made, what it leaves in results.json, and how
/// that is judged and shown.
///
/// A new one is a folder beside this file, with a value of this type in it, and a line in `StudyList.all`.
package protocol Study: Sendable {
  /// What it leaves in results.json, under its id.
  associatedtype Record: StudyRecord

  /// Its name on the command line: lower case, words joined by hyphens.
  var id: String { get }
  /// The heading of its section.
  var title: String { get }
  /// The question of a comparison's page that it helps to answer.
  var chapter: Chapter { get }
  /// What it asks, in one line.
  var question: String { get }
  /// What it looks at.
  var needs: StudyNeeds { get }
  /// The distances that `--distance` may set; nil where there is nothing to set.
  var distances: ClosedRange<Int>? { get }
  /// About how many seconds it takes on two cores in a comparison of a profile; 0: it is not a part of the profile.
  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double
  /// About how many seconds it takes on two cores by itself.
  func seconds(of subject: StudySubject) -> Double
  /// The memory that it takes.
  /// - Parameter free: How much there is: what cannot fit in any case is not tried.
  func memory(of subject: StudySubject, free: Double) throws -> MemoryNeed
  /// Why a model cannot be asked; nil if it can.
  func reasonAgainst(_ type: any SequenceModel.Type) -> String?
  /// Makes the measurement.
  /// - Parameter onProgress: Told now and then how far it is; it may throw to stop.
  /// - Returns: nil where there is nothing to measure.
  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record?
  /// The claims that the record decides.
  func claims(_ record: Record) -> [Claim]
  /// What a reader must be warned of.
  func alarms(_ record: Record) -> [String]
  /// What the terminal shows.
  func tables(_ record: Record, _ legend: Legend) -> [Table]
  /// What the page shows.
  func section(_ record: Record, _ legend: Legend) -> PageSection?
  /// What it adds to a comparison's headline.
  func headline(_ record: Record, _ legend: Legend) -> [HeadlineFact]
  /// What a comparison's page opens with; nil for all studies but one.
  func picture(_ record: Record, _ legend: Legend) -> PageSection?
  /// What a reader can set for the whole page, with the headline's numbers that follow it; nil: nothing.
  func dial(_ record: Record, _ legend: Legend) -> DialRow?
  /// What a page shows of two runs side by side; nil: nothing.
  func pairSection(_ first: Record, _ second: Record, _ pair: RunPair) -> PageSection?
}

/// What a study looks at.
package enum StudyNeeds: Equatable, Sendable {
  /// Models as a comparison has trained them, or checkpoints.
  case trainedModels
  /// Kinds of models, which it trains or counts itself.
  case models
}

/// How far a study is.
package struct StudyProgress: Sendable {
  /// What is being done.
  package var what: String
  /// The share that is done, in 0...1.
  package var done: Double

  package init(_ what: String, _ done: Double) { (self.what, self.done) = (what, done) }
}

extension Study {
  package var distances: ClosedRange<Int>? { nil }
  /// As in a comparison of the profile, or, where that leaves it out, of the least that has it.
  package func seconds(of subject: StudySubject) -> Double {
    let (models, seeds) = (subject.types.count, subject.seeds.count)
    return [subject.effort, .standard, .full].map { seconds(in: $0, models: models, seeds: seeds) }.first { $0 > 0 }
      ?? 0
  }
  /// As much as scoring the trained model that takes most; little, where there are none.
  package func memory(of subject: StudySubject, free: Double) throws -> MemoryNeed {
    let (length, runs) = (subject.trained?.length ?? 0, subject.trained?.models.map(\.first) ?? [])
    let needs = runs.map {
      MemoryNeed.reading($0.model, $0.parameters, length: length, threads: subject.threads, free: free)
    }
    return needs.max { $0.bytes < $1.bytes } ?? MemoryNeed()
  }
  package func reasonAgainst(_ type: any SequenceModel.Type) -> String? { nil }
  package func claims(_ record: Record) -> [Claim] { [] }
  package func alarms(_ record: Record) -> [String] { [] }
  package func headline(_ record: Record, _ legend: Legend) -> [HeadlineFact] { [] }
  package func picture(_ record: Record, _ legend: Legend) -> PageSection? { nil }
  package func dial(_ record: Record, _ legend: Legend) -> DialRow? { nil }
  package func pairSection(_ first: Record, _ second: Record, _ pair: RunPair) -> PageSection? { nil }

  /// The study's own record among those of a run.
  package func record(in parts: StudyParts) -> Record? { parts[id] as? Record }
}
