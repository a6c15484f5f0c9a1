// A comparison: the same corpus, targets, batches and budget for every model, several seeds each.

import Corpora
import SequenceKit
import TensorCore

/// Trains models side by side and measures them.
public struct Comparison {
  /// What is done. A search does not change it: the rates that it finds are in the plan of the results.
  public private(set) var plan: ComparisonPlan
  /// What all models are trained and scored on.
  public let corpus: Corpus
  /// The models, in the order in which results show them.
  public let types: [any SequenceModel.Type]
  /// The model that the others are matched to in size.
  let reference: any SequenceModel.Type
  /// The models whose position encodings are compared.
  let positional: [any SequenceModel.Type]
  /// The matched quantity, of the reference.
  let target: Double
  /// The configuration of each model, matched in size.
  public let configurations: [ModelConfiguration]
  /// What all models are scored on.
  let test: TestSet

  /// What a comparison is doing, for progress.
  public enum Event {
    /// A training step of the search for a learning rate was made, counted over all trials of the model.
    case tried(model: String, rate: Double, step: Int, loss: Double)
    /// A model's learning rate was found.
    case chose(model: String, rate: Double)
    /// A training step of a run was made.
    case trained(model: String, seed: UInt64, step: Int, of: Int, loss: Double)
    /// A run was scored, or it failed.
    case finished(Run)
    /// All runs are finished, and something is about to be measured: one part of so many, from 0.
    case measuring(String, part: Int, of: Int)
  }

  /// A trained and scored model.
  public struct Run {
    /// The model, in the size that it was matched to.
    public let model: any SequenceModel
    /// What its first values, batches and dropout were drawn from.
    public let seed: UInt64
    /// The weights after the last step that went well.
    public let parameters: Parameters<Float>
    /// The noted steps; the last is among them unless the training failed.
    public let history: [TrainingStep]
    /// What one training step costs; the same for every step.
    public let counts: GradientWorkers<Float>.Counts
    /// Tokens in all training steps that were made.
    public let tokensTrained: Int
    /// Seconds of training, without evaluation.
    public let seconds: Double
    /// The scores on the test part, or why there are none.
    public let scores: Swift.Result<TokenScores, TrainingFailure>
  }

  /// Matches the models' sizes and lays out what they are scored on.
  /// - Throws: `ConfigurationError`, if some model cannot have the number of parameters, or a setting is wrong;
  ///   `CorpusError`, if the corpus is too short.
  public init(
    _ plan: ComparisonPlan, corpus: Corpus, models types: [any SequenceModel.Type],
    reference: any SequenceModel.Type, positional: [any SequenceModel.Type] = []
  ) throws {
    self.plan = plan
    self.corpus = corpus
    self.types = types
    (self.reference, self.positional) = (reference, positional)
    _ = try TrainingRows(corpus, length: plan.length, batchSize: plan.batchSize, seed: 1)
    test = try TestSet(corpus, plan: plan)
    var base = ModelConfiguration(
      vocabularySize: corpus.vocabularySize, width: plan.referenceWidth, layerCount: plan.referenceLayers,
      headCount: plan.headCount, contextLength: plan.length)
    let batch = BatchShape(rows: plan.batchSize, rowLength: plan.length, threads: plan.threads)
    target = try plan.matched.measure(reference, base, on: batch)
    var configurations: [ModelConfiguration] = []
    for type in types {
      base.layerCount = type.settings.contains(.heads) ? plan.referenceLayers : plan.recurrentLayers
      base.contextLength = PredictionTask.contextLength(for: type.sight, rowLength: plan.length)
      configurations.append(
        try SizeMatching.configuration(
          of: type, base: base, quantity: plan.matched, target: target, batch: batch))
    }
    self.configurations = configurations
  }

  /// Training steps in the search for a model's learning rate.
  public func searchSteps(of identifier: String) -> Int { plan.search(for: identifier)?.totalSteps ?? 0 }
  /// Training steps in the whole comparison.
  public var totalSteps: Int {
    types.reduce(0) { $0 + plan.seeds.count * plan.steps + searchSteps(of: $1.identifier) }
  }

