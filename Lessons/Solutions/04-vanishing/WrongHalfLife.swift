// Wrong answers to exercise 4b, each with one mistake.

import Foundation
import Vanishing

/// The slope of the best line, from a lag on.
private func slope(_ g: [Double], from first: Int = 1, _ y: (Double) -> Double) -> Double {
  let points = g.indices.dropFirst(first).filter { g[$0] > 0 }.map { (k: Double($0), y: y(g[$0])) }
  let (k, mean) = (HalfLife.mean(points.map(\.k)), HalfLife.mean(points.map(\.y)))
  return points.reduce(0) { $0 + ($1.k - k) * ($1.y - mean) } / points.reduce(0) { $0 + ($1.k - k) * ($1.k - k) }
}

/// Nil where the slope does not fall.
private func positive(_ halfLife: Double) -> Double? { halfLife > 0 ? halfLife : nil }

/// Fits a line to g itself.
enum LineThroughG: Fading {
  static func halfLife(of g: [Double]) -> Double? { positive(log(2) / -slope(g) { $0 }) }
}

enum OneOverLambda: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    let fit = HalfLife.halfLife(of: g)
    return fit.map { $0 / log(2) }
  }
}

/// Mixes the logarithm to base 10 with the natural one.
enum MixesLogarithms: Fading {
  static func halfLife(of g: [Double]) -> Double? { positive(log(2) / -slope(g, log10)) }
}

enum FromLagZero: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    let fit = HalfLife.halfLife(of: [1] + g)
    return fit
  }
}

/// Takes the logarithm of 0.
enum LogOfZero: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    HalfLife.halfLife(of: g.map { max($0, .leastNonzeroMagnitude) }).map { g.contains(0) ? .nan : $0 }
  }
}

/// Gives a half-life to what grows.
enum NegativeHalfLife: Fading {
  static func halfLife(of g: [Double]) -> Double? { log(2) / -slope(g, log) }
}

/// Looks at the first and the last lag alone.
enum BothEnds: Fading {
  static func halfLife(of g: [Double]) -> Double? {
    let lags = g.indices.dropFirst().filter { g[$0] > 0 }
    guard let first = lags.first, let last = lags.last, last > first, g[last] < g[first] else { return nil }
    return Double(last - first) * log(2) / (log(g[first]) - log(g[last]))
  }
}

/// Says 1 for every curve.
enum AlwaysOne: Fading {
  static func halfLife(of g: [Double]) -> Double? { 1 }
}

/// Knows the lesson's example by heart.
enum KnowsTheCurve: Fading {
  static func halfLife(of g: [Double]) -> Double? { g == [3, 1, 0.5, 0.25] ? 1 : 2 }
}
