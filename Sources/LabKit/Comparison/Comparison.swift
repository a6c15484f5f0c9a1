// A comparison: the same corpus, targets, batches and budget for every model, several seeds each.

import Corpora
import LabResults
import SequenceKit
import TensorCore

/// Trains models side by side and scores them; studies measure them.
public struct Comparison {
  /// What is done. A search does not change it: the rates that it finds are in the plan of the results.
  public private(set) var plan: ComparisonPlan
  /// What all models are trained and scored on with the first seed. Other seeds draw stories of their own from the same grammar, so that
  /// what differs between seeds is all that could have been otherwise; a text is the same for all.
  public let corpus: Corpus
  /// The models, in the order in which results show them.
  public let types: [any SequenceModel.Type]
  /// The model that the others are matched to in size.
  package let reference: any SequenceModel.Type
  /// Models that are not compared, but that a study of what sets them apart from compared ones may ask as well.
  package let relatives: [any SequenceModel.Type]
  /// The matched quantity, of the reference.
  let target: Double
  /// That of the reference.
  private let base: ModelConfiguration
  private let batch: BatchShape
  /// The configuration of each model, matched in size.
  public private(set) var configurations: [ModelConfiguration]
  /// What all models are scored on with the first seed.
  package let test: TestSet

  /// What a comparison is doing, for progress.
  public enum Event {
    /// A training step of the search was made, counted over all trials of the model.
    case tried(model: String, settings: TrainedWith, step: Int, loss: Double)
    /// What a model is trained with was found.
    case chose(model: String, settings: TrainedWith)
    /// Some models get so many more seeds, for those before did not tell them from others.
    case extended(models: [String], seeds: Int)
    /// A training step of a run was made.
    case trained(model: String, seed: UInt64, step: Int, of: Int, loss: Double)
    /// A run was scored, or it failed.
    case finished(Run)
    /// Something to be told, such as that results are kept elsewhere.
    case noted(String)
  }

  /// Matches the models' sizes and lays out what they are scored on.
  /// - Throws: `ConfigurationError`, if some model cannot have the number of parameters, or a setting is wrong;
  ///   `CorpusError`, if the corpus is too short.
  public init(
    _ plan: ComparisonPlan, corpus: Corpus, models types: [any SequenceModel.Type],
    reference: any SequenceModel.Type, relatives: [any SequenceModel.Type] = []
  ) throws {
    try plan.check()
    guard Set(types.map { $0.identifier }).count == types.count else {
      throw ConfigurationError("a model is named twice")
    }
    self.plan = plan
    self.corpus = corpus
    self.types = types
    (self.reference, self.relatives) = (reference, relatives)
    _ = try TrainingRows(corpus, length: plan.length, batchSize: plan.batchSize, seed: 1)
    test = try TestSet(corpus, length: plan.length, blankCount: plan.blankCount)
    batch = BatchShape(rows: plan.batchSize, rowLength: plan.length, threads: plan.threads)
    base = plan.referenceConfiguration(vocabularySize: corpus.vocabularySize)
    target = try plan.matched.measure(reference, base, on: batch)
    configurations = []
    configurations = try types.map { try configuration(of: $0) }
  }

  /// The layers of a model, unless a search chooses others.
  func layers(of type: any SequenceModel.Type) -> Int {
    type.settings.contains(.heads) ? plan.referenceLayers : plan.recurrentLayers
  }

  /// A model's configuration, matched in size, with the plan's settings or others.
  /// - Throws: `ConfigurationError`, if it cannot have the size of the reference.
  func configuration(
    of type: any SequenceModel.Type, _ settings: TrainedWith? = nil
  ) throws(ConfigurationError) -> ModelConfiguration {
    var base = base
    base.layerCount = settings?.layers ?? layers(of: type)
    base.contextLength = PredictionTask.contextLength(for: type.sight, rowLength: plan.length)
    if let bias = settings?.forgetBias { base.forgetBias = bias }
    return try SizeMatching.configuration(of: type, base: base, quantity: plan.matched, target: target, batch: batch)
  }

