// Cells that the tests run: the lab's own, and others of every kind that can be written.

import GRU
import LSTM
import TensorCore
import VanillaRNN

/// The cells by name, each compiled once.
enum TestCell: String, CaseIterable, Sendable {
  case tanh, lstm, gru
  /// Two gates without a memory; products with a value of the step: in a new gate, and in the old form of the GRU.
  case gated, minimal, firstGRU
  /// The step's output is its input; a share of the state stays; the state is added to.
  case linear, leaky, residual
  /// Functions whose gradients need their arguments, quotients, and a product used twice.
  case curved, quotient, twice
  /// A product with the memory, and with the new state; a memory that the state is not made of.
  case memoryProduct, second, apart
  /// Every gate is shown, none in its own place.
  case shown

  private static let programs: [TestCell: CellProgram] = [
    .tanh: CellProgram(VanillaRNNCell()), .lstm: CellProgram(LSTMCell()), .gru: CellProgram(GRUCell()),
    .gated: CellProgram(GatedCell()), .minimal: CellProgram(MinimalCell()), .firstGRU: CellProgram(FirstGRUCell()),
    .linear: CellProgram(LinearCell()), .leaky: CellProgram(LeakyCell()), .residual: CellProgram(ResidualCell()),
    .curved: CellProgram(CurvedCell()), .quotient: CellProgram(QuotientCell()), .twice: CellProgram(TwiceCell()),
    .memoryProduct: CellProgram(MemoryProductCell()), .second: CellProgram(SecondCell()),
    .apart: CellProgram(ApartCell()), .shown: CellProgram(ShownCell()),
  ]

  var program: CellProgram { Self.programs[self] ?? CellProgram(LinearCell()) }
  var gateCount: Int { program.gates.count }
  var hasMemory: Bool { [.lstm, .memoryProduct, .apart].contains(self) }
  var hasRecurrentBias: Bool { [.gru, .firstGRU].contains(self) }
}

/// h = σ(a₀)·tanh(a₁).
private struct GatedCell: RecurrentCell {
  static let gates = ["gate", "candidate"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (gate, candidate) = (sigmoid(x[0] + u[0]), tanh(x[1] + u[1]))
    return CellState(gate * candidate, gates: [gate, candidate])
  }
}

/// The minimal gated unit: f = σ(a₀), h̃ = tanh(x₁ + (f ⊙ h)·U₁), h = (1 − f) ⊙ h + f ⊙ h̃ (Zhou et al. 2016).
private struct MinimalCell: RecurrentCell {
  static let gates = ["forget", "candidate"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let f = sigmoid(x[0] + u[0])
    let candidate = tanh(x[1] + u(f * before.state, 1))
    return CellState((1 - f) * before.state + f * candidate, gates: [f, candidate])
  }
}

/// The GRU as Cho et al. 2014 have it: n = tanh(x₂ + (r ⊙ h)·U₂).
private struct FirstGRUCell: RecurrentCell {
  static let gates = ["reset", "update", "candidate"]
  static let hasRecurrentBias = true

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (r, z) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]))
    let n = tanh(x[2] + u(r * before.state, 2))
    return CellState(z * before.state + (1 - z) * n, gates: [r, z, n])
  }
}

private struct LinearCell: RecurrentCell {
  static let gates = ["state"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> { CellState(x[0] + u[0]) }
}

private struct LeakyCell: RecurrentCell {
  static let gates = ["state"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let candidate = tanh(x[0] + u[0])
    return CellState(0.7 * before.state + 0.3 * candidate, gates: [candidate])
  }
}

private struct ResidualCell: RecurrentCell {
  static let gates = ["state"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(before.state + 0.25 * gelu(u[0] - x[0]))
  }
}

private struct CurvedCell: RecurrentCell {
  static let gates = ["a", "b", "c"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (a, b) = (gelu(x[0] + u[0]), relu(x[1] + u[1] + 0.3))
    let c = exp(-(x[2] * x[2])) - log(squareRoot(u[2] * u[2] + 1) + 1)
    return CellState(0.5 * tanh(a - b * c), gates: [a, b, c])
  }
}

private struct QuotientCell: RecurrentCell {
  static let gates = ["share", "other"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (one, other) = (exp(0.3 * (x[0] + u[0])), exp(0.3 * (x[1] + u[1])))
    return CellState((one - other) / (one + other) + 0.1 * before.state)
  }
}

private struct TwiceCell: RecurrentCell {
  static let gates = ["a", "b"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let a = tanh(x[0] + u[0]) * sigmoid(u[0])
    return CellState(a + 0.2 * x[0] * tanh(x[1] + u[1]))
  }
}

private struct MemoryProductCell: RecurrentCell {
  static let gates = ["keep", "candidate"]
  static let hasMemory = true

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let keep = sigmoid(x[0] + u(before.memory, 0))
    let c = keep * before.memory + tanh(x[1] + u[1])
    return CellState(tanh(c) - 0.5 * before.state, memory: c)
  }
}

/// A second product, of the first one's result.
private struct SecondCell: RecurrentCell {
  static let gates = ["first", "second", "third"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let first = tanh(x[0] + u[0])
    let second = tanh(x[1] + u(first, 1))
    let third = sigmoid(x[2] + u(first * second, 2))
    return CellState(third * second + 0.2 * first, gates: [first, second, third])
  }
}

private struct ApartCell: RecurrentCell {
  static let gates = ["a"]
  static let hasMemory = true

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let a = tanh(x[0] + u[0])
    return CellState(a, memory: 0.5 * before.memory + a * a)
  }
}

private struct ShownCell: RecurrentCell {
  static let gates = ["a", "b"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (a, b) = (tanh(x[0] + u[0]), sigmoid(x[1] + u[1]))
    let h = a * b
    return CellState(h, gates: [b, h])
  }
}
