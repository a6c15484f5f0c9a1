// What stands between the two maps of a Transformer's network.

import TensorCore

/// A function between two linear maps, element by element. The raw values are transformers' names.
public enum Activation: String, CaseIterable, Sendable {
  /// GELU in its tanh form: GPT-2's, and the lab's own, which is fused with the map behind it.
  case gelu = "gelu_new"
  /// GELU by the error function: PyTorch's `nn.GELU()`, and so nanoGPT's.
  case exactGELU = "gelu"
  /// x·σ(1.702·x), a cheap approximation of GELU.
  case quickGELU = "quick_gelu"
  /// max(x, 0).
  case relu
  /// x·σ(x), also called swish.
  case silu
  /// The hyperbolic tangent.
  case tanh

  /// The function that a name of transformers' stands for; nil: none of these.
  ///
  /// Several of its names are one function, apart from rounding.
  public init?(name: String) {
    switch name {
    case "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate": self = .gelu
    case "gelu_python": self = .exactGELU
    case "swish": self = .silu
    default: self.init(rawValue: name)
    }
  }

  /// - Shape: [..] → the same.
  public func callAsFunction<S>(_ x: Variable<S>) -> Variable<S> {
    switch self {
    case .gelu: TensorCore.gelu(x)
    case .exactGELU: TensorCore.exactGELU(x)
    case .quickGELU: x * sigmoid(1.702 * x)
    case .relu: TensorCore.relu(x)
    case .silu: x * sigmoid(x)
    case .tanh: TensorCore.tanh(x)
    }
  }
}
