// The optimiser: Adam with decoupled weight decay, and clipping of the global gradient norm.

import TensorCore

/// The settings of AdamW.
public struct AdamWSettings: Codable, Equatable, Sendable {
  /// β₁: how much of the mean of gradients each step keeps, in 0..<1.
  public var beta1: Double
  /// β₂: how much of the mean of squared gradients each step keeps, in 0..<1.
  public var beta2: Double
  /// ε: what keeps the division by √v̂ finite where gradients are zero.
  public var epsilon: Double
  /// The rate at which weights (not biases and gains) decay, relative to the learning rate.
  public var weightDecay: Double
  /// The norm that the whole gradient is scaled down to where it is longer.
  public var maximumNorm: Double

  /// The settings; the defaults are those that training in this lab uses.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0.01,
    maximumNorm: Double = 1
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.maximumNorm = maximumNorm
  }
}

/// AdamW: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²; p ← p − ηλp − η·m̂ / (√v̂ + ε), with m̂ and v̂ corrected for their start at 0.
/// - Source: Loshchilov and Hutter 2019; clipping as Pascanu et al. 2013.
public final class AdamW<Scalar: TensorScalar> {
  /// The same for all steps; the learning rate, which moves, comes with each update.
  public let settings: AdamWSettings
  /// Updates made so far.
  public var step = 0
  /// The running means of gradients and of their squares.
  public let firstMoment, secondMoment: Parameters<Scalar>

  /// An optimiser that has made no step: both moments are zero.
  public init(_ settings: AdamWSettings, for layout: ParameterLayout) {
    self.settings = settings
    firstMoment = Parameters(zerosFor: layout)
    secondMoment = Parameters(zerosFor: layout)
  }

  /// The factor that brings a gradient of the given norm within the maximum.
  public func clippingFactor(norm: Double) -> Double { min(1, settings.maximumNorm / (norm + 1e-6)) }

  /// Makes one update.
  /// - Parameters:
  ///   - gradientScale: A factor for the gradient: `clippingFactor(norm:)`.
  /// - Complexity: O(parameters) time; two numbers a parameter are kept.
  public func update(
    _ parameters: Parameters<Scalar>, gradient: Parameters<Scalar>, learningRate: Double, gradientScale: Double
  ) {
    step += 1
    let correction1 = 1 - power(settings.beta1, step)
    let correction2 = 1 - power(settings.beta2, step)
    for parameter in parameters.layout.parameters {
      parameters.adamWStep(
        parameter, gradient: gradient, firstMoment, secondMoment,
        coefficients: [
          gradientScale, learningRate, settings.beta1, settings.beta2, settings.epsilon,
          parameter.decays ? settings.weightDecay : 0, correction1, correction2,
        ])
    }
  }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}

extension Parameters {
  fileprivate func adamWStep(
    _ parameter: Parameter, gradient: Parameters, _ first: Parameters, _ second: Parameters, coefficients: [Double]
  ) {
    let (offset, c) = (parameter.offset, coefficients.map { Scalar($0) })
    Scalar.kernels.adamW(
      base + offset, gradient.base + offset, first.base + offset, second.base + offset, parameter.shape.count, c[0],
      c[1], c[2], c[3], c[4], c[5], c[6], c[7])
  }
}
