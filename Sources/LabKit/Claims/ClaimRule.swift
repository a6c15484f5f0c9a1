// How a number decides a claim.

/// When a claim holds. It is supported if the whole interval says so, contradicted if the whole interval says the opposite, and
/// undecided otherwise, or where there is no interval.
public enum ClaimRule: Equatable, Sendable {
  /// The quantity is less than this.
  case below(Double)
  /// The quantity is more than this.
  case above(Double)
  /// The quantity is at most so far from a centre.
  case within(Double, of: Double)

  /// What a measurement says under this rule.
  public func verdict(on evidence: Evidence) -> ComparisonResults.Verdict {
    guard let interval = evidence.interval else { return .inconclusive }
    let (low, high) = (interval.low, interval.high)
    let (holds, fails): (Bool, Bool) =
      switch self {
      case .below(let limit): (high < limit, low >= limit)
      case .above(let limit): (low > limit, high <= limit)
      case .within(let distance, let centre):
        (low >= centre - distance && high <= centre + distance, high < centre - distance || low > centre + distance)
      }
    return holds ? .supported : fails ? .contradicted : .inconclusive
  }

  /// The rule for people.
  public func text(isCounted: Bool) -> String {
    let condition =
      switch self {
      case .below(let limit): "below \(Self.number(limit))"
      case .above(let limit): "above \(Self.number(limit))"
      case .within(let distance, let centre): "within \(Self.number(distance)) of \(Self.number(centre))"
      }
    return isCounted
      ? "supported if it is \(condition), contradicted if not"
      : "supported if its 95 % interval is wholly \(condition), contradicted if wholly not, inconclusive otherwise"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e6 ? String(Int(value)) : String(value)
  }
}