  /// The seeds that are trained once more, and with how many steps.
  private var halfSeeds: ArraySlice<UInt64> { plan.seeds.prefix(plan.halfBudgetSeeds) }
  private var halfBudget: Int { max(1, plan.steps / 2) }

  /// Training steps in the search for a model's settings.
  public func searchSteps(of identifier: String) -> Int { plan.search(for: identifier)?.totalSteps ?? 0 }
  /// Training steps in the whole comparison.
  public var totalSteps: Int { types.reduce(0) { $0 + runSteps + searchSteps(of: $1.identifier) } }
  /// Training steps of all runs of one model.
  var runSteps: Int { plan.seeds.count * plan.steps + halfSeeds.count * halfBudget }

  /// Searches settings where the plan says so, then trains and scores every model with every seed, models in turn within a seed.
  /// - Parameters:
  ///   - folder: Keeps finished runs; those that it has already are scored again and not trained again.
  ///   - onEvent: Called after each step and each run; it may throw to stop the comparison.
  /// - Throws: `ManifestError` or `CheckpointError`, if a finished run is damaged; whatever `onEvent` throws.
  public func run(in folder: ComparisonFolder? = nil, onEvent: (Event) throws -> Void) throws -> TrainedComparison {
    let searches = try chooseSettings(in: folder, onEvent: onEvent)
    var comparison = self
    comparison.plan.learningRates.merge(searches.mapValues(\.chosen.learningRate)) { $1 }
    comparison.configurations = try types.map { try configuration(of: $0, searches[$0.identifier]?.chosen) }
    let runs = try comparison.runs(in: folder, onEvent: onEvent)
    return TrainedComparison(comparison: comparison, runs: runs.whole, halfRuns: runs.half, searches: searches)
  }

  /// The runs of each model, one for each seed; and those with half of the steps.
  private func runs(
    in folder: ComparisonFolder?, onEvent: (Event) throws -> Void
  ) throws -> (whole: [[Run]], half: [[Run]]) {
    var whole: [[Run]] = Array(repeating: [], count: types.count)
    var half = whole
    func addRuns(of models: [Int], seed: UInt64) throws {
      let (corpus, test) = try data(of: seed)
      func run(_ index: Int, steps: Int) throws -> Run {
        let finished = try finishedRun(types[index], seed: seed, steps: steps, test, in: folder)
        let run = try finished ?? train(index, seed: seed, steps: steps, on: corpus, test, onEvent: onEvent)
        FreedMemory.giveBack()
        if finished == nil, let note = folder?.save(run, tokenizer: corpus.tokenizer) { try onEvent(.noted(note)) }
        try onEvent(.finished(run))
        return run
      }
      for index in models {
        whole[index].append(try run(index, steps: plan.steps))
        if halfSeeds.contains(seed) { half[index].append(try run(index, steps: halfBudget)) }
      }
    }
    for seed in plan.seeds { try addRuns(of: Array(types.indices), seed: seed) }
    while let more = moreSeeds(after: whole) {
      try onEvent(.extended(models: more.models.map { types[$0].identifier }, seeds: more.seeds.count))
      for seed in more.seeds { try addRuns(of: more.models, seed: seed) }
    }
    return (whole, half)
  }

