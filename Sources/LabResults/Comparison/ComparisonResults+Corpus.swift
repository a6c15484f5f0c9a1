// What models were trained and scored on, and what they must beat, in results.json.

extension ComparisonResults {
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
    /// The share of the held-out words of a text by word that the vocabulary does not have, from 0 to 1; nil for all others.
    public var unknownShare: Double?

    package init(
      name: String, sha256: String, tokens: TokenCounts, vocabulary: Int, floors: Floors, unknownShare: Double? = nil
    ) {
      self.name = name
      self.sha256 = sha256
      self.tokens = tokens
      self.vocabulary = vocabulary
      self.floors = floors
      self.unknownShare = unknownShare
    }
  }

  /// The least possible mean losses on the very targets that the models are scored on, in nats; null where there is no grammar.
  public struct Floors: Codable, Equatable, Sendable {
    /// On the next-token targets, each given the text before it.
    @ExplicitNull public var nextToken: Double?
    /// On the blanks, for a model that sees both sides.
    @ExplicitNull public var blank: Double?
    /// On the blanks, for a model that sees the left side only.
    @ExplicitNull public var blankLeft: Double?

    package init(
      nextToken: Double?, blank: Double?, blankLeft: Double?
    ) {
      _nextToken = ExplicitNull(wrappedValue: nextToken)
      _blank = ExplicitNull(wrappedValue: blank)
      _blankLeft = ExplicitNull(wrappedValue: blankLeft)
    }
  }

  /// A model without a network, on the same targets. Losses in nats.
  public struct BaselineRecord: Codable, Equatable, Sendable {
    /// "uniform", "unigram", or such as "4-gram".
    public var id: String
    /// The mean loss of the next token, in nats.
    public var nextToken: Double
    /// The mean loss at the blanks, from the left side alone, in nats.
    public var fillBlank: Double

    package init(
      id: String, nextToken: Double, fillBlank: Double
    ) {
      self.id = id
      self.nextToken = nextToken
      self.fillBlank = fillBlank
    }
  }
}
