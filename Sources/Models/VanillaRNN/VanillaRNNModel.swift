// The vanilla recurrent network: one state, handed on from step to step.

import NeuralLayers
import SequenceKit
import TensorCore

/// h_t = tanh(x_t·W + b + h_{t−1}·U).
/// - Source: Elman, "Finding structure in time", 1990.
public struct VanillaRNNCell: RecurrentCell {
  public static let gates = ["state"]

  /// A cell has no settings: the weights are its layer's.
  public init() {}

  public func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(tanh(x[0] + u[0]))
  }
}

/// A stack of Elman layers; see `RecurrentStack` for what is around the cell.
public struct VanillaRNNModel: RecurrentModel {
  public static let identifier = "rnn"
  public static let name = "RNN"
  public static let summary = "vanilla RNN: one tanh state, handed on from step to step"

  public let stack: RecurrentStack<VanillaRNNCell>

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(VanillaRNNCell(), configuration)
  }
}
