// What a comparison does: which models, which sizes, how long, how often.

import Corpora
import Foundation
import NeuralLayers

/// What all models of a comparison have in common, and the size that each is matched to.
public struct ComparisonPlan: Codable, Equatable, Sendable {
  /// The profile that the plan began with; it may have been changed since.
  public var profile: Profile
  /// One run of each model for each of them.
  public var seeds: [UInt64]
  /// What the models have in equal measure.
  public var matched: MatchedQuantity
  /// The size of the model that the others are matched to: a Transformer.
  public var referenceWidth: Int
  /// Its layers.
  public var referenceLayers: Int
  /// Layers of the recurrent models.
  public var recurrentLayers: Int
  /// Attention heads, of the reference and of all models that have any.
  public var headCount: Int
  /// T, the tokens in a training row.
  public var length: Int
  /// Rows in a training step.
  public var batchSize: Int
  /// Training steps of each run.
  public var steps: Int
  /// The peak learning rate of each model, by identifier.
  public var learningRates: [String: Double]
  /// That of those not named; nil: it is searched before the runs that count, see `search(for:)`.
  public var defaultLearningRate: Double?
  /// Finds each model's learning rate before the runs that count, in place of those above; nil: only where none is known.
  public var search: LearningRateSearch?
  /// Tokens of the training, validation and test parts of a grammar corpus.
  public var corpusSizes: Corpus.Sizes
  /// How many blanks all models fill.
  public var blankCount: Int
  /// Threads that share a training step.
  public var threads: Int
  /// What is measured beside the scores.
  public var measurements: MeasurementPlan

  /// The SHA-256 of the grammar that the profiles' learning rates were found on: `Corpus/stories.grammar`.
  public static let searchedCorpus = "2791b85d3c53e62928b78719cefc32b2e1e651b249c3c2a02af99b92b7bb89f1"

  /// The plan of a profile.
  public init(_ profile: Profile, threads: Int = ThreadTeam.availableCores) {
    self.profile = profile
    self.threads = threads
    matched = .parameters
    (referenceLayers, recurrentLayers, headCount) = (2, 1, 2)
    // A row takes a whole story of the default corpus, which has at most 200 tokens, but for the longest few.
    (length, batchSize) = (192, 16)
    learningRates = [:]
    blankCount = 500
    switch profile {
    case .quick:
      (seeds, referenceWidth, steps, measurements) = ([1], 48, 600, .quick)
      corpusSizes = Corpus.Sizes(train: 2_000_000, validation: 20_000, test: 20_000)
      // Found with --profile quick --learning-rates 0.008,0.016,0.032,0.064,0.128,0.256.
      learningRates = Self.quickRates
    case .standard:
      (seeds, referenceWidth, steps, measurements) = ([1, 2, 3], 64, 1200, .standard)
      corpusSizes = Corpus.Sizes(train: 4_000_000, validation: 20_000, test: 40_000)
      // Found with --learning-rates 0.004,0.008,0.016,0.032.
      learningRates = Self.standardRates
    case .full:
      (seeds, referenceWidth, steps, measurements) = ([1, 2, 3, 4, 5], 64, 2400, .full)
      corpusSizes = Corpus.Sizes(train: 8_000_000, validation: 40_000, test: 80_000)
      search = LearningRateSearch(rates: LearningRateSearch.usualRates, steps: steps)
    }
  }

  private static let quickRates = ["rnn": 0.016, "birnn": 0.016, "lstm": 0.064, "gru": 0.032, "transformer": 0.032]
  private static let standardRates = ["rnn": 0.016, "birnn": 0.016, "lstm": 0.016, "gru": 0.016, "transformer": 0.008]

  /// The rates among which those of the profile were found: fewer steps like larger ones.
  public var usualRates: [Double] {
    switch profile {
    case .quick: [0.008, 0.016, 0.032, 0.064, 0.128, 0.256]
    case .standard: [0.004, 0.008, 0.016, 0.032]
    case .full: LearningRateSearch.usualRates
    }
  }

  /// How a model's learning rate is found before the runs that count; nil: it is known. A model that the plan does not name is
  /// searched for without being asked: at a rate that suits others, it would look worse than it is.
  public func search(for identifier: String) -> LearningRateSearch? {
    if let search { return search }
    guard learningRates[identifier] == nil, defaultLearningRate == nil else { return nil }
    return LearningRateSearch(rates: usualRates, steps: steps)
  }

  /// The peak learning rate of a model, as far as it is known before a search.
  public func learningRate(of identifier: String) -> Double {
    learningRates[identifier] ?? defaultLearningRate ?? usualRates[usualRates.count / 2]
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
