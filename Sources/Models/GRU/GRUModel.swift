// The gated recurrent unit: one state, of which gates decide how much is kept.

import NeuralLayers
import SequenceKit
import TensorCore

/// r, z = σ(x_t·W + b + h_{t−1}·U + b′); n = tanh(x_t·W + b + r ⊙ (h_{t−1}·U + b′)); h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}.
/// - Source: Cho et al. 2014; the reset gate behind the product, with a bias of its own: PyTorch's `nn.GRU`.
public struct GRUCell: RecurrentCell {
  public static let gates = ["reset", "update", "candidate"]
  public static let hasRecurrentBias = true

  /// A cell has no settings: the weights are its layer's.
  public init() {}

  public func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (r, z) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]))
    let n = tanh(x[2] + r * u[2])
    return CellState(n + z * (before.state - n), gates: [r, z, n])
  }
}

/// A stack of GRU layers; see `RecurrentStack` for what is around the cell.
public struct GRUModel: RecurrentModel {
  public static let identifier = "gru"
  public static let name = "GRU"
  public static let summary = "GRU: one state behind a reset and an update gate"

  public let stack: RecurrentStack<GRUCell>

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(GRUCell(), configuration)
  }
}
