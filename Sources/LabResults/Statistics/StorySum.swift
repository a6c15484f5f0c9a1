// What one run scored on one story.

/// The sum of a run's scores over a story's tokens, and how many they are.
public struct StorySum: Codable, Equatable, Sendable {
  /// Right answers, nats, or the difference of two models' sums.
  public var sum: Double
  /// The scored tokens.
  public var count: Int

  /// Takes both as they are.
  public init(sum: Double, count: Int) { (self.sum, self.count) = (sum, count) }
}
