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
    profile == .quick ? 0 : Double(2 * seeds) * (profile == .full ? 16 : 4)
  }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.settings.contains(.positions) ? nil : "it has no position encodings"
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    let types =
      subject.types
      + subject.relatives.filter { other in
        !subject.types.contains { $0.identifier == other.identifier }
      }
    let count = Double(types.count * PositionEncoding.allCases.count)
    let records = try types.enumerated().flatMap { index, type in
      try PositionRuns.records(
        of: type, seeds: subject.seeds, threads: subject.threads
      ) { positions, seed in
        let place = index * PositionEncoding.allCases.count + (PositionEncoding.allCases.firstIndex(of: positions) ?? 0)
        let done = Double(subject.seeds.firstIndex(of: seed) ?? 0) / Double(subject.seeds.count)
        try onProgress(
          StudyProgress("\(type.identifier), \(positions.rawValue), seed \(seed)", (Double(place) + done) / count))
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
