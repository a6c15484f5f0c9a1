// A score between what guessing gives and what knowing gives.

/// (score − chance) / (ceiling − chance): 0 for one who has forgotten the answer, 1 for one who knows all that can be known.
public struct Skill: Equatable, Sendable {
  /// What was scored.
  public let score: Estimate
  /// The score of the best guess without the answer, and of the best predictor.
  public let chance, ceiling: Double

  /// - Precondition: Chance and ceiling differ.
  public init(_ score: Estimate, chance: Double, ceiling: Double) {
    precondition(chance != ceiling, "Skill: chance and ceiling are both \(chance)")
    (self.score, self.chance, self.ceiling) = (score, chance, ceiling)
  }

  /// The skill of a score.
  public func of(_ score: Double) -> Double { (score - chance) / (ceiling - chance) }
}

extension Skill: Measurement {
  public var mean: Double { of(score.mean) }
  public var values: [Double] { score.values.map(of) }
  public var interval: Interval? {
    score.interval.map { interval in
      let ends = [of(interval.low), of(interval.high)]
      return Interval(low: ends.min() ?? .nan, high: ends.max() ?? .nan)
    }
  }

  public func pValue(above limit: Double) -> Double? {
    // Of an error, less is better: chance lies above the ceiling.
    let place = chance + limit * (ceiling - chance)
    return ceiling > chance ? score.pValue(above: place) : score.pValue(below: place)
  }

  public func pValue(below limit: Double) -> Double? {
    let place = chance + limit * (ceiling - chance)
    return ceiling > chance ? score.pValue(below: place) : score.pValue(above: place)
  }
}
