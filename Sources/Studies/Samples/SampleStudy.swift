// What models write.

import Corpora
import LabKit
import LabReport
import LabResults
import SequenceKit

/// Samples, and which share of the sentences that a model writes the grammar accepts.
struct SampleStudy: Study {
  /// What each model wrote after the same beginnings, and how often its next sentence could stand in the story.
  struct Record: StudyRecord {
    /// What logits are divided by before a token is drawn.
    var temperature: Double
    /// Beginnings of stories.
    var prompts: [String]
    /// By model, with the first seed: how it went on after each of the prompts.
    var models: [String: [String]]
    /// By model: the share of next sentences that the grammar accepts, one value per seed; empty for a text without a grammar.
    var accepted: [String: Estimate]
    /// How many sentences of each seed were judged.
    var sentences: Int
  }

  let id = "samples"
  let title = "What they write"
  let question = "how each model goes on with a story, and how many of its sentences the grammar accepts"
  let chapter = Chapter.good
  let needs = StudyNeeds.trainedModels

  static let temperature = 0.8
  /// How many beginnings are shown; the tokens that are drawn after each, and those of one sentence at most.
  static let shown = 3, length = 60, longestSentence = 40

  /// How many sentences are judged.
  static func judged(_ effort: Profile) -> Int { effort.value(quick: 50, standard: 100, full: 300) }

  func seconds(in profile: Profile, models: Int, seeds: Int) -> Double {
    0.1 * Double(models) + 0.004 * Double(Self.judged(profile) * models * seeds)
  }

  func reasonAgainst(_ type: any SequenceModel.Type) -> String? {
    type.sight == .left ? nil : "it fills blanks, and cannot go on with a text"
  }

  func record(of subject: StudySubject, onProgress: (StudyProgress) throws -> Void) throws -> Record? {
    guard let trained = subject.trained else { return nil }
    let tokenizer = trained.test.corpus.tokenizer
    let count = Self.judged(subject.effort)
    let stories = trained.tests.mapValues { StoryBeginnings($0.corpus, count: count) }
    let prompts = StoryBeginnings(trained.test.corpus, count: Self.shown).beginnings
    guard !prompts.isEmpty else { return nil }
    var record = Record(
      temperature: Self.temperature, prompts: prompts.map(tokenizer.decode), models: [:], accepted: [:],
      sentences: stories.values.map(\.beginnings.count).min() ?? 0)
    let models = trained.models.filter { reasonAgainst($0.type) == nil }
    for (index, model) in models.enumerated() {
      try onProgress(StudyProgress(model.id, Double(index) / Double(models.count)))
      record.models[model.id] = prompts.enumerated().map { number, prompt in
        tokenizer.decode(draw(model.first, after: prompt, count: Self.length, seed: number + 1) ?? [])
      }
      let shares = model.runs.compactMap { run in stories[run.seed].flatMap { accepted(run, $0) } }
      guard !shares.isEmpty else { continue }
      record.accepted[model.id] = Estimate(shares, scale: .unit, items: record.sentences)
    }
    return record
  }

  /// The share of a run's next sentences that the grammar accepts; nil without a grammar, or where the run's numbers are not finite.
  private func accepted(_ run: TrainedModels.Run, _ stories: StoryBeginnings) -> Double? {
    let verdicts = stories.beginnings.enumerated().compactMap { number, beginning -> Bool? in
      guard let tokens = draw(run, after: beginning, count: Self.longestSentence, seed: number + 1) else { return nil }
      // One that does not end is no sentence.
      return stories.firstSentence(of: tokens).map { stories.accepts($0, after: beginning) } ?? false
    }
    return verdicts.count < stories.beginnings.count || verdicts.isEmpty
      ? nil : Double(verdicts.count { $0 }) / Double(verdicts.count)
  }

  private func draw(_ run: TrainedModels.Run, after prompt: [Int32], count: Int, seed: Int) -> [Int32]? {
    let tokenizer = run.test.corpus.tokenizer
    let generator = try? Generator(run.model, parameters: run.parameters)
    return try? generator?.tokens(
      after: prompt, count: count, settings: SamplingSettings(temperature: Self.temperature, seed: UInt64(seed)),
      excluding: Set([tokenizer.blankToken, tokenizer.unknownToken].compactMap { $0 }))
  }

  func tables(_ record: Record, _ legend: Legend) -> [Table] { [] }

  func section(_ record: Record, _ legend: Legend) -> PageSection? {
    SampleSection(study: record, legend: legend).section
  }
}
