// How much a comparison does.

/// How thorough a comparison is.
public enum Profile: String, Codable, CaseIterable, Sendable {
  /// One seed, in well under a minute: to see that it works.
  case quick
  /// Three seeds, in a few minutes: numbers with intervals.
  case standard
  /// Five seeds, trained longer, with learning rates searched.
  case full
}