  /// Finds learning rates where the plan says so, then trains and scores every model with every seed, models in turn within a seed.
  /// - Parameters:
  ///   - folder: Keeps finished runs; those that it has already are scored again and not trained again.
  ///   - onEvent: Called after each step and each run; it may throw to stop the comparison.
  /// - Throws: `OutputError` or `CheckpointError`, if a run cannot be saved; whatever `onEvent` throws.
  public func run(in folder: ComparisonFolder? = nil, onEvent: (Event) throws -> Void) throws -> ComparisonResults {
    let rates = try chooseRates(in: folder, onEvent: onEvent)
    var comparison = self
    comparison.plan.learningRates.merge(rates.mapValues(\.chosen)) { $1 }
    return try comparison.run(with: rates, in: folder, onEvent: onEvent)
  }

  private func run(
    with rates: [String: ComparisonResults.LearningRates], in folder: ComparisonFolder?,
    onEvent: (Event) throws -> Void
  ) throws -> ComparisonResults {
    var runs: [[Run]] = Array(repeating: [], count: types.count)
    for seed in plan.seeds {
      for (index, type) in types.enumerated() {
        let run: Run
        if let finished = finishedRun(type, seed: seed, in: folder) {
          run = finished
        } else {
          run = try train(type, configurations[index], seed: seed, onEvent: onEvent)
          try folder?.save(run, tokenizer: corpus.tokenizer)
        }
        runs[index].append(run)
        try onEvent(.finished(run))
      }
    }
    var results = try ResultsBuilder(comparison: self).results(of: runs, rates: rates)
    results.blanks = BlankStudy(corpus: corpus, test: test).record(of: runs)
    try measure(runs, into: &results, onEvent: onEvent)
    return results
  }

  /// A run that the folder has, scored again.
  private func finishedRun(
    _ type: any SequenceModel.Type, seed: UInt64, in folder: ComparisonFolder?
  ) -> Run? {
    guard let (checkpoint, record) = folder?.run(type.identifier, seed: seed, models: types) else { return nil }
    return Run(
      model: checkpoint.model, seed: seed, parameters: checkpoint.parameters, history: record.history,
      counts: record.counts, tokensTrained: record.tokensTrained, seconds: record.seconds,
      scores: record.failure.map { .failure($0) } ?? .success(score(checkpoint.model, checkpoint.parameters)))
  }

  private func train(
    _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, seed: UInt64,
    onEvent: (Event) throws -> Void
  ) throws -> Run {
    let model = try type.init(configuration)
    let settings = plan.trainingSettings(
      peak: plan.learningRate(of: type.identifier), steps: plan.steps, seed: seed)
    let trainer = try Trainer(model, on: corpus, settings: settings)
    var (training, failure): (Duration, TrainingFailure?) = (.zero, nil)
    while trainer.nextStep < plan.steps {
      let start = ContinuousClock.now
      let loss: Double
      do { loss = try trainer.step() } catch {
        failure = error
        break
      }
      training += ContinuousClock.now - start
      try onEvent(
        .trained(model: type.identifier, seed: seed, step: trainer.nextStep, of: plan.steps, loss: loss))
    }
    return Run(
      model: model, seed: seed, parameters: trainer.parameters, history: trainer.history, counts: trainer.counts,
      tokensTrained: trainer.tokensTrained, seconds: training.milliseconds / 1e3,
      scores: failure.map { .failure($0) } ?? .success(score(model, trainer.parameters)))
  }

  private func score(_ model: any SequenceModel, _ parameters: Parameters<Float>) -> TokenScores {
    Evaluator(model, parameters: parameters, threads: plan.threads).score(
      test.rows, of: corpus.test, blank: corpus.tokenizer.blankToken, onlyAt: test.blankPositions)
  }
}
