// How a comparison's plan trains.

import Corpora
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

extension ComparisonPlan {
  /// The plan of a profile, for all cores.
  public init(_ profile: Profile) { self.init(profile, threads: ThreadTeam.availableCores) }

  /// The head of all models, as their configurations have it.
  public var headKind: HeadKind {
    switch head {
    case .tied: .tied
    case .separate: .separate
    }
  }

  /// How models with attention know positions, as their configurations have it.
  public var positionEncoding: PositionEncoding {
    switch positions {
    case .learned: .learned
    case .sinusoidal: .sinusoidal
    case .rotary: .rotary
    case .alibi: .alibi
    case .none: .none
    }
  }

  /// How a model is trained under this plan, for some steps up to a peak learning rate.
  public func trainingSettings(peak: Double, steps: Int, seed: UInt64) -> TrainingSettings {
    TrainingSettings(
      batchSize: batchSize, length: length, steps: steps,
      schedule: LearningRateSchedule(peak: peak, warmup: min(100, steps / 10), total: steps, floor: 0.05),
      optimizer: AdamWSettings(weightDecay: 0.01), seed: seed, threads: threads,
      logInterval: max(1, steps / 50))
  }
}

extension Corpus.Sizes {
  /// The sizes that a plan asks for.
  public init(_ counts: TokenCounts) {
    self.init(train: counts.train, validation: counts.validation, test: counts.test)
  }
}
