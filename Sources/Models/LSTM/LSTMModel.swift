// The long short-term memory: a state that gates protect.

import NeuralLayers
import SequenceKit
import TensorCore

/// i, f, g, o = σ, σ, tanh, σ of (x_t·W + b + h_{t−1}·U); c_t = f ⊙ c_{t−1} + i ⊙ g; h_t = o ⊙ tanh(c_t).
/// - Source: Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber and Cummins 2000.
public struct LSTMCell: RecurrentCell {
  public static let gates = ["input", "forget", "candidate", "output"]
  public static let hasMemory = true

  /// A cell has no settings: the weights are its layer's.
  public init() {}

  public func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (i, f) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]))
    let (g, o) = (tanh(x[2] + u[2]), sigmoid(x[3] + u[3]))
    let c = f * before.memory + i * g
    return CellState(o * tanh(c), memory: c, gates: [i, f, g, o])
  }
}

/// A stack of LSTM layers; see `RecurrentStack` for what is around the cell.
///
/// The forget gate's bias starts at `forgetBias`: at 1 the memory starts with a half-life of about two steps.
/// - Source: the bias, Jozefowicz, Zaremba and Sutskever 2015.
public struct LSTMModel: RecurrentModel {
  public static let identifier = "lstm"
  public static let name = "LSTM"
  public static let summary = "LSTM: a memory cell behind input, forget and output gates"

  public let stack: RecurrentStack<LSTMCell>

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(LSTMCell(), configuration)
  }
}
