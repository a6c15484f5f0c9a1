// What the next token costs, after more and more others.

import LabResults

/// The cost of a token in generation.
public struct GenerationRecord: StudyRecord {
  /// The width of the networks.
  public var width: Int
  /// By model, short contexts first. Models that cannot be read step by step have none.
  public var models: [String: [Point]]

  package init(width: Int, models: [String: [Point]]) { (self.width, self.models) = (width, models) }

  /// What a token costs in generation after some others.
  public struct Point: Codable, Equatable, Sendable {
    /// How many tokens were read before.
    public var context: Int
    /// Counted floating-point operations of the next token.
    public var work: Int
    /// Bytes of the state that is carried along: of a recurrence, or keys and values read so far.
    public var stateBytes: Int
    /// The median time of the next token on one thread, in microseconds.
    public var microseconds: Double

    /// - Parameter context: From 1 on.
    public init(context: Int, work: Int, stateBytes: Int, microseconds: Double) {
      (self.context, self.work, self.stateBytes, self.microseconds) = (context, work, stateBytes, microseconds)
    }
  }
}