  /// The models that are not told from some other by their seeds so far, and the seeds that they get; nil where all are told apart, no look is
  /// left, or the plan's runs are spent.
  private func moreSeeds(after runs: [[Run]]) -> (models: [Int], seeds: ClosedRange<UInt64>)? {
    guard let schedule = plan.schedule else { return nil }
    let made = runs.map(\.count).max() ?? 0
    guard let next = schedule.looks.first(where: { $0 > made }), let last = plan.seeds.max() else { return nil }
    // A pair shares no more seeds once either of its models has left the race at an earlier look.
    let racing = Set(zip(types, runs).filter { $1.count == made }.map { $0.0.identifier })
    let undecided = RunLosses(plan: plan, isText: corpus.grammar == nil).pairs(of: runs).filter {
      !$0.isTold && racing.isSuperset(of: [$0.first, $0.second])
    }
    let models = types.indices.filter { index in
      undecided.contains { [$0.first, $0.second].contains(types[index].identifier) }
    }
    let seeds = (last + UInt64(made - plan.seeds.count) + 1)...(last + UInt64(next - plan.seeds.count))
    let spent = runs.map(\.count).reduce(0, +)
    guard !models.isEmpty, spent + models.count * seeds.count <= types.count * plan.mostRunsPerModel else { return nil }
    return (models, seeds)
  }

  /// The corpus of a seed, and what models are scored on.
  private func data(of seed: UInt64) throws -> (Corpus, TestSet) {
    guard seed != plan.seeds.first, let corpus = try corpus.redrawn(seed: seed, sizes: .init(plan.corpusSizes)) else {
      return (corpus, test)
    }
    return (
      corpus, try TestSet(corpus.withoutTraining, length: plan.length, blankCount: plan.blankCount)
    )
  }

  /// A run that the folder has, scored again.
  private func finishedRun(
    _ type: any SequenceModel.Type, seed: UInt64, steps: Int, _ test: TestSet, in folder: ComparisonFolder?
  ) throws -> Run? {
    guard let (checkpoint, record) = try folder?.run(type.identifier, seed: seed, steps: steps, models: types) else {
      return nil
    }
    return Run(
      model: checkpoint.model, seed: seed, budget: steps, parameters: checkpoint.parameters, history: record.history,
      validation: record.validation, answers: record.answers, counts: record.counts,
      tokensTrained: record.tokensTrained,
      seconds: record.seconds,
      test: test,
      scores: record.failure.map { .failure($0) } ?? .success(score(checkpoint.model, checkpoint.parameters, test)))
  }

  private func train(
    _ index: Int, seed: UInt64, steps: Int, on corpus: Corpus, _ test: TestSet, onEvent: (Event) throws -> Void
  ) throws -> Run {
    let type = types[index]
    let model = try type.init(configurations[index])
    let settings = plan.trainingSettings(peak: plan.learningRate(of: type.identifier), steps: steps, seed: seed)
    let trainer = try Trainer(model, on: corpus, settings: settings)
    var watch = try plan.validationLooks.map { try ValidationWatch(trainer, on: corpus, count: $0) }
    var answers = seed == plan.seeds.first && steps == plan.steps ? try AnswerWatch(trainer, on: corpus) : nil
    var (training, failure): (Duration, TrainingFailure?) = (.zero, nil)
    while trainer.nextStep < steps {
      let start = ContinuousClock.now
      let loss: Double
      do { loss = try trainer.step() } catch {
        failure = error
        break
      }
      training += ContinuousClock.now - start
      try watch?.lookIfDue()
      answers?.lookIfDue()
      try onEvent(
        .trained(model: type.identifier, seed: seed, step: trainer.nextStep, of: steps, loss: loss))
    }
    let parameters = watch?.best ?? trainer.parameters
    return Run(
      model: model, seed: seed, budget: steps, parameters: parameters, history: trainer.history,
      validation: watch?.looks ?? [], answers: answers?.looks ?? [], counts: trainer.counts,
      tokensTrained: trainer.tokensTrained, seconds: training.milliseconds / 1e3,
      test: test, scores: failure.map { .failure($0) } ?? .success(score(model, parameters, test)))
  }

  private func score(
    _ model: any SequenceModel, _ parameters: Parameters<Float>, _ test: TestSet
  ) -> TokenScores {
    Evaluator(model, parameters: parameters, threads: plan.threads).score(
      test.rows, of: test.corpus.test, blank: test.corpus.tokenizer.blankToken, onlyAt: test.blankPositions)
  }
}
