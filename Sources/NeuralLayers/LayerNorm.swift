// Layer normalisation with a trained gain and bias.

import TensorCore

/// gain ⊙ (x − mean) / √(variance + 1e-5) + bias, over the innermost axis.
/// - Source: Ba, Kiros and Hinton 2016.
public struct LayerNorm: Sendable {
  /// What each feature is multiplied with, [width]; 1 at first.
  public let gain: Parameter
  /// What is added to each feature, [width]; 0 at first.
  public let bias: Parameter

  /// Declares the gain as `name.weight` and the bias as `name.bias`, which no weight decay applies to.
  public init(_ name: String, width: Int, group: String, in layout: inout ParameterLayout) {
    gain = layout.add(.same(name + ".weight"), shape: [width], group: group, decays: false, initializer: .constant(1))
    bias = layout.add(.same(name + ".bias"), shape: [width], group: group, decays: false, initializer: .zeros)
  }

  /// - Shape: [.., width] → [.., width].
  public func callAsFunction<S>(_ x: Variable<S>) -> Variable<S> {
    layerNorm(x, gain: x.tape[gain], bias: x.tape[bias])
  }
}
