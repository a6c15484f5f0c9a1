// What a corpus tells about one kind of dependency.

/// How often a kind of dependency occurs in a split, and over which distances.
public struct KindSummary: Sendable, Codable, Equatable {
  /// The kind's name.
  public let name: String
  /// Whether what the token depends on comes later.
  public let looksAhead: Bool
  /// How many tokens are of this kind.
  public let count: Int
  /// The part of all tokens that are of this kind.
  public let share: Double
  /// The smallest distance, in tokens; 0 where there is none.
  public let shortest: Int
  /// The distance in the middle, in tokens; 0 where there is none.
  public let median: Int
  /// The largest distance, in tokens; 0 where there is none.
  public let longest: Int
  /// How many tokens have a distance of 1–2, 3–4, 5–8, … tokens; the last bucket that is not empty ends the list.
  public let byDistance: [DistanceBucket]
  /// The mean of `Split.chances` over these tokens; nil where the part has none, or the kind looks ahead.
  public let chance: Double?
  /// The mean of `Split.ceilings` over these tokens; nil where the part has none, or the kind looks ahead.
  public let ceiling: Double?

  /// Tokens whose distance lies between two bounds, both included.
  public struct DistanceBucket: Sendable, Codable, Equatable {
    /// The smallest distance of the bucket.
    public let from: Int
    /// The largest distance of the bucket.
    public let to: Int
    /// How many tokens of the kind lie between them.
    public let count: Int
    /// The mean of `Split.chances` over these tokens; nil where there are none.
    public let chance: Double?
  }
}
