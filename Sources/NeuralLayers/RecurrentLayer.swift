// A recurrence over time with its weights: one layer of an RNN or an LSTM.

import TensorCore

/// One layer of a recurrent network: a_t = x_t·W + h_{t−1}·U + b, and the cell's state from a_t.
///
/// Checkpoints hold it as PyTorch's RNN and LSTM do: `weight_ih_l0 [G·H, in]`, `weight_hh_l0 [G·H, H]`, and b as the sum of
/// `bias_ih_l0` and `bias_hh_l0`.
public struct RecurrentLayer<Cell: RecurrentCell>: Sendable {
  public let inputWeight: Parameter  // W [inputs, G·H]
  public let recurrentWeight: Parameter  // U [H, G·H]
  public let bias: Parameter  // b [G·H]
  public let cell: Cell
  /// Whether time runs from the last step to the first.
  public let isReversed: Bool

  /// - Parameters:
  ///   - index: The layer's number, from 0.
  ///   - gateBiases: The first value of the bias, gate by gate; empty for zeros.
  public init(
    _ name: String, index: Int, inputs: Int, width: Int, cell: Cell, isReversed: Bool = false,
    gateBiases: [Double] = [], in layout: inout ParameterLayout
  ) {
    self.cell = cell
    self.isReversed = isReversed
    let suffix = "_l\(index)" + (isReversed ? "_reverse" : "")
    let group = "layer \(index + 1)" + (isReversed ? " backward" : "")
    let gates = cell.gateCount * width
    // PyTorch's choice for both weights.
    let spread = Initializer.uniform(1 / Double(width).squareRoot())
    inputWeight = layout.add(
      .transposed("\(name).weight_ih\(suffix)"), shape: [inputs, gates], group: group + " input", decays: true,
      initializer: spread)
    recurrentWeight = layout.add(
      .transposed("\(name).weight_hh\(suffix)"), shape: [width, gates], group: group + " recurrent", decays: true,
      initializer: spread)
    bias = layout.add(
      .sum("\(name).bias_ih\(suffix)", "\(name).bias_hh\(suffix)"), shape: [gates], group: group + " input",
      decays: false, initializer: gateBiases.isEmpty ? .zeros : .blocks(gateBiases))
  }

  /// Runs the layer over a sequence, and exposes what it went through as `.states` and, if it has gates, `.gates`; or as
  /// `.reversedStates` and `.reversedGates`.
  /// - Shape: x [T, B, inputs] → states [T, B, H].
  /// - Complexity: see `recurrence`.
  public func callAsFunction<S>(
    _ x: RecurrentInput<S>, from initialState: (state: Variable<S>, memory: Variable<S>?)? = nil
  ) -> RecurrentStates<S> {
    let run = recurrence(
      x, inputWeight: x.tape[inputWeight], recurrentWeight: x.tape[recurrentWeight], bias: x.tape[bias], cell: cell,
      reversed: isReversed, initialState: initialState)
    if x.tape.isObserved {
      x.tape.expose([run.states, run.memories].compactMap { $0 }, as: isReversed ? .reversedStates : .states)
      if let gates = run.gates { x.tape.expose([gates], as: isReversed ? .reversedGates : .gates) }
    }
    return run
  }
}

extension ExposedName {
  /// What is handed on from step to step: h, and c where the cell has a memory. [T, B, H] each.
  public static let states = ExposedName("states")
  /// The activated gates of every step, side by side in the cell's order: i, f, g, o for an LSTM. [T, B, G·H]
  public static let gates = ExposedName("gates")
  /// The same as `states` where time runs from the last step to the first.
  public static let reversedStates = ExposedName("reversed states")
  /// The same as `gates` where time runs from the last step to the first.
  public static let reversedGates = ExposedName("reversed gates")
}
