// What the next token costs, after more and more others.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// The cost of generation by context.
struct GenerationStudy: Study {
  let id = "generation"
  let title = "Cost of generation by context"
  let question = "what the next token costs after more and more others, and what is carried along"
  let chapter = Chapter.cost
  let needs = StudyNeeds.models

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double { Double(models) * (profile == .full ? 2 : 0.2) }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.sight == .left ? nil : "it cannot be read token by token"
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> GenerationRecord? {
    let isFull = subject.effort == .full
    var record = GenerationRecord(width: Generation.width, models: [:])
    for (index, type) in subject.types.enumerated() {
      try onProgress(StudyProgress(type.identifier, Double(index) / Double(subject.types.count)))
      let points = try Generation.points(
        type, contexts: isFull ? [1, 16, 64, 256, 1024] : [1, 16, 64, 256], steps: isFull ? 101 : 21)
      if !points.isEmpty { record.models[type.identifier] = points }
    }
    return record
  }

  func tables(_ record: GenerationRecord, _ legend: Legend) -> [Table] {
    [GenerationTable(models: legend.ordered(record.models), legend: legend).table].compactMap { $0 }
  }

  func section(_ record: GenerationRecord, _ legend: Legend) -> PageSection? {
    GenerationSection(width: record.width, models: legend.ordered(record.models)).section
  }
}
