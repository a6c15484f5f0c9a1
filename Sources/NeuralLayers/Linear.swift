// An affine map.

import TensorCore

/// x·W + b, with W [inputs, outputs].
/// - Complexity: 2·rows·inputs·outputs operations; keeps the result.
public struct Linear: Sendable {
  /// W, [inputs, outputs].
  public let weight: Parameter
  /// b, [outputs].
  public let bias: Parameter

  /// - Parameters:
  ///   - name: The layer's name in checkpoints, to which ".weight" and ".bias" are added.
  ///   - isTransposedInCheckpoint: Whether checkpoints hold the weight as [outputs, inputs], as PyTorch's Linear does.
  public init(
    _ name: String, inputs: Int, outputs: Int, initializer: Initializer, isTransposedInCheckpoint: Bool, group: String,
    in layout: inout ParameterLayout
  ) {
    let weightName = name + ".weight"
    weight = layout.add(
      isTransposedInCheckpoint ? .transposed(weightName) : .same(weightName), shape: [inputs, outputs], group: group,
      decays: true, initializer: initializer)
    bias = layout.add(.same(name + ".bias"), shape: [outputs], group: group, decays: false, initializer: .zeros)
  }

  /// x·W + b, and `addend` on top if there is one.
  /// - Shape: [.., inputs] → [.., outputs].
  public func callAsFunction<S>(_ x: Variable<S>, adding addend: Variable<S>? = nil) -> Variable<S> {
    linear(x, x.tape[weight], bias: x.tape[bias], adding: addend)
  }

  /// gelu(x)·W + b, and `addend` on top if there is one, without keeping gelu(x).
  /// - Shape: [.., inputs] → [.., outputs].
  public func callAsFunction<S>(applyingGELUTo x: Variable<S>, adding addend: Variable<S>? = nil) -> Variable<S> {
    geluLinear(x, x.tape[weight], bias: x.tape[bias], adding: addend)
  }
}
