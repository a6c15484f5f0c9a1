// No gradients, however they are chosen, move a weight beyond its reach; and the worst come close.

import Foundation
import LabKit
import NeuralLayers
import TensorCore
import Testing

@Suite("How far AdamW can move a weight")
struct WeightReachTests {
  private static let all = [
    AdamWSettings(), AdamWSettings(beta1: 0.9, beta2: 0.999), AdamWSettings(beta1: 0.5, beta2: 0.9, weightDecay: 0.5),
    AdamWSettings(beta1: 0, beta2: 0.95),
  ]

  /// The weight after each step, by the rule in Double and nothing of the lab's.
  private func weights(_ gradients: [Double], rate: Double, _ settings: AdamWSettings, first: Double) -> [Double] {
    var (mean, square, weight) = (0.0, 0.0, first)
    return gradients.enumerated().map { index, gradient in
      mean = settings.beta1 * mean + (1 - settings.beta1) * gradient
      square = settings.beta2 * square + (1 - settings.beta2) * gradient * gradient
      let corrected = mean / (1 - pow(settings.beta1, Double(index + 1)))
      let scale = (square / (1 - pow(settings.beta2, Double(index + 1)))).squareRoot() + settings.epsilon
      weight -= rate * settings.weightDecay * weight + rate * corrected / scale
      return weight
    }
  }

  @Test("random gradients of all sizes stay within", arguments: all)
  func within(_ settings: AdamWSettings) {
    var generator = SeededGenerator(seed: 1)
    for rate in [1e-3, 1, 300] {
      for _ in 0..<50 {
        let gradients = (0..<100).map { _ in
          pow(10, 12 * generator.uniform() - 6) * (generator.uniform() < 0.9 ? -1 : 1)
        }
        for (index, weight) in weights(gradients, rate: rate, settings, first: 0.5).enumerated() {
          let reach = WeightReach(first: 0.5, steps: index + 1, rate: rate, settings: settings)
          #expect(abs(weight) <= reach.bound, "rate \(rate), step \(index + 1)")
        }
      }
    }
  }

  @Test("the gradients that move it most come within a hundredth or so", arguments: all.prefix(2))
  func worst(_ settings: AdamWSettings) {
    // Where Cauchy and Schwarz are equal: gradients that grow by β₂/β₁ from step to step.
    for count in [1, 2, 10, 60] {
      let gradients = (0..<count).map { -1e6 * pow(settings.beta2 / settings.beta1, Double($0)) }
      var plain = settings
      plain.weightDecay = 0
      let path = [0] + weights(gradients, rate: 1, plain, first: 0)
      let reach = WeightReach(first: 0, steps: 1, rate: 1, made: count - 1, settings: plain)
      let move = path[count] - path[count - 1]
      #expect(move <= reach.bound && move > 0.98 * reach.bound, "\(count): \(move) of \(reach.bound)")
    }
  }
}
