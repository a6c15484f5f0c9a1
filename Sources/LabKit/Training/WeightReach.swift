// How far training can have moved a weight: beyond that, something else has.

import Foundation
import NeuralLayers

/// A bound on every weight, from the optimiser's own rule.
///
/// A step of AdamW moves a weight w to (1 − ηλ)·w − η·m̂/(√v̂ + ε). With gᵢ the gradients so far, by Cauchy and Schwarz
/// |m̂|/√v̂ ≤ (1 − β₁)/(1 − β₁ᵗ) · √((1 − β₂ᵗ)/(1 − β₂) · Σ_{j<t} (β₁²/β₂)ʲ), whatever they were.
public struct WeightReach: Equatable, Sendable {
  /// What no weight is beyond.
  public let bound: Double

  /// - Parameters:
  ///   - first: The largest weight before the first of the steps.
  ///   - steps: How many steps there were.
  ///   - rate: The largest learning rate among them.
  ///   - made: How many steps the optimiser had made before.
  public init(first: Double, steps: Int, rate: Double, made: Int = 0, settings: AdamWSettings) {
    guard steps > 0 else {
      bound = first
      return
    }
    let move = rate * Self.largestRatio(settings, from: made + 1, through: made + steps)
    let growth = max(1, abs(1 - rate * settings.weightDecay))
    let count = Double(steps)
    let power = pow(growth, count)
    let moved = growth == 1 ? move * count : move * (power - 1) / (growth - 1)
    // Rounding of so many steps is far below a hundredth.
    let sum = 1.01 * (first * power + moved)
    bound = sum.isNaN ? .infinity : sum
  }

  /// The largest |m̂|/√v̂ in some steps, counted from 1.
  static func largestRatio(_ settings: AdamWSettings, from first: Int, through last: Int) -> Double {
    let (b1, b2) = (settings.beta1, settings.beta2)
    let ratio = b1 * b1 / b2
    guard b2 > 0, b2 < 1, ratio < 1 else { return .infinity }
    func bound(_ t: Double) -> Double {
      (1 - b1) / (1 - pow(b1, t)) * ((1 - pow(b2, t)) / (1 - b2) * (1 - pow(ratio, t)) / (1 - ratio)).squareRoot()
    }
    // It has settled after some thousand steps, for any β that people use.
    return (first...min(last, first + 10_000)).reduce(0) { max($0, bound(Double($1))) }
  }
}
