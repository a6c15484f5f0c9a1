// What goes on inside models while they read sentences.

import LabKit
import LabReport
import LabResults
import SequenceKit

/// Attention, gates and states.
struct InsideStudy: Study {
  /// The sentences, and what each model does with them.
  struct Record: StudyRecord {
    var sentences: [ExampleSentence]
    var windows: InsideWindows
    /// By model, with the first seed.
    var models: [String: InsideRecord]
  }

  let id = "inside"
  let title = "Inside the models"
  let question = "what attention, gates and states do while a sentence is read"
  let chapter = Chapter.inside
  let needs = StudyNeeds.trainedModels

  /// Windows that saturation and attention to sources are means over.
  static func windows(_ effort: Profile) -> Int { effort.value(quick: 64, standard: 256, full: 1024) }

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    Double(Self.windows(profile) * models) * 0.003
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    guard let trained = subject.trained else { return nil }
    let corpus = trained.test.corpus
    let inside = try InsideView(
      corpus.test, of: corpus, windows: Self.windows(subject.effort), length: trained.length,
      threads: subject.threads)
    var record = Record(sentences: inside.sentences, windows: inside.windows, models: [:])
    for (index, model) in trained.models.enumerated() {
      try onProgress(StudyProgress(model.id, Double(index) / Double(trained.models.count)))
      let run = model.first
      record.models[model.id] = inside.record(run.model, parameters: run.parameters, seed: run.seed)
    }
    return record
  }

  func tables(_ record: Record, _ legend: Legend) -> [Table] {
    [InsideTable(study: record, legend: legend).table].compactMap { $0 }
  }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    InsideSection(study: record, legend: legend).section
  }
}
