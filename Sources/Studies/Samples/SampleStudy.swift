// What models write.

import Corpora
import LabKit
import LabReport
import LabResults
import SequenceKit

/// A text by each model, after the same words.
struct SampleStudy: Study {
  /// The words that all go on after, and what they wrote.
  struct Record: StudyRecord {
    var prompt: String
    /// By model, with the first seed.
    var models: [String: String]
  }

  let id = "samples"
  let title = "What they write"
  let question = "how each model goes on after the same words"
  let chapter = Chapter.good
  let needs = StudyNeeds.trainedModels

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double { 0.1 * Double(models) }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.sight == .left ? nil : "it fills blanks, and cannot go on with a text"
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    guard let trained = subject.trained else { return nil }
    let corpus = trained.test.corpus
    let tokenizer = corpus.tokenizer
    let prompt = Array(corpus.test.tokens.prefix(6))
    var record = Record(prompt: tokenizer.decode(prompt), models: [:])
    for model in trained.models {
      let tokens = try? Generator(model.first.model, parameters: model.first.parameters).tokens(
        after: prompt, count: subject.effort == .full ? 120 : 60, settings: SamplingSettings(temperature: 0.8, seed: 1),
        excluding: Set([tokenizer.blankToken, tokenizer.unknownToken].compactMap { $0 }))
      record.models[model.id] = tokens.map { tokenizer.decode($0) }
    }
    return record
  }

  func tables(_ record: Record, _ legend: Legend) -> [Table] { [] }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    SampleSection(prompt: record.prompt, samples: legend.ordered(record.models)).section
  }
}
