// Student's t distribution, by the regularised incomplete beta function.

import Foundation

/// Student's t distribution, which the mean of a few normal values follows.
public enum StudentT {
  /// The probability of a value up to `t` with `freedom` degrees of freedom.
  ///
  /// P(T ≤ t) = 1 − I_x(ν/2, ½)/2 for t ≥ 0, with x = ν/(ν + t²).
  /// - Precondition: `freedom` > 0.
  public static func cumulative(_ t: Double, freedom: Double) -> Double {
    precondition(freedom > 0, "StudentT: \(freedom) degrees of freedom")
    let tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return t < 0 ? tail : 1 - tail
  }

  /// The value below which lies the `probability`, such as 4.30265 for 0.975 and 2 degrees of freedom.
  ///
  /// The relative error is about 1e-12.
  /// - Precondition: `probability` is strictly within 0…1, and `freedom` > 0.
  public static func quantile(_ probability: Double, freedom: Double) -> Double {
    precondition(probability > 0 && probability < 1, "StudentT: the probability \(probability) is not within 0…1")
    if probability < 0.5 { return -quantile(1 - probability, freedom: freedom) }
    if probability == 0.975, let few = Int(exactly: freedom), usual.indices.contains(few) { return usual[few] }
    return upperQuantile(probability, freedom)
  }

  /// Those of 95 % intervals from a few runs, by degrees of freedom, which simulations ask for millions of times.
  private static let usual = [.nan] + (1...30).map { upperQuantile(0.975, Double($0)) }

  /// Found by Newton's steps from 0, which never pass it, for the curve bends down.
  private static func upperQuantile(_ probability: Double, _ freedom: Double) -> Double {
    let front = logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - 0.5 * log(freedom * .pi)
    var t = 0.0
    while true {
      let density = exp(front - (freedom + 1) / 2 * log1p(t * t / freedom))
      let step = (probability - cumulative(t, freedom: freedom)) / density
      guard step > 1e-14 * t, step.isFinite else { return t }
      t += step
    }
  }
}

/// The regularised incomplete beta function I_x(a, b), by Lentz's method for its continued fraction.
///
/// - Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8.
package func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  // The fraction converges fast only on this side; the function is symmetric.
  if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
  let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
  let tiny = 1e-300
  func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var d = 1 / away(1 - (a + b) * x / (a + 1))
  var (c, fraction) = (1.0, d)
  for step in 1...1000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if abs(d * c - 1) < 1e-15 { break }
  }
  return front * fraction
}

/// The logarithm of the gamma function for positive numbers, by Lanczos' approximation (g = 7, nine terms).
///
/// - Source: Lanczos, A Precision Approximation of the Gamma Function, 1964.
package func logGamma(_ x: Double) -> Double {
  let coefficients = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if x < 0.5 { return log(Double.pi / sin(Double.pi * x)) - logGamma(1 - x) }
  var sum = 0.99999999999980993
  for (index, coefficient) in coefficients.enumerated() { sum += coefficient / (x + Double(index)) }
  let shifted = x + 6.5
  return 0.5 * log(2 * Double.pi) + (x - 0.5) * log(shifted) - shifted + log(sum)
}
