// What a measurement says about a claim.

/// The outcome of a claim's rule.
public enum ClaimVerdict: String, Codable, Sendable { case supported, contradicted, inconclusive }
