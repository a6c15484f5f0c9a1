// The bidirectional recurrent network: one state from the left, one from the right.

import NeuralLayers
import SequenceKit
import TensorCore

/// →h_t = tanh(x_t·→W + →b + →h_{t−1}·→U), and ←h_t the same from right to left.
public struct BidirectionalRNNCell: RecurrentCell {
  public static let gates = ["state"]

  /// A cell has no settings: the weights are its layer's.
  public init() {}

  public func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(tanh(x[0] + u[0]))
  }
}

/// A forward and a backward stack of Elman layers over the same embeddings; see `RecurrentStack` for how they meet.
///
/// Every position is a blank to fill, from the states on either side. It gives no probability of a whole text, and cannot be read
/// step by step. `core.weight_ih_l1` is [H, H] for want of a layer that reads both stacks, where a bidirectional `nn.RNN` of two
/// layers has [H, 2H]; with one layer, the shapes agree.
/// - Source: Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997.
public struct BidirectionalRNNModel: RecurrentModel {
  public static let identifier = "birnn"
  public static let name = "bi-RNN"
  public static let summary = "bidirectional RNN: fills a blank from a state on either side"
  public static let sight = Sight.around
  public static let leftSided: String? = "rnn"

  public let stack: RecurrentStack<BidirectionalRNNCell>

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(BidirectionalRNNCell(), configuration, isBidirectional: true)
  }
}
