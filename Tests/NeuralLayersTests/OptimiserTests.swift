// The learning rate over a run, clipping, and AdamW by hand. Against PyTorch: see PyTorchFixtureTests.

import Foundation
import NeuralLayers
import TensorCore
import Testing

@Suite("Learning rates and updates")
struct OptimiserTests {
  @Test("The rate rises in equal parts, peaks after the warm-up, and falls by half a cosine to the floor")
  func schedule() {
    let schedule = LearningRateSchedule(peak: 2, warmup: 4, total: 10)
    let rates = (0..<13).map { schedule.rate(at: $0) }
    for step in 0..<4 { #expect(abs(rates[step] - 0.4 * Double(step + 1)) < 1e-15) }
    #expect(rates[4] == 2)
    #expect(abs(rates[7] - 1.1) < 1e-15)  // half-way: the mean of 2 and 0.2
    #expect(abs(rates[6] - (0.2 + 0.9 * (1 + cos(.pi / 3)))) < 1e-15)
    #expect(rates[10...].allSatisfy { abs($0 - 0.2) < 1e-15 })
    for step in 4..<10 { #expect(rates[step + 1] < rates[step]) }
  }

  @Test("Without warm-up the first step has the peak; a run of no steps has the floor")
  func scheduleEdges() {
    #expect(LearningRateSchedule(peak: 3, warmup: 0, total: 5).rate(at: 0) == 3)
    #expect(LearningRateSchedule(peak: 3, warmup: 0, total: 0, floor: 0.5).rate(at: 0) == 1.5)
    #expect(LearningRateSchedule(peak: 3, warmup: 2, total: 2, floor: 0).rate(at: 2) == 0)
    #expect(LearningRateSchedule(peak: 3, warmup: 0, total: 4, floor: 1).rate(at: 2) == 3)
  }

  @Test("Clipping brings a long gradient to the maximum norm, and leaves a short one alone")
  func clipping() {
    var layout = ParameterLayout()
    let parameter = layout.add(.same("p"), shape: [2], group: "p", decays: false, initializer: .zeros)
    let optimizer = AdamW<Double>(AdamWSettings(maximumNorm: 2), for: layout)
    #expect(optimizer.clippingFactor(norm: 0) == 1)
    #expect(optimizer.clippingFactor(norm: 1.9) == 1)
    #expect(optimizer.clippingFactor(norm: .infinity) == 0)
    let gradient = Parameters<Double>(zerosFor: layout)
    gradient[parameter] = Tensor([30, -40], shape: [2])
    #expect(gradient.norm == 50)
    #expect(abs(optimizer.clippingFactor(norm: gradient.norm) * gradient.norm - 2) < 1e-7)
  }

  @Test("AdamW's first two updates are what its equations give; biases do not decay")
  func twoUpdates() {
    var layout = ParameterLayout()
    let weight = layout.add(.same("w"), shape: [1, 1], group: "w", decays: true, initializer: .zeros)
    let bias = layout.add(.same("b"), shape: [1], group: "b", decays: false, initializer: .zeros)
    let (parameters, gradient) = (Parameters<Double>(zerosFor: layout), Parameters<Double>(zerosFor: layout))
    let settings = AdamWSettings(beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.5)
    let optimizer = AdamW<Double>(settings, for: layout)
    var expected = [weight.index: 2.0, bias.index: 2.0]
    for parameter in [weight, bias] { parameters[parameter] = Tensor(repeating: 2, shape: parameter.shape) }
    var (m, v) = (0.0, 0.0)
    for (step, g) in [0.5, -0.25].enumerated() {
      for parameter in [weight, bias] { gradient[parameter] = Tensor(repeating: 2 * g, shape: parameter.shape) }
      optimizer.update(parameters, gradient: gradient, learningRate: 0.1, gradientScale: 0.5)
      m = 0.8 * m + 0.2 * g
      v = 0.9 * v + 0.1 * g * g
      let (meanHat, squareHat) = (m / (1 - pow(0.8, Double(step + 1))), v / (1 - pow(0.9, Double(step + 1))))
      for parameter in [weight, bias] {
        let decay = parameter.decays ? 0.1 * 0.5 * (expected[parameter.index] ?? 0) : 0
        expected[parameter.index]? -= decay + 0.1 * meanHat / (squareHat.squareRoot() + 1e-6)
        #expect(abs(parameters[parameter].scalars[0] - (expected[parameter.index] ?? 0)) < 1e-14)
      }
      #expect(optimizer.step == step + 1)
    }
  }

  @Test("AdamW finds the minimum of a parabola")
  func convergence() {
    var layout = ParameterLayout()
    let point = layout.add(.same("p"), shape: [3], group: "p", decays: false, initializer: .zeros)
    let parameters = Parameters<Float>(zerosFor: layout)
    let optimizer = AdamW<Float>(AdamWSettings(maximumNorm: 100), for: layout)
    let goal = Tensor<Float>([1, -2, 0.5], shape: [3])
    for _ in 0..<600 {
      let (_, gradient) = valueWithGradient(at: parameters) { tape in
        let difference = tape[point] - tape.constant(goal)
        return (difference * difference).sum()
      }
      optimizer.update(parameters, gradient: gradient, learningRate: 0.02, gradientScale: 1)
    }
    #expect(deviation(parameters[point].scalars, from: goal.scalars) < 1e-2)
  }
}
