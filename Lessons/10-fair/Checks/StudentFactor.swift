// t of Student's distribution, for intervals of 95 %.

import Foundation

/// How many errors wide a 95 % interval is to each side, where the spread was told from the same few values: 4.303
/// for 2 degrees of freedom, nearly 1.96 for very many.
/// - Parameter freedom: n − 1 for n values; at least 1.
public func studentFactor(freedom: Int) -> Double {
  precondition(freedom >= 1, "studentFactor: \(freedom) degrees of freedom")
  return freedom < known.count ? known[freedom] : factor(freedom)
}

/// The first ones, found once; none for 0.
private let known = [Double.nan] + (1..<40).map(factor)

private func factor(_ freedom: Int) -> Double {
  var (low, high) = (1.9, 13.0)
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if probability(within: middle, freedom) < 0.95 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// P(|T| ≤ t), a finite sum of powers of a cosine: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3
/// and 26.7.4.
private func probability(within t: Double, _ freedom: Int) -> Double {
  let angle = atan(t / Double(freedom).squareRoot())
  let (sine, cosine) = (sin(angle), cos(angle))
  let isEven = freedom % 2 == 0
  var term = isEven ? 1 : cosine
  var sum = freedom == 1 ? 0 : term
  for power in stride(from: isEven ? 2 : 3, through: freedom - 2, by: 2) {
    term *= cosine * cosine * Double(power - 1) / Double(power)
    sum += term
  }
  return isEven ? sine * sum : (angle + sine * sum) * 2 / .pi
}
