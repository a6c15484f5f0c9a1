// One blank: a position whose token is hidden.

/// A hidden token, and what is known about guessing it.
public struct Blank: Sendable, Equatable {
  /// The index of the hidden token in its split.
  public let position: Int
  /// The hidden token.
  public let token: Int32
  /// The story that it stands in, its end included; for a text, the whole split.
  public let story: Range<Int>
  /// −ln p(token | all other tokens of the story) in nats; nil for a text.
  public let floorBothSides: Double?
  /// −ln p(token | the story before it) in nats; nil for a text.
  public let floorLeft: Double?
  /// The likeliest tokens given all other tokens of the story: several, where they are equally likely; nil for a text.
  public let likeliestBothSides: [Int32]?
  /// The likeliest tokens given the story before the blank; nil for a text.
  public let likeliestLeft: [Int32]?
  /// What the token depends on; none for a text.
  public let dependency: Dependency

  /// Whether only the right side settles the token: the left leaves a nat or more, and both sides nearly nothing.
  public var onlyRightSettles: Bool {
    guard let floorLeft, let floorBothSides else { return false }
    return floorLeft >= 1 && floorBothSides <= Self.settled
  }

  /// Whether the left side alone settles the token, so that the right side has nothing to add.
  public var leftSettles: Bool { floorLeft.map { $0 <= Self.settled } ?? false }

  /// What a perfect predictor that sees both sides gets right of this blank: 1 or 0, or its chance among equals.
  public var rightBothSides: Double? { likeliestBothSides.map(right) }
  /// What a perfect predictor that sees the left side only gets right of this blank.
  public var rightLeft: Double? { likeliestLeft.map(right) }

  private func right(_ likeliest: [Int32]) -> Double { likeliest.contains(token) ? 1 / Double(likeliest.count) : 0 }

  /// With so few nats left, a token is as good as known.
  package static let settled = 0.1
}
