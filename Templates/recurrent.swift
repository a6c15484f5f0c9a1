// Made by ./lab new-model; while this line is here, ./lab remove-model takes the model away again.

import NeuralLayers
import SequenceKit
import TensorCore

/// Say here what the cell computes, as an equation.
public struct __NAME__Cell: RecurrentCell {
  /// One name for each gate, in order. The bias of a gate called "forget" starts at 1, that of any other at 0.
  public static let gates = ["forget", "candidate"]

  public init() {}

  /// One step in time. All values are matrices [batch, width], and + - * / and functions act on each of their numbers.
  ///
  ///     x[0], x[1] …       what comes in, times the weights of gate 0, 1 …, and the gate's bias
  ///     u[0], u[1] …       the state before, times the recurrent weights of gate 0, 1 …
  ///     u(value, 1)        any other value, such as `f * before.state`, times the recurrent weights of gate 1
  ///     before.state       the state before
  ///     before.memory      a second state, of a cell that says `public static let hasMemory = true`
  ///
  /// Return the state after: `CellState(h)`, or `CellState(h, gates: [f, n])` with the activated gates, which reports then
  /// show; with a second state, `CellState(h, memory: c, gates: …)`. Sources/Models/GRU and LSTM are examples.
  public func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    before.notYet("write the step of __NAME__Cell in Sources/Models/__NAME__/__NAME__Model.swift")
  }
}

/// A stack of __NAME__ layers; see `RecurrentStack` for what is around the cell.
public struct __NAME__Model: RecurrentModel {
  public static let identifier = "__IDENTIFIER__"
  public static let name = "__NAME__"
  public static let summary = "__NAME__: say here what it is, in a line"

  public let stack: RecurrentStack<__NAME__Cell>

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    stack = try RecurrentStack(__NAME__Cell(), configuration)
  }
}
