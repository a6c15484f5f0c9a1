// What a comparison found. Encodes as results.json.

import Corpora
import Foundation
import LabResults
import SequenceKit

/// The contents of `results.json`.
public struct ComparisonResults: Codable, Equatable, Sendable {
  /// The version of this format.
  public var schema = ComparisonResults.currentSchema
  /// Where the comparison ran.
  public var machine: Machine
  /// How the models were compared.
  public var `protocol`: ProtocolRecord
  /// What they were trained and scored on.
  public var corpus: CorpusRecord
  /// What models must beat: uniform, unigram and the best n-gram.
  public var baselines: [BaselineRecord]
  /// The models in the order of the comparison.
  public var models: [ModelRecord]
  /// What models are called where people read, by their ids.
  public var names: [String: String] = [:]
  /// Verdicts on the claims.
  public var claims: [ClaimRecord] = []
  /// What a reader must know before using the numbers: models that stopped, losses below a floor.
  public var alarms: [String] = []
  /// How position encodings tell word orders apart; empty where it was not measured.
  public var positions: [PositionRecord] = []
  /// How blanks were filled, in groups by what settles them; null for a corpus without a grammar.
  @ExplicitNull public var blanks: BlankStudyRecord? = nil
  /// What all models were asked to continue for their `sample`.
  public var prompt = ""
  /// The sentence that the insides of all models are shown on; null where they were not looked at.
  @ExplicitNull public var insideExample: InsideExample? = nil
  /// Which models did not leave the n-gram baseline behind, and why.
  public var notes: [String] = []
  /// Which of two models is better, for each pair and score; the first has the lesser mean.
  public var pairs: [PairRecord] = []

  /// The version that this program writes and reads.
  public static let currentSchema = 3

  /// How the models were compared.
  public struct ProtocolRecord: Codable, Equatable, Sendable {
    /// How thorough the comparison was.
    public var profile: Profile
    /// One run of each model for each of them.
    public var seeds: [UInt64]
    /// What all models have within 2 % of each other.
    public var matched: MatchedQuantity
    /// How much of it the reference has.
    public var target: Double
    /// With the learning rates that were used.
    public var plan: ComparisonPlan
    /// Learning rates by model.
    public var learningRates: [String: LearningRates]
    /// `computedSeal` when the run was finished: what was edited since does not fit it.
    public var seal = ""
  }

  /// The learning rates of a model.
  public struct LearningRates: Codable, Equatable, Sendable {
    /// Those that this comparison tried on the validation part; empty where the plan fixes the rate.
    public var tried: [Double]
    /// The losses of each on the validation part, seed by seed, in nats; null where the training failed.
    public var validation: [[Double?]]
    /// The peak of the schedule that the model was trained with.
    public var chosen: Double
  }

  /// What the models were trained and scored on.
  public struct CorpusRecord: Codable, Equatable, Sendable {
    /// The name that reports show, such as the file's.
    public var name: String
    /// Of the file's bytes: the grammar, or the text.
    public var sha256: String
    /// The sizes of the parts.
    public var tokens: TokenCounts
    /// The number of different tokens, the blank included.
    public var vocabulary: Int
    /// Each null for a text.
    public var floors: Floors
  }

  /// The sizes of a corpus' parts, in tokens.
  public struct TokenCounts: Codable, Equatable, Sendable {
    /// Tokens of the training part.
    public var train: Int
    /// Tokens of the validation part.
    public var validation: Int
    /// Tokens of the test part.
    public var test: Int
  }

  /// The least possible mean losses on the very targets that the models are scored on, in nats; null where there is no grammar.
  public struct Floors: Codable, Equatable, Sendable {
    /// On the next-token targets, each given the text before it.
    @ExplicitNull public var nextToken: Double?
    /// On the blanks, for a model that sees both sides.
    @ExplicitNull public var blank: Double?
    /// On the blanks, for a model that sees the left side only.
    @ExplicitNull public var blankLeft: Double?
  }

  /// A model without a network, on the same targets. Losses in nats.
  public struct BaselineRecord: Codable, Equatable, Sendable {
    /// "uniform", "unigram", or such as "4-gram".
    public var id: String
    /// The mean loss of the next token, in nats.
    public var nextToken: Double
    /// The mean loss at the blanks, from the left side alone, in nats.
    public var fillBlank: Double
  }

