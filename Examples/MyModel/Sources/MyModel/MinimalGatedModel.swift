// The minimal gated unit: a single gate says how much of the state is written anew, and what the new is made from.

import NeuralLayers
import SequenceKit
import TensorCore

/// z = σ(x_t·W_z + b_z + h_{t−1}·U_z); n = tanh(x_t·W_n + b_n + (z ⊙ h_{t−1})·U_n); h_t = (1 − z) ⊙ h_{t−1} + z ⊙ n.
/// - Source: Zhou et al. 2016, "Minimal gated unit for recurrent neural networks".
struct MinimalGatedCell: RecurrentCell {
  static let gates = ["update", "candidate"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let z = sigmoid(x[0] + u[0])
    let n = tanh(x[1] + u(z * before.state, 1))
    return CellState(before.state + z * (n - before.state), gates: [z, n])
  }
}

/// A stack of minimal gated layers; embedding, layers and head are `RecurrentStack`'s.
struct MinimalGatedModel: RecurrentModel {
  static let identifier = "mgu"
  static let name = "MGU"
  static let summary = "minimal gated unit: one state behind one gate"

  let stack: RecurrentStack<MinimalGatedCell>

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(MinimalGatedCell(), configuration)
  }
}
