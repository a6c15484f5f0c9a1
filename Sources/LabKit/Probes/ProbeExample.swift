// A sequence of tokens with the answers that are asked for.

/// One sequence of a probe.
public struct ProbeExample: Equatable, Sendable {
  /// What a model reads. [T]
  public var tokens: [Int32]
  /// The right answer at each position, given the tokens up to there; −1: nothing is asked. [T]
  public var targets: [Int32]

  /// As many targets as tokens.
  public init(tokens: [Int32], targets: [Int32]) { (self.tokens, self.targets) = (tokens, targets) }
}
