// What a comparison does: which models, which sizes, how long, how often.

/// What all models of a comparison have in common, and the size that each is matched to.
public struct ComparisonPlan: Codable, Equatable, Sendable {
  /// The profile that the plan began with; it may have been changed since.
  public var profile: Profile
  /// One run of each model for each of them.
  public var seeds: [UInt64]
  /// When pairs of models that these seeds do not tell apart get more, and how often they are looked at; nil: they get none.
  public var schedule: SeedSchedule?
  /// Runs that a schedule may make in all, for each model. Counted in runs and not in seconds, so that the same is done on every machine.
  public var mostRunsPerModel = 6
  /// What the models have in equal measure.
  public var matched: MatchedQuantity
  /// The size of the model that the others are matched to: a Transformer.
  public var referenceWidth: Int
  /// Its layers.
  public var referenceLayers: Int
  /// Layers of the recurrent models.
  public var recurrentLayers: Int
  /// Whose weights the output head has, in every model.
  public var head: Head
  /// How models with attention know positions. With learned ones, as GPT-2 has them, no seed of a Transformer found out within the standard
  /// budget that a word far back is the answer; with rotary ones two of three did.
  public var positions = Positions.rotary
  /// Attention heads, of the reference and of all models that have any.
  public var headCount: Int
  /// T, the tokens in a training row.
  public var length: Int
  /// Rows in a training step.
  public var batchSize: Int
  /// Training steps of each run.
  public var steps: Int
  /// How often each run looks at the validation part, to keep the weights that did best there; nil: never, and the last ones count.
  public var validationLooks: Int?
  /// The probability of dropout in the training of every model; nil: there is none.
  public var dropout: Double?
  /// With so many of the seeds, every model is trained once more with half of the steps: whether a run had come to its end is measured by a
  /// second budget, for the schedule ends flat whatever there is still to learn.
  public var halfBudgetSeeds: Int
  /// The peak learning rate of each model, by identifier.
  public var learningRates: [String: Double]
  /// That of those not named; nil: it is searched before the runs that count, see `search(for:)`.
  public var defaultLearningRate: Double?
  /// Finds what each model is trained with before the runs that count, in place of the rates above; nil: only where none is known.
  public var search: SettingsSearch?
  /// Tokens of the training, validation and test parts of a grammar corpus.
  public var corpusSizes: TokenCounts
  /// How many blanks all models fill.
  public var blankCount: Int
  /// Threads that share a training step.
  public var threads: Int
  /// The studies that are made of the models beside their scores, by their ids; nil: all that the profile has.
  public var studies: [String]?

  /// The SHA-256 of the grammar that the profiles' learning rates were found on: `Corpus/stories.grammar`.
  public static let searchedCorpus = "e966827fb5ad3cad456795c3b3a76c5f33e0c9746c3f019794fdf9410c10fc6d"

  /// Whose weights the output heads have: the embedding's, or their own.
  public enum Head: String, Codable, Sendable { case tied, separate }

  /// How models with attention know positions; see `PositionEncoding` of SequenceKit.
  public enum Positions: String, Codable, Sendable, CaseIterable { case learned, sinusoidal, rotary, alibi, none }

  /// The plan of a profile.
  public init(_ profile: Profile, threads: Int) {
    self.profile = profile
    self.threads = threads
    (matched, head) = (.parameters, .tied)
    (referenceLayers, recurrentLayers, headCount) = (2, 1, 2)
    // A row takes a whole story of the default corpus, which has at most 256 tokens, but for the longest few.
    (length, batchSize) = (256, 12)
    learningRates = [:]
    (blankCount, halfBudgetSeeds) = (500, profile == .full ? 3 : 0)
    switch profile {
    case .quick:
      (seeds, referenceWidth, steps) = ([1], 48, 600)
      corpusSizes = TokenCounts(train: 2_000_000, validation: 20_000, test: 200_000)
      // Found with --profile quick --learning-rates 0.004,0.008,0.016,0.032,0.064.
      learningRates = Self.quickRates
    case .standard:
      (seeds, referenceWidth, steps) = ([1, 2, 3], 64, 1000)
      corpusSizes = TokenCounts(train: 4_000_000, validation: 20_000, test: 200_000)
      // Found with --profile standard --learning-rates 0.004,0.008,0.016,0.032,0.064: each lies between two that did worse.
      learningRates = Self.standardRates
    case .full:
      (seeds, referenceWidth, steps) = ([1, 2, 3], 64, 1200)
      schedule = .usual
      corpusSizes = TokenCounts(train: 8_000_000, validation: 40_000, test: 200_000)
      search = SettingsSearch(rates: SettingsSearch.usualRates, variants: 3, steps: trialSteps)
    }
  }

  private static let quickRates = ["rnn": 0.016, "birnn": 0.016, "lstm": 0.032, "gru": 0.032, "transformer": 0.032]
  private static let standardRates = [
    "rnn": 0.008, "birnn": 0.008, "lstm": 0.032, "gru": 0.032, "transformer": 0.008,
  ]

  /// Training steps of a trial in a search: those of the least budget that is reported; half of them where runs keep their best weights,
  /// and so may be longer than need be. A third was not enough: on tiny Shakespeare, a Transformer that had not learned to attend yet liked a rate
  /// at which it ended 2 % worse.
  public var trialSteps: Int { halfBudgetSeeds > 0 || validationLooks != nil ? max(1, steps / 2) : steps }

  /// The rates among which those of the profile were found: fewer steps like larger ones.
  public var usualRates: [Double] {
    switch profile {
    case .quick: [0.004, 0.008, 0.016, 0.032, 0.064]
    case .standard: [0.004, 0.008, 0.016, 0.032, 0.064]
    case .full: SettingsSearch.usualRates
    }
  }

  /// How a model's learning rate is found before the runs that count; nil: it is known. A model that the plan does not name is
  /// searched for without being asked: at a rate that suits others, it would look worse than it is.
  public func search(for identifier: String) -> SettingsSearch? {
    if let search { return search }
    guard learningRates[identifier] == nil, defaultLearningRate == nil else { return nil }
    return SettingsSearch(rates: usualRates, steps: trialSteps)
  }

  /// The peak learning rate of a model, as far as it is known before a search.
  public func learningRate(of identifier: String) -> Double {
    learningRates[identifier] ?? defaultLearningRate ?? usualRates[usualRates.count / 2]
  }
}
