// What models cost as sequences get longer and models wider.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// Work, span, memory and time over lengths and widths.
struct ComplexityStudy: Study {
  /// The costs of each model.
  struct Record: StudyRecord {
    /// By model.
    var models: [String: ComplexityRecord]
  }

  let id = "complexity"
  let title = "Complexity"
  let question = "how work, span, memory and time grow with the length n and the width d"
  let chapter = Chapter.cost
  let needs = StudyNeeds.models

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    Double(models) * (profile == .full ? 12 : 0.8)
  }

  /// A step at the greatest width and length, of the model that takes most.
  func memory(of subject: StudySubject, free: Double) throws -> MemoryNeed {
    let needs = try subject.types.map {
      try Complexity.memory($0, grid: subject.effort == .full ? .full : .quick, free: free)
    }
    return needs.max { $0.bytes < $1.bytes } ?? MemoryNeed()
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    let count = Double(subject.types.count)
    var record = Record(models: [:])
    for (index, type) in subject.types.enumerated() {
      record.models[type.identifier] = try Complexity.measure(type, grid: subject.effort == .full ? .full : .quick) {
        try onProgress(StudyProgress(type.identifier, (Double(index) + $0) / count))
      }
    }
    return record
  }

  func claims(_ record: Record) -> [Claim] { CostClaims(record: record).all }

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    let tables = ComplexityTables(models: legend.ordered(record.models), legend: legend)
    return [tables.growth, tables.memory].compactMap { $0 }
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    ComplexitySection(models: legend.ordered(record.models)).section
  }
}
