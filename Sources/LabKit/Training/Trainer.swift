// Training: the same for every model.

import Corpora
import Foundation
import LabErrors
import NeuralLayers
import SequenceKit
import TensorCore

/// How a model is trained.
public struct TrainingSettings: Codable, Equatable, Sendable {
  /// Sequences in a step.
  public var batchSize: Int
  /// Tokens in a sequence: T.
  public var length: Int
  public var steps: Int
  public var schedule: LearningRateSchedule
  public var optimizer: AdamWSettings
  /// What first values, the order of rows, blanks and dropout are drawn from.
  public var seed: UInt64
  public var threads: Int
  /// Steps between two entries of the history.
  public var logInterval: Int

  public init(
    batchSize: Int, length: Int, steps: Int, schedule: LearningRateSchedule, optimizer: AdamWSettings = AdamWSettings(),
    seed: UInt64 = 1, threads: Int = ThreadTeam.availableCores, logInterval: Int = 20
  ) {
    self.batchSize = batchSize
    self.length = length
    self.steps = steps
    self.schedule = schedule
    self.optimizer = optimizer
    self.seed = seed
    self.threads = threads
    self.logInterval = logInterval
  }
}

/// What is noted of a step.
public struct TrainingStep: Codable, Equatable, Sendable {
  /// The norm of one group's part of the gradient.
  public struct GroupNorm: Codable, Equatable, Sendable {
    public let group: String
    public let norm: Double
  }

  /// Counted from 0.
  public let step: Int
  /// The mean loss of the batch in nats.
  public let loss: Double
  public let learningRate: Double
  /// The norm of the whole gradient before clipping.
  public let gradientNorm: Double
  public let groups: [GroupNorm]
}

/// Why training stopped early.
public struct TrainingFailure: UserFacingError, Codable, Equatable {
  public let model: String
  /// The step whose loss or gradient was not finite.
  public let step: Int
  /// The first operation that produced a value that is not finite; see `NonFiniteValue`.
  public let operation: String

  public var message: String {
    "\(model): the loss at step \(step) is not finite; the first such value came from '\(operation)': "
      + "lower the learning rate"
  }
  public var exitCode: Int32 { ExitCode.internal }
}

/// Trains one model on one corpus, step by step.
public final class Trainer {
  public let model: any SequenceModel
  public let settings: TrainingSettings
  public var parameters: Parameters<Float> { learner.parameters }
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
      settings: settings.optimizer, threads: settings.threads)
  }

  /// Tokens that have been trained on.
  public var tokensTrained: Int { nextStep * settings.batchSize * settings.length }

  /// Makes one step, and returns its loss in nats.
  /// - Throws: `TrainingFailure`, if the loss or its gradient is not finite; the parameters are then those of the step before.
  @discardableResult
  public func step() throws(TrainingFailure) -> Double {
    let step = nextStep
    var generator = SeededGenerator(seed: settings.seed, stream: UInt64(step))
    let seed = generator.next()
    let task = PredictionTask(
      training: rows.batch(step: step), sight: model.sight, blank: blank, seed: seed)
    let rate = settings.schedule.rate(at: step)
    let made: Learner.Step
    do { made = try learner.step(task.tokens, targets: task.targets, seed: seed, learningRate: rate) } catch {
      throw TrainingFailure(model: type(of: model).identifier, step: step, operation: error.operation)
    }
    counts = made.counts
    if step % max(1, settings.logInterval) == 0 || step == settings.steps - 1 {
      let groups = made.gradient.normsByGroup().map { TrainingStep.GroupNorm(group: $0.group, norm: $0.norm) }
      history.append(
        TrainingStep(step: step, loss: made.loss, learningRate: rate, gradientNorm: made.norm, groups: groups))
    }
    return made.loss
  }
}
