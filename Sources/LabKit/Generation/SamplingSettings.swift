// How the next token is drawn from what a model says.

/// How tokens are drawn.
public struct SamplingSettings: Equatable, Sendable {
  /// What logits are divided by: below 1 the likely becomes likelier, above 1 less so; 0 takes the likeliest token each
  /// time.
  public var temperature: Double
  /// Draws from this many likeliest tokens only; nil: from all.
  public var topK: Int?
  /// Draws from the fewest likeliest tokens that have this probability together; nil: from all.
  public var topP: Double?
  /// What tokens are drawn from: the same seed gives the same text.
  public var seed: UInt64

  /// By default, tokens are drawn just as the model says.
  public init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil, seed: UInt64 = 1) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
  }
}
