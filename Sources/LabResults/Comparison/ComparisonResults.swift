// What a comparison found. Encodes as results.json.

import Foundation

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
  /// How many of the verdicts may be wrong by chance; empty where there are none.
  public var verdictNote = ""
  /// What a reader must know before using the numbers: models that stopped, losses below a floor.
  public var alarms: [String] = []
  /// Which models did not leave the n-gram baseline behind, and why.
  public var notes: [String] = []
  /// Which of two models is better, for each pair and score; the first has the lesser mean.
  public var pairs: [PairRecord] = []
  /// What each study found, by its id.
  public var studies = StudyParts()
  /// How long each study took, in seconds.
  public var studySeconds: [String: Double] = [:]
  /// What made all this; nil where no command did.
  public var provenance: Provenance?

  package init(
    machine: Machine, `protocol`: ProtocolRecord, corpus: CorpusRecord, baselines: [BaselineRecord],
    models: [ModelRecord], names: [String: String] = [:], claims: [ClaimRecord] = [], alarms: [String] = [],
    notes: [String] = [], pairs: [PairRecord] = []
  ) {
    self.machine = machine
    self.`protocol` = `protocol`
    self.corpus = corpus
    self.baselines = baselines
    self.models = models
    self.names = names
    self.claims = claims
    self.alarms = alarms
    self.notes = notes
    self.pairs = pairs
  }

  /// The version that this program writes and reads.
  public static let currentSchema = 6

  /// The JSON of `results.json`: sorted keys, so that equal results are equal bytes.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
