// Training, step by step: the same for every model.

import Corpora
import Foundation
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

/// Trains one model on one corpus, step by step.
public final class Trainer {
  /// The model that is trained.
  public let model: any SequenceModel
  /// Batches, steps and rates; they do not change on the way.
  public let settings: TrainingSettings
  /// The weights, which each step updates in place.
  public var parameters: Parameters<Float> { learner.parameters }
  /// The optimiser with its moments, which going on later needs.
  public var optimizer: AdamW<Float> { learner.optimizer }
  /// The steps that were noted, and always the last.
  public private(set) var history: [TrainingStep] = []
  /// What a step costs; the same for every step.
  public private(set) var counts = GradientWorkers<Float>.Counts()
  /// The step that comes next.
  public var nextStep: Int { optimizer.step }

  private var rows: TrainingRows
  private let blank: Int32
  private let learner: Learner
  /// Where this trainer began, noted at its first step.
  private var start: (step: Int, largestWeight: Double)?
  /// The losses of the last steps, the latest last.
  private var losses: [Double] = []

  /// - Parameter parameters: First values; drawn for the seed if nil.
  /// - Throws: `CorpusError`, if the corpus is too short for the settings.
  public init(
    _ model: any SequenceModel, on corpus: Corpus, settings: TrainingSettings, parameters: Parameters<Float>? = nil
  ) throws(CorpusError) {
    self.model = model
    self.settings = settings
    rows = try TrainingRows(corpus, length: settings.length, batchSize: settings.batchSize, seed: settings.seed)
    blank = corpus.tokenizer.blankToken
    learner = Learner(
      model, parameters: parameters ?? Parameters(initializing: model.parameters, seed: settings.seed),
      settings: settings.optimizer, threads: settings.threads, isPlain: settings.isPlain)
  }

  /// Tokens that have been trained on.
  public var tokensTrained: Int { nextStep * settings.batchSize * settings.length }

  /// Makes one step, and returns its loss in nats.
  /// - Throws: `TrainingFailure`, if the loss or its gradient is not finite; the parameters are then those of the step before.
  @discardableResult
  public func step() throws(TrainingFailure) -> Double {
    let step = nextStep
    if start == nil { start = (step, parameters.largestMagnitude) }
    let batch = batch(of: step)
    let rate = settings.schedule.rate(at: step)
    let made: Learner.Step
    do { made = try learner.step(batch.tokens, targets: batch.targets, seed: batch.seed, learningRate: rate) } catch {
      let autopsy = autopsy(of: batch)
      throw TrainingFailure(
        model: type(of: model).identifier, step: step, operation: autopsy?.finding.operation ?? error.operation,
        autopsy: autopsy)
    }
    counts = made.counts
    if losses.count == Self.rememberedLosses { losses.removeFirst() }
    losses.append(made.loss)
    if step % max(1, settings.logInterval) == 0 || step == settings.steps - 1 {
      let groups = made.gradient.normsByGroup().map { TrainingStep.GroupNorm(group: $0.group, norm: $0.norm) }
      history.append(
        TrainingStep(step: step, loss: made.loss, learningRate: rate, gradientNorm: made.norm, groups: groups))
    }
    return made.loss
  }

  /// What a step is made on: its batch and what dropout is drawn from.
  package func batch(of step: Int) -> StepBatch {
    var generator = SeededGenerator(seed: settings.seed, stream: UInt64(step))
    let seed = generator.next()
    let task = PredictionTask(training: rows.batch(step: step), sight: model.sight, blank: blank, seed: seed)
    return StepBatch(step: step, tokens: task.tokens, targets: task.targets, seed: seed)
  }

  private static let rememberedLosses = 8

  /// What made a step fail; nil if it goes well now, which it does not, for it repeats bit by bit.
  private func autopsy(of batch: StepBatch) -> Autopsy? {
    let start = start ?? (batch.step, parameters.largestMagnitude)
    let reach = WeightReach(
      first: start.largestWeight, steps: batch.step - start.step, rate: settings.schedule.peak, made: start.step,
      settings: settings.optimizer)
    let evidence = Autopsy.Evidence(
      firstWeight: start.largestWeight, lastWeight: parameters.largestMagnitude, reach: reach.bound, losses: losses,
      guessing: log(Double(model.configuration.vocabularySize)))
    return learner.workers.autopsy(of: batch, parameters: parameters, evidence: evidence)
  }
}