  /// What is known about a model after all its runs.
  public struct ModelRecord: Codable, Equatable, Sendable {
    /// The model's identifier.
    public var id: String
    /// One line for people.
    public var summary: String
    /// Whether the model sees both sides of a blank.
    public var seesBothSides: Bool
    /// The width that it was matched in size by.
    public var width: Int
    /// Its layers; in both directions, those of each.
    public var layers: Int
    /// Its attention heads; a model without any ignores the number.
    public var heads: Int
    /// The number of trained scalars.
    public var parameters: Int
    /// Counted floating-point operations of training, forward and backward, for each token.
    public var flopsPerToken: Double
    /// Tokens that one run was trained on.
    public var tokensTrained: Int
    /// Training time, the mean over finished runs.
    public var seconds: Double
    /// The most bytes of values and gradients alive at once in a training step.
    public var peakBytes: Int
    /// The longest chain of dependent operations in a training step.
    public var span: Int
    /// The mean loss of the test part in nats; null for models that do not predict the next token, and
    /// `nextTokenReason` says why.
    @ExplicitNull public var nextToken: Estimate?
    /// Why there is no loss of the next token; null where there is one.
    @ExplicitNull public var nextTokenReason: String?
    /// The mean loss over the blanks, in nats; null if no run was finished.
    @ExplicitNull public var fillBlank: Estimate?
    /// The share of blanks whose likeliest token was right.
    @ExplicitNull public var fillBlankAccuracy: Estimate?
    /// The share of right answers among dependent tokens, by how far back the answer is.
    public var accuracyByDistance: [DistanceRecord]
    /// Gradient norms over training, seed by seed.
    public var gradientNorms: [SeedHistory]
    /// How the gradient fades on its way back, before and after training.
    public var gradientFlow: [GradientFlowRecord] = []
    /// The loss by how much left context is given; null for models that see both sides.
    @ExplicitNull public var effectiveContext: EffectiveContextRecord? = nil
    /// Tasks with a set distance.
    public var probes: [ProbeRecord] = []
    /// Costs over lengths and widths; null where they were not measured.
    @ExplicitNull public var complexity: ComplexityRecord? = nil
    /// What the model wrote after `ComparisonResults.prompt`, with the first seed that it finished; null for models that see both sides.
    @ExplicitNull public var sample: String? = nil
    /// What goes on inside the model, with the first seed, while it reads `ComparisonResults.insideExample`.
    @ExplicitNull public var inside: InsideRecord? = nil
    /// What went wrong, if a run stopped.
    public var failures: [String]
  }

  /// Two models that were trained with the same seeds.
  public struct PairRecord: Codable, Equatable, Sendable {
    /// What they are compared in: both losses in nats.
    public enum Score: String, Codable, Sendable { case nextToken, fillBlank }

    /// Which loss is compared.
    public var score: Score
    /// The model with the lesser mean loss, and the other.
    public var first, second: String
    /// The second's loss less the first's, seed by seed.
    public var difference: Estimate
    /// How often the first is better.
    public var firstIsBetter: WinShare
  }

  /// The noted steps of one run.
  public struct SeedHistory: Codable, Equatable, Sendable {
    /// The run's seed.
    public var seed: UInt64
    /// In the order of training.
    public var steps: [TrainingStep]
  }

  /// Right answers among the tokens that depend on one of a kind, at a range of distances in tokens.
  public struct DistanceRecord: Codable, Equatable, Sendable {
    /// The kind of dependency; "all" for all together.
    public var kind: String
    /// The smallest distance of the range.
    public var from: Int
    /// The largest distance of the range.
    public var to: Int
    /// Tokens of that kind in the range.
    public var count: Int
    /// The share of right answers, one value per finished seed.
    public var accuracy: Estimate
  }

  /// A claim's verdict for a model.
  public struct ClaimRecord: Codable, Equatable, Sendable {
    /// The claim's number: "C1".
    public var id: String
    /// The model, or the pair "transformer − lstm".
    public var model: String
    /// What is claimed, in a short sentence.
    public var claim: String
    /// How the verdict follows from the number.
    public var rule: String
    /// What was measured, and its unit: "half-life, steps".
    public var quantity: String
    /// The number; null where it was not measured or is not finite.
    @ExplicitNull public var measured: Double?
    /// The lower end of the 95 % interval; null where one seed gives none, or where counts have no error.
    @ExplicitNull public var low: Double?
    /// The upper end, null where the lower one is.
    @ExplicitNull public var high: Double?
    /// How many seeds; 0 for counts, and for times, which are repeated with one.
    public var seeds: Int
    /// How often a time was measured; 0 for everything else.
    public var repetitions = 0
    /// What the rule says of the number.
    public var verdict: Verdict
    /// One sentence that says why.
    public var reason: String
  }

  /// What a measurement says of a claim.
  public enum Verdict: String, Codable, Sendable { case supported, contradicted, inconclusive }

  /// The JSON of `results.json`: sorted keys, so that equal results are equal bytes.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
