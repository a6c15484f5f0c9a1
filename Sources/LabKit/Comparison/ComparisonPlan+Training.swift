// How a comparison's plan trains.

import Corpora
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

extension ComparisonPlan {
  /// The plan of a profile, for all cores.
  public init(_ profile: Profile) { self.init(profile, threads: ThreadTeam.availableCores) }

  /// Checks a plan, which may come from a file.
  /// - Throws: `ConfigurationError`, if no comparison can be made with it.
  public func check() throws(ConfigurationError) {
    let sizes = [corpusSizes.train, corpusSizes.validation, corpusSizes.test, blankCount]
    let rates = learningRates.values + [defaultLearningRate].compactMap { $0 }
    // All tokens together must be a number that can be counted to.
    let tokens = Double(batchSize) * Double(length) * Double(steps) * Double(seeds.count)
    let checks = [
      Limits.batch.contains(batchSize), Limits.length.contains(length), Limits.steps.contains(steps), tokens < 5e17,
      Limits.threads.contains(threads), Limits.width.contains(referenceWidth), Limits.heads.contains(headCount),
      Limits.layers.contains(referenceLayers), Limits.layers.contains(recurrentLayers),
      sizes.allSatisfy { (0...1_000_000_000).contains($0) }, Self.areSound(seeds), rates.allSatisfy(Self.isSound),
      (0...1000).contains(halfBudgetSeeds), (0...1000).contains(mostRunsPerModel),
      Limits.steps.contains(validationLooks ?? 1), (0..<1).contains(dropout ?? 0),
      search.map(Self.isSound) ?? true, schedule.map(Self.isSound) ?? true,
    ]
    guard checks.allSatisfy({ $0 }) else {
      throw ConfigurationError("the plan has settings that no comparison can have")
    }
  }

  private static func isSound(_ rate: Double) -> Bool { rate > 0 && rate.isFinite }

  private static func isSound(_ search: SettingsSearch) -> Bool {
    !search.rates.isEmpty && search.rates.count <= 1000 && search.rates.allSatisfy(isSound)
      && (0...1000).contains(search.variants) && Limits.steps.contains(search.steps) && areSound(search.seeds)
  }

  private static func isSound(_ schedule: SeedSchedule) -> Bool {
    let looks = schedule.looks
    return (0...1).contains(schedule.level) && zip([1] + looks, looks).allSatisfy(<)
      && (2...1000).contains(looks.last ?? 0)
  }

  /// Each once, and with room for more after the last.
  private static func areSound(_ seeds: [UInt64]) -> Bool {
    (1...1000).contains(seeds.count) && Set(seeds).count == seeds.count && seeds.allSatisfy { $0 < 1 << 62 }
  }

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

  /// The configuration of the model that the others are matched to in size.
  public func referenceConfiguration(vocabularySize: Int) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: vocabularySize, width: referenceWidth, layerCount: referenceLayers, headCount: headCount,
      contextLength: length, head: headKind, positions: positionEncoding, dropout: dropout ?? 0)
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
