// A claim's rule held against a measurement.

/// How strongly a measurement speaks for a claim and against it.
public enum ClaimTest: Codable, Equatable, Sendable {
  /// Measured with an error: the one-sided p of "the claim does not hold", small where it is supported, and of "it
  /// holds", small where it is contradicted.
  case measured(supported: Double, contradicted: Double)
  /// Counted without an error: the claim holds, or does not.
  case counted(holds: Bool)
  /// Not measured, with one seed only, not finite, or disturbed.
  case undecidable

  /// How often a measurement would decide as strongly as this one, if it decided wrongly: twice the smaller p; nil
  /// without an error.
  ///
  /// Twice, for it could have come out on either side. At most 1.
  public var pValue: Double? {
    if case .measured(let supported, let contradicted) = self { min(1, 2 * min(supported, contradicted)) } else { nil }
  }

  /// The verdict where an error this probable is accepted, never `depends`; a count decides at any level.
  ///
  /// At a level of 0.05 it is what the 95 % interval says: decided where it lies wholly on one side.
  public func verdict(level: Double) -> Verdict {
    switch self {
    case .measured(let supported, let contradicted):
      guard let pValue, pValue <= level else { return .inconclusive }
      return supported <= contradicted ? .supported : .contradicted
    case .counted(let holds): return holds ? .supported : .contradicted
    case .undecidable: return .inconclusive
    }
  }
}
