// Numbers drawn for simulations, the same for the same seed.

import Foundation

/// Whether the long simulations run too; CI sets `SEQLAB_SIMULATIONS`.
let runsSimulations = ProcessInfo.processInfo.environment["SEQLAB_SIMULATIONS"] != nil

/// Draws of a few distributions, by SplitMix64.
struct Simulator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  /// Evenly in 0..<1.
  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((bits ^ bits >> 31) >> 11) / 9_007_199_254_740_992
  }

  /// Normal with mean 0 and deviation 1, by Box and Muller.
  mutating func normal() -> Double { (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }

  /// The share of right ones of some items, each right with this probability.
  mutating func share(_ probability: Double, of items: Int) -> Double {
    Double((0..<items).reduce(0) { sum, _ in sum + (uniform() < probability ? 1 : 0) }) / Double(items)
  }

  /// Between 0 and 1 with a mean and a deviation: a beta distribution, from two gamma ones.
  mutating func beta(mean: Double, deviation: Double) -> Double {
    let weight = mean * (1 - mean) / (deviation * deviation) - 1
    let (one, other) = (gamma(mean * weight), gamma((1 - mean) * weight))
    return one / (one + other)
  }

  /// By Marsaglia and Tsang, 2000.
  private mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(1 - uniform(), 1 / shape) }
    let d = shape - 1.0 / 3
    while true {
      let x = normal()
      let v = pow(1 + x / (9 * d).squareRoot(), 3)
      if v > 0, log(1 - uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
