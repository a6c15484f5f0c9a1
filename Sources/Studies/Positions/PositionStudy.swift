// How position encodings tell word orders apart.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// Position encodings on word order.
struct PositionStudy: Study {
  /// What each encoding reached in each model.
  struct Record: StudyRecord {
    var encodings: [PositionRecord]
  }

  let id = "positions"
  let title = "Position encodings on word order"
  let question = "which position encodings tell who did what to whom, and how far beyond the length that was learned"
  let chapter = Chapter.far
  let needs = StudyNeeds.models

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    Double(seeds) * profile.value(quick: 0, standard: 7, full: 10)
  }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.settings.contains(.positions) ? nil : "it has no position encodings"
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    let relatives = subject.relatives.filter { other in
      !subject.types.contains { $0.identifier == other.identifier }
    }
    // A relative stands beside for C9, which takes two encodings.
    let few = subject.effort == .full ? PositionEncoding.allCases : [.learned, .none]
    let parts =
      subject.types.map { (type: $0, encodings: PositionEncoding.allCases) }
      + relatives.map { (type: $0, encodings: few) }
    let count = Double(parts.reduce(0) { $0 + $1.encodings.count } * subject.seeds.count)
    var begun = 0.0
    let records = try parts.flatMap { type, encodings in
      try PositionRuns.records(of: type, encodings, seeds: subject.seeds, threads: subject.threads) { positions, seed in
        try onProgress(StudyProgress("\(type.identifier), \(positions.rawValue), seed \(seed)", begun / count))
        begun += 1
      }
    }
    return records.isEmpty ? nil : Record(encodings: records)
  }

  /// C9. Who did it, told from word order, with positions and without: the same network otherwise.
  func claims(_ record: Record) -> [Claim] {
    [
      (
        "transformer", "A causal Transformer needs positions for word order",
        "Without positions, a causal mask still tells how much stands before a word, and that is enough."
      ),
      (
        "transformer-bidirectional", "A bidirectional one needs positions for word order",
        "Without positions and without a mask, attention sees a bag of words: a test shows that exactly."
      ),
    ].compactMap { model, statement, remark in
      func found(_ positions: String) -> PositionRecord? {
        record.encodings.first { $0.model == model && $0.positions == positions }
      }
      guard let learned = found("learned"), let none = found("none"),
        learned.accuracy.values.count == none.accuracy.values.count
      else { return nil }
      let difference = Statistics.pairedDifference(
        learned.accuracy.values, none.accuracy.values, scale: .symmetric, items: 1000)
      let margin = 0.25
      return Claim(
        "C9", model, statement, quantity: "accuracy on word order, learned positions less none", .above(margin),
        remark: remark,
        evidence: learned.accuracy.mean < learned.chance + margin
          ? .powerless(difference.mean, "With positions, it did not learn the task either.") : .estimated(difference))
    }
  }

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    [PositionTable(records: record.encodings, legend: legend).table].compactMap { $0 }
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    PositionSection(records: record.encodings, legend: legend).section
  }
}
