// What a number of seeds can show: how wide an interval will be, and how often a difference will be told apart.

import Foundation

/// What can be expected of runs in pairs before they are made: the power of Student's test of their differences.
///
/// - Source: Cohen 1988, Statistical Power Analysis for the Behavioral Sciences.
public struct Power: Equatable, Sendable {
  /// Pairs of runs.
  public let seeds: Int
  /// The standard deviation of the difference from seed to seed.
  public let spread: Double
  /// The confidence of the interval.
  public let confidence: Double

  /// - Precondition: at least two seeds, a spread above 0, and a confidence strictly within 0…1.
  public init(seeds: Int, spread: Double, confidence: Double = 0.95) {
    precondition(seeds >= 2 && spread > 0, "Power: \(seeds) seeds with a spread of \(spread)")
    (self.seeds, self.spread, self.confidence) = (seeds, spread, confidence)
  }

  private var freedom: Double { Double(seeds - 1) }
  private var factor: Double { StudentT.quantile((1 + confidence) / 2, freedom: freedom) }

  /// What stands behind ± if the seeds have just this spread: t·s/√n.
  public var halfWidth: Double { factor * spread / Double(seeds).squareRoot() }

  /// How often the interval lies on the right side of zero, if this is the true difference.
  ///
  /// The spread that the seeds show varies, too: with s of its true value, as often as the root of a χ² over its
  /// degrees of freedom is s, the mean must be more than t·s errors above 0.
  /// - Complexity: the normal distribution at 2000 places.
  public func probability(ofFinding difference: Double) -> Double {
    let error = spread / Double(seeds).squareRoot()
    let (threshold, place) = (factor, abs(difference) / error)
    let (steps, widest) = (1000, 1 + 9 / freedom.squareRoot())
    let width = widest / Double(steps)
    // Gauss's rule: two places in each step are as good as the cubic through them.
    let places = [0.5 - 1 / 12.0.squareRoot(), 0.5 + 1 / 12.0.squareRoot()]
    return (0..<steps).reduce(0) { sum, step in
      places.reduce(sum) { sum, part in
        let shown = (Double(step) + part) * width
        return sum + width / 2 * density(shown) * normal(place - threshold * shown)
      }
    }
  }

  /// The difference that is found with a probability, 80 % by custom.
  ///
  /// - Precondition: `probability` is above (1 − confidence) / 2, which is found where there is none, and below 1.
  public func difference(foundWith probability: Double = 0.8) -> Double {
    precondition(probability > (1 - confidence) / 2 && probability < 1, "Power: a probability of \(probability)")
    var (low, high) = (0.0, spread)
    while self.probability(ofFinding: high) < probability { (low, high) = (high, 2 * high) }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if self.probability(ofFinding: middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The fewest seeds that find a difference with a probability; nil if not even `most` do.
  public static func seeds(
    toFind difference: Double, spread: Double, with probability: Double = 0.8, most: Int = 1000
  ) -> Int? {
    func isEnough(_ seeds: Int) -> Bool {
      Power(seeds: seeds, spread: spread).probability(ofFinding: difference) >= probability
    }
    guard isEnough(most) else { return nil }
    // More seeds find more, so that halving finds where they become enough.
    var (few, enough) = (1, most)
    while enough - few > 1 {
      let middle = (few + enough) / 2
      if isEnough(middle) { enough = middle } else { few = middle }
    }
    return enough
  }

  /// The density of √(χ²/ν) at a place above 0.
  private func density(_ place: Double) -> Double {
    let half = freedom / 2
    let logarithm = log(2) + half * log(half) - logGamma(half) + (freedom - 1) * log(place) - half * place * place
    return exp(logarithm)
  }

  /// The standard normal distribution up to a place.
  private func normal(_ place: Double) -> Double { erfc(-place / 2.0.squareRoot()) / 2 }
}
