// Layer normalisation with a trained gain and bias.

import TensorCore

/// gain ⊙ (x − mean) / √(variance + ε) + bias, over the innermost axis.
/// - Source: Ba, Kiros and Hinton 2016.
public struct LayerNorm: Sendable {
  /// What each feature is multiplied with, [width]; 1 at first.
  public let gain: Parameter
  /// What is added to each feature, [width]; 0 at first.
  public let bias: Parameter
  /// ε, which keeps the quotient finite where all features are equal.
  public let epsilon: Double

  /// The ε of PyTorch and GPT-2.
  public static let usualEpsilon = 1e-5

  /// Declares the gain as `name.weight` and the bias as `name.bias`, which no weight decay applies to.
  public init(
    _ name: String, width: Int, epsilon: Double = usualEpsilon, group: String, in layout: inout ParameterLayout
  ) {
    self.epsilon = epsilon
    gain = layout.add(.same(name + ".weight"), shape: [width], group: group, decays: false, initializer: .constant(1))
    bias = layout.add(.same(name + ".bias"), shape: [width], group: group, decays: false, initializer: .zeros)
  }

  /// - Shape: [.., width] → [.., width].
  public func callAsFunction<S>(_ x: Variable<S>) -> Variable<S> {
    layerNorm(x, gain: x.tape[gain], bias: x.tape[bias], epsilon: S(epsilon))
  }
}
