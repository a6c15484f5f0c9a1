// What measurements say of a claim.

/// What a measurement, or several, say of a claim.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// It holds.
  case supported
  /// Its opposite holds.
  case contradicted
  /// It holds under one of the named settings, and its opposite under another.
  case depends
  /// Neither is settled.
  case inconclusive

  /// The verdict that follows from those of single measurements under several settings: the same under all of them, or `depends` where both are found.
  init(_ verdicts: [Verdict]) {
    switch (verdicts.contains(.supported), verdicts.contains(.contradicted)) {
    case (true, true): self = .depends
    case (true, false) where verdicts.allSatisfy { $0 == .supported }: self = .supported
    case (false, true) where verdicts.allSatisfy { $0 == .contradicted }: self = .contradicted
    default: self = .inconclusive
    }
  }
}
