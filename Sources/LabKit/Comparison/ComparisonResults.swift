// What a comparison found. Encodes as results.json.

import Corpora
import Foundation
import SequenceKit

/// The contents of `results.json`.
public struct ComparisonResults: Codable, Equatable, Sendable {
  /// The version of this format.
  public var schema = 1
  public var machine: Machine
  public var `protocol`: ProtocolRecord
  public var corpus: CorpusRecord
  public var baselines: [BaselineRecord]
  public var models: [ModelRecord]
  /// Verdicts on the claims; none yet are drawn.
  public var claims: [ClaimRecord] = []
  /// What a reader must know before using the numbers: models that stopped, losses below a floor.
  public var alarms: [String] = []
  /// Which models did not leave the n-gram baseline behind, and why.
  public var notes: [String] = []

  public struct ProtocolRecord: Codable, Equatable, Sendable {
    public var profile: Profile
    public var seeds: [UInt64]
    public var matched: MatchedQuantity
    public var plan: ComparisonPlan
    /// Learning rates by model: tried, and chosen.
    public var learningRates: [String: LearningRates]
  }

  public struct LearningRates: Codable, Equatable, Sendable {
    public var tried: [Double]
    public var chosen: Double
  }

  public struct CorpusRecord: Codable, Equatable, Sendable {
    public var name: String
    public var sha256: String
    public var trainTokens: Int
    public var validationTokens: Int
    public var testTokens: Int
    public var vocabulary: Int
    /// The least possible mean loss on the very targets that the models are scored on, in nats; nil where there is no grammar.
    public var floorNextToken: Double?
    public var floorBlank: Double?
    /// The least possible mean loss on the blanks for a model that sees the left side only.
    public var floorBlankLeft: Double?
  }

  public struct BaselineRecord: Codable, Equatable, Sendable {
    public var id: String
    public var nextToken: Double
    public var fillBlank: Double
  }

  public struct ModelRecord: Codable, Equatable, Sendable {
    public var id: String
    public var summary: String
    public var width: Int
    public var layers: Int
    public var heads: Int
    public var parameters: Int
    /// Counted floating-point operations of training, forward and backward, for each token.
    public var flopsPerToken: Double
    public var tokensTrained: Int
    /// Training time, the mean over seeds.
    public var seconds: Double
    /// The most bytes of values and gradients alive at once in a training step.
    public var peakBytes: Int
    /// The longest chain of dependent operations in a training step.
    public var span: Int
    /// The mean loss of the test part in nats; nil for models that do not predict the next token, and `reason` says why.
    public var nextToken: Estimate?
    public var nextTokenReason: String?
    /// The mean loss over the blanks, in nats; nil if the model stopped.
    public var fillBlank: Estimate?
    public var fillBlankAccuracy: Estimate?
    /// The share of right answers among dependent tokens, by how far back the answer is.
    public var accuracyByDistance: [DistanceRecord]
    /// Gradient norms over training, seed by seed.
    public var gradientNorms: [SeedHistory]
    /// What went wrong, if the model stopped.
    public var failures: [String]
  }

  public struct SeedHistory: Codable, Equatable, Sendable {
    public var seed: UInt64
    public var steps: [TrainingStep]
  }

  public struct DistanceRecord: Codable, Equatable, Sendable {
    public var kind: String
    public var from: Int
    public var to: Int
    public var count: Int
    public var accuracy: Estimate
  }

  public struct ClaimRecord: Codable, Equatable, Sendable {
    public var id: String
    public var model: String
    public var claim: String
    public var measured: Double?
    public var low: Double?
    public var high: Double?
    public var verdict: String
  }

  /// The JSON of `results.json`: sorted keys, so that equal results are equal bytes.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
