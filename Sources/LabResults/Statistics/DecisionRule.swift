// The condition under which a claim holds.

/// What a quantity must be for a claim to hold.
public enum DecisionRule: Codable, Equatable, Sendable {
  /// Less than this.
  case below(Double)
  /// More than this.
  case above(Double)
  /// At most so far from a centre.
  case within(Double, of: Double)

  /// The rule for people: "below 0.5", "within 0.1 of 2".
  public var text: String {
    func number(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e6 ? String(Int(value)) : String(value)
    }
    return switch self {
    case .below(let limit): "below \(number(limit))"
    case .above(let limit): "above \(number(limit))"
    case .within(let distance, let centre): "within \(number(distance)) of \(number(centre))"
    }
  }

  /// Whether a number without an error fulfils the rule.
  public func holds(for value: Double) -> Bool {
    switch self {
    case .below(let limit): value < limit
    case .above(let limit): value > limit
    case .within(let distance, let centre): abs(value - centre) <= distance
    }
  }

  /// A count, or a fit to counts, held against the rule.
  public func test(counted value: Double) -> ClaimTest {
    value.isFinite ? .counted(holds: holds(for: value)) : .undecidable
  }

  /// A measurement held against the rule.
  ///
  /// "Within" is supported by two tests at once, one at each end (Schuirmann 1987), and contradicted by one of them.
  public func test(_ measurement: some Testable) -> ClaimTest {
    let (low, high) = ends
    // From each end that there is: how well the measurement fits to "not on the inner side of it", and to "not on the
    // outer one".
    let inner = [low.map(measurement.pValue(above:)), high.map(measurement.pValue(below:))].compactMap(\.self)
    let outer = [low.map(measurement.pValue(below:)), high.map(measurement.pValue(above:))].compactMap(\.self)
    guard let supported = inner.compactMap(\.self).max(), let contradicted = outer.compactMap(\.self).min() else {
      return .undecidable
    }
    return .measured(supported: supported, contradicted: contradicted)
  }

  /// The ends of the range in which the claim holds.
  private var ends: (low: Double?, high: Double?) {
    switch self {
    case .below(let limit): (nil, limit)
    case .above(let limit): (limit, nil)
    case .within(let distance, let centre): (centre - distance, centre + distance)
    }
  }
}
