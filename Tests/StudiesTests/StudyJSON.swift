// Studies made by themselves, as their results.json has them.

import Foundation
import LabResults
import ModelCatalog
import SequenceKit
import Studies

extension StudySubject {
  /// Some models with one seed and the least effort.
  init(tiny types: [any SequenceModel.Type], threads: Int = 2, distance: Int? = nil, trained: TrainedModels? = nil) {
    self.init(
      types: types, reference: ModelCatalog.reference, seeds: [1], threads: threads, effort: .quick,
      distance: distance, trained: trained)
  }
}

enum StudyJSON {
  struct NoSuchStudy: Error {}
  /// There was nothing to measure.
  struct Nothing: Error {}

  /// Makes a study, and gives what it would write.
  static func run(
    _ id: String, of subject: StudySubject, onProgress: (StudyProgress) throws -> Void = { _ in }
  ) throws -> [String: Any] {
    guard let study = StudyList.named(id) else { throw NoSuchStudy() }
    return try run(study, of: subject, onProgress: onProgress)
  }

  private static func run<S: Study>(
    _ study: S, of subject: StudySubject, onProgress: (StudyProgress) throws -> Void
  ) throws -> [String: Any] {
    guard let run = try StudyRun(study, of: subject, onProgress: onProgress) else { throw Nothing() }
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(run))
    return json as? [String: Any] ?? [:]
  }
}
