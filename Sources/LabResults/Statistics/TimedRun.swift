// One timing, and how fast the machine was.

/// A program's time, between two measurements of what the machine can do.
public struct TimedRun: Codable, Equatable, Sendable {
  /// The time of the program.
  public var seconds: Double
  /// The rate of matrix products just before and just after, in any unit that is the same for all runs.
  public var rateBefore, rateAfter: Double

  /// Takes them as they are.
  public init(seconds: Double, rateBefore: Double, rateAfter: Double) {
    (self.seconds, self.rateBefore, self.rateAfter) = (seconds, rateBefore, rateAfter)
  }
}
