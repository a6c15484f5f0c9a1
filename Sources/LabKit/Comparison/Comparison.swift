// A comparison: the same corpus, targets, batches and budget for every model, several seeds each.

import Corpora
import Foundation
import SequenceKit
import TensorCore

/// Trains models side by side and measures them.
public struct Comparison {
  public let plan: ComparisonPlan
  public let corpus: Corpus
  public let types: [any SequenceModel.Type]
  /// The configuration of each model, matched in size.
  public let configurations: [ModelConfiguration]

  /// What a comparison is doing, for progress.
  public enum Event {
    /// A training step of a run was made.
    case trained(model: String, seed: UInt64, step: Int, of: Int, loss: Double)
    /// A run was scored, or it failed.
    case finished(Run)
  }

  /// A trained and scored model.
  public struct Run {
    public let model: any SequenceModel
    public let seed: UInt64
    public let parameters: Parameters<Float>
    public let history: [TrainingStep]
    public let counts: GradientWorkers<Float>.Counts
    public let tokensTrained: Int
    /// Seconds of training, without evaluation.
    public let seconds: Double
    /// The scores on the test part, or why there are none.
    public let scores: Swift.Result<TokenScores, TrainingFailure>
  }

  /// Matches the models' sizes.
  /// - Throws: `ConfigurationError`, if some model cannot have the number of parameters, or a setting is wrong.
  public init(
    _ plan: ComparisonPlan, corpus: Corpus, models types: [any SequenceModel.Type],
    reference: any SequenceModel.Type
  ) throws(ConfigurationError) {
    self.plan = plan
    self.corpus = corpus
    self.types = types
    var base = ModelConfiguration(
      vocabularySize: corpus.vocabularySize, width: plan.referenceWidth, layerCount: plan.referenceLayers,
      headCount: plan.headCount, contextLength: plan.length)
    let target = try plan.matched.measure(reference, base, rowLength: plan.length)
    var configurations: [ModelConfiguration] = []
    for type in types {
      base.layerCount = type.usesHeads ? plan.referenceLayers : plan.recurrentLayers
      base.contextLength = PredictionTask.contextLength(for: type.sight, rowLength: plan.length)
      configurations.append(
        try SizeMatching.configuration(
          of: type, base: base, quantity: plan.matched, target: target, rowLength: plan.length))
    }
    self.configurations = configurations
  }

  /// Training steps in the whole comparison.
  public var totalSteps: Int { types.count * plan.seeds.count * plan.steps }

  /// Trains and scores every model with every seed, models in turn within a seed.
  /// - Parameter onEvent: Called after each step and each run; it may throw to stop the comparison.
  /// - Throws: `CorpusError`, if the corpus is too short; whatever `onEvent` throws.
  public func run(onEvent: (Event) throws -> Void) throws -> ComparisonResults {
    let test = try TestSet(corpus, plan: plan)
    var runs: [[Run]] = Array(repeating: [], count: types.count)
    for seed in plan.seeds {
      for (index, type) in types.enumerated() {
        let run = try train(type, configurations[index], seed: seed, test: test, onEvent: onEvent)
        runs[index].append(run)
        try onEvent(.finished(run))
      }
    }
    return ResultsBuilder(comparison: self, test: test).results(of: runs)
  }

  private func train(
    _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, seed: UInt64, test: TestSet,
    onEvent: (Event) throws -> Void
  ) throws -> Run {
    let model = try type.init(configuration)
    let settings = plan.trainingSettings(for: type.identifier, seed: seed)
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
    let evaluator = Evaluator(model, parameters: trainer.parameters, threads: plan.threads)
    let scores: Swift.Result<TokenScores, TrainingFailure> =
      failure.map { .failure($0) }
      ?? .success(
        evaluator.score(
          test.rows, of: corpus.test, blank: corpus.tokenizer.blankToken, onlyAt: test.blanks.map(\.position)))
    return Run(
      model: model, seed: seed, parameters: trainer.parameters, history: trainer.history, counts: trainer.counts,
      tokensTrained: trainer.tokensTrained, seconds: training.milliseconds / 1e3, scores: scores)
  }
}

/// What all models are scored on.
struct TestSet {
  /// Rows that hold every target of the test part once.
  let rows: Rows
  /// The positions that have a target, in order.
  let positions: [Int]
  /// The blanks that all models fill.
  let blanks: [Blank]
  let distances: DistanceGroups

  init(_ corpus: Corpus, plan: ComparisonPlan) throws(CorpusError) {
    rows = try EvaluationRows.make(corpus.test, of: corpus, length: plan.length, stride: max(1, plan.length / 2))
    positions = rows.positions.filter { $0 >= 0 }.map { Int($0) }.sorted()
    let scored = Set(positions)
    blanks = corpus.blanks(in: corpus.test, count: plan.blankCount, seed: 1).filter { scored.contains($0.position) }
    distances = DistanceGroups(corpus.test, of: corpus)
  }
}
