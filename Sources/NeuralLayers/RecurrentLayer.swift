// A recurrence over time with its weights: one layer of a recurrent network.

import TensorCore

/// One layer of a recurrent network: x_t·W + b and h_{t−1}·U, and what the cell makes of them.
///
/// Checkpoints hold it as PyTorch's RNN, LSTM and GRU do: `weight_ih_l0 [G·H, in]`, `weight_hh_l0 [G·H, H]`, and b as the sum of
/// `bias_ih_l0` and `bias_hh_l0`, or, for a cell with a bias b′ of its own for h·U, b and b′ under these names.
public struct RecurrentLayer: Sendable {
  /// W, [inputs, G·H].
  public let inputWeight: Parameter
  /// U, [H, G·H].
  public let recurrentWeight: Parameter
  /// b, [G·H].
  public let bias: Parameter
  /// b′, [G·H]; nil unless the cell `hasRecurrentBias`.
  public let recurrentBias: Parameter?
  /// The cell, traced and compiled.
  public let program: CellProgram
  /// Whether time runs from the last step to the first.
  public let isReversed: Bool

  /// - Parameters:
  ///   - index: The layer's number, from 0.
  ///   - gateBiases: The first values of biases by the gates' names; of those not named, zero.
  public init<Cell: RecurrentCell>(
    _ name: String, index: Int, inputs: Int, width: Int, cell: Cell, isReversed: Bool = false,
    gateBiases: [String: Double] = [:], in layout: inout ParameterLayout
  ) {
    precondition(
      gateBiases.keys.allSatisfy(Cell.gates.contains), "\(Cell.self) has gates \(Cell.gates), not \(gateBiases.keys)")
    program = CellProgram(cell)
    self.isReversed = isReversed
    let suffix = "_l\(index)" + (isReversed ? "_reverse" : "")
    let group = "layer \(index + 1)" + (isReversed ? " backward" : "")
    let gates = Cell.gateCount * width
    // PyTorch's choice for both weights.
    let spread = Initializer.uniform(1 / Double(width).squareRoot())
    inputWeight = layout.add(
      .transposed("\(name).weight_ih\(suffix)"), shape: [inputs, gates], group: group + " input", decays: true,
      initializer: spread)
    recurrentWeight = layout.add(
      .transposed("\(name).weight_hh\(suffix)"), shape: [width, gates], group: group + " recurrent", decays: true,
      initializer: spread)
    let biasNames = ("\(name).bias_ih\(suffix)", "\(name).bias_hh\(suffix)")
    bias = layout.add(
      Cell.hasRecurrentBias ? .same(biasNames.0) : .sum(biasNames.0, biasNames.1), shape: [gates],
      group: group + " input", decays: false,
      initializer: gateBiases.isEmpty ? .zeros : .blocks(Cell.gates.map { gateBiases[$0] ?? 0 }))
    recurrentBias =
      Cell.hasRecurrentBias
      ? layout.add(
        .same(biasNames.1), shape: [gates], group: group + " recurrent", decays: false, initializer: .zeros) : nil
  }

  /// Runs the layer over a sequence, and exposes what it went through as `.states` and, if its cell shows gates, `.gates`; or as
  /// `.reversedStates` and `.reversedGates`.
  /// - Shape: x [T, B, inputs] → states [T, B, H].
  /// - Complexity: see `recurrence`.
  public func callAsFunction<S>(
    _ x: RecurrentInput<S>, from initialState: (state: Variable<S>, memory: Variable<S>?)? = nil
  ) -> RecurrentStates<S> {
    let tape = x.tape
    let run = tape.mixing {
      recurrence(
        x, inputWeight: tape[inputWeight], recurrentWeight: tape[recurrentWeight], bias: tape[bias],
        recurrentBias: recurrentBias.map { tape[$0] }, program: program, reversed: isReversed,
        initialState: initialState)
    }
    if tape.isObserved {
      tape.expose([run.states, run.memories].compactMap { $0 }, as: isReversed ? .reversedStates : .states)
      let gates = run.gates
      if !gates.isEmpty { tape.expose(gates, as: isReversed ? .reversedGates : .gates, labels: program.gateLabels) }
    }
    return run
  }
}

extension ExposedName {
  /// What is handed on from step to step: h, and c where the cell has a memory. [T, B, H] each.
  public static let states = ExposedName("states")
  /// The activated gates of every step, one after the other in the cell's order, labelled "forget gate" where they lie between 0 and 1,
  /// and "candidate" elsewhere. [T, B, H] each.
  public static let gates = ExposedName("gates")
  /// The same as `states` where time runs from the last step to the first.
  public static let reversedStates = ExposedName("reversed states")
  /// The same as `gates` where time runs from the last step to the first.
  public static let reversedGates = ExposedName("reversed gates")
}
