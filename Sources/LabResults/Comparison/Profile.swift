// How much a comparison does.

/// How thorough a comparison is.
public enum Profile: String, Codable, CaseIterable, Sendable {
  /// One seed, in well under a minute: to see that it works.
  case quick
  /// Three seeds, in a few minutes: numbers with intervals.
  case standard
  /// Three seeds, and up to ten where models are not told apart; trained longer, with settings searched.
  case full

  /// What belongs to the profile, of three.
  public func value<Value>(quick: Value, standard: Value, full: Value) -> Value {
    switch self {
    case .quick: quick
    case .standard: standard
    case .full: full
    }
  }
}
