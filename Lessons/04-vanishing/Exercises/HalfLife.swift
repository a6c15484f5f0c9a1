// Exercise 4b: the half-life of a gradient.
//
// g[k] is the size of the gradient by the word k steps back. If it fades by the same factor at every step, ln g(k) is a line
// that falls: ln g(k) = a − λ·k, and the half-life is ln 2 / λ. Fit the line by least squares over k = 1, 2, …: with the
// means k̄ and ȳ of k and of y = ln g(k),
//
//     slope = Σ (k − k̄)(y − ȳ) / Σ (k − k̄)²,   λ = −slope
//
// Leave out lag 0, which takes no step back, and lags where g is 0. A line that does not fall has no half-life: nil.
//
// Check it:  ./lab check 4b        A hint:  ./lab hint 4b

import Foundation  // for log, the natural logarithm
import Vanishing

enum HalfLife: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    let points = g.indices.map { (k: Double($0), y: log(g[$0])) }
    let (meanK, meanY) = (mean(points.map(\.k)), mean(points.map(\.y)))
    // Yours: the points above are not quite those that count, and the slope is missing.
    let slope = (points[points.count - 1].y - meanY) / (points[points.count - 1].k - meanK)
    return log(2) / -slope
  }

  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
