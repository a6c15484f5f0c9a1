// How much of the past a model uses.

import LabResults

/// The loss of the same targets as a function of how much left context the model is given.
public struct EffectiveContextRecord: Codable, Equatable, Sendable {
  /// Tokens of left context, ascending; the last is all there is.
  public var contexts: [Int]
  /// The mean loss with each, in nats, one value per seed.
  public var losses: [Estimate]
  /// The smallest context whose loss is within 1 % of that of the last, one value per seed.
  public var effective: Estimate

  /// As many losses as contexts.
  public init(contexts: [Int], losses: [Estimate], effective: Estimate) {
    (self.contexts, self.losses, self.effective) = (contexts, losses, effective)
  }
}
