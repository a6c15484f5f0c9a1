// A comparison with its studies, from the first training step to the verdicts.

import Foundation
import LabKit
import LabReport
import LabResults
import SequenceKit
import TensorCore

extension Comparison {
  /// What a comparison with its studies is doing.
  public enum StudiedEvent {
    /// It trains or scores.
    case comparing(Event)
    /// All runs are finished, and a study is being made: what, and which share of the time of all studies has gone by.
    case studying(String, done: Double)
    /// A study is made.
    case studied(id: String, seconds: Double)
  }

  /// The studies that the plan asks for.
  package var studies: [any Study] {
    StudyList.all.filter { study in
      plan.studies.map { $0.contains(study.id) } ?? (seconds(of: study) > 0)
    }
  }

  private func seconds(of study: any Study) -> Double {
    study.seconds(
      in: plan.profile, models: types.count { study.reasonAgainst($0) == nil }, seeds: plan.seeds.count)
  }

  /// About how many seconds each of the studies takes on two cores. One that the profile does not know takes as long as one that it does.
  var studyCosts: [Double] { studies.map { max(1, seconds(of: $0)) } }

  /// About how many seconds all studies take on two cores.
  package var studySeconds: Double { studyCosts.reduce(0, +) }

  /// Trains and scores all models, makes the studies, and decides the claims.
  /// - Parameters:
  ///   - folder: Keeps finished runs; those that it has already are not trained again.
  ///   - onEvent: Called after each step; it may throw to stop the comparison.
  /// - Throws: `ManifestError` or `CheckpointError`, if a finished run is damaged; whatever `onEvent` throws.
  public func runWithStudies(
    in folder: ComparisonFolder? = nil, onEvent: (StudiedEvent) throws -> Void
  ) throws -> ComparisonResults {
    let trained = try run(in: folder) { try onEvent(.comparing($0)) }
    var results = try trained.results()
    let models = TrainedModels(trained)
    let costs = studyCosts
    let all = costs.reduce(0, +)
    var before = 0.0
    for (study, cost) in zip(studies, costs) {
      let start = ContinuousClock.now
      results.studies[study.id] = try make(study, of: models) { progress in
        try onEvent(.studying("\(study.id): \(progress.what)", done: (before + progress.done * cost) / all))
      }
      let seconds = (ContinuousClock.now - start).milliseconds / 1e3
      results.studySeconds[study.id] = seconds
      FreedMemory.giveBack()
      try onEvent(.studied(id: study.id, seconds: seconds))
      before += cost
    }
    results.alarms += StudyList.alarms(results.studies)
    let (verdicts, control) = Claim.verdicts(
      on: StudyList.claims(results.studies), looks: plan.schedule?.looks.count ?? 1)
    results.claims = verdicts
    if !verdicts.isEmpty { results.verdictNote = control.text(claims: verdicts.count) }
    return results
  }

  private func make<S: Study>(
    _ study: S, of models: TrainedModels, onProgress: (StudyProgress) throws -> Void
  ) throws -> (any StudyRecord)? {
    try onProgress(StudyProgress("starting", 0))
    return try study.record(of: subject(of: study, models), onProgress: onProgress)
  }

  /// - Parameter models: What has been trained; nil: nothing yet.
  private func subject(of study: any Study, _ models: TrainedModels?) -> StudySubject {
    StudySubject(
      types: types.filter { study.reasonAgainst($0) == nil },
      relatives: relatives.filter { study.reasonAgainst($0) == nil }, reference: reference, seeds: plan.seeds,
      threads: plan.threads, effort: plan.profile, trained: models)
  }

  /// The memory that it takes: training and scoring the model that takes most, or the study that does, with the n-grams that models are
  /// compared with; beside the weights of all runs.
  /// - Parameter free: How much there is: what cannot fit in any case is not tried.
  public func memory(free: Double) throws -> MemoryNeed {
    let models = try zip(types, configurations).map { try $0.init($1) }
    let weights = MemoryNeed.weights(ofRunsOf: models, by: plan)
    let ngrams = NGramModel.expectedBytes(for: corpus)
    // Studies of trained models take about what scoring does, and are not told it of any subject yet.
    let scoring = models.map {
      MemoryNeed.reading($0, length: plan.length, threads: plan.threads, free: free)
    }
    let own = try studies.filter { $0.needs == .models }.map {
      try $0.memory(of: subject(of: $0, nil), free: free)
    }
    let studied = (own + scoring).map {
      $0.adding("weights of all runs", weights).adding("n-grams", ngrams)
    }
    let training = MemoryNeed.comparing(models, by: plan, free: free).adding("stories of a seed", otherStories)
    return studied.reduce(training) { $0.bytes < $1.bytes ? $1 : $0 }
  }

  /// Bytes of the stories that a seed but the first has for itself: tokens, and what they are checked against while they are drawn.
  private var otherStories: Double {
    let seeds = plan.schedule == nil ? plan.seeds.count : plan.mostRunsPerModel
    return corpus.grammar == nil || seeds < 2 ? 0 : 8 * Double(corpus.train.count)
  }

  /// Runs the comparison with its studies, and tells people on standard error how far it is and which runs are finished.
  /// - Parameters:
  ///   - folder: Keeps finished runs; those that it has already are not trained again.
  ///   - onEvent: Called after each event is shown; it may throw to stop the comparison.
  /// - Throws: `ManifestError` or `CheckpointError`, if a finished run is damaged; whatever `onEvent` throws.
  public func runShowingProgress(
    in folder: ComparisonFolder? = nil, onEvent: (StudiedEvent) throws -> Void = { _ in }
  ) throws -> ComparisonResults {
    let progress = ComparisonProgress(of: self)
    defer { progress.finish() }
    return try runWithStudies(in: folder) { event in
      progress.show(event)
      try onEvent(event)
    }
  }
}
