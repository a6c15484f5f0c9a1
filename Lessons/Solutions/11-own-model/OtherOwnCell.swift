// Exercise 11a two other ways: an LSTM that forgets what it writes over, with a kink; and the simplest there is.

import OwnModel

struct OtherOwnCell: RecurrentCell {
  static let gates = ["input", "candidate", "output"]
  static let hasMemory = true

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let (i, o) = (sigmoid(u[0] + x[0]), sigmoid(u[2] + x[2]))
    let g = relu(x[1] + u[1]) - 0.1 * (x[1] + u[1])
    let c = before.memory + i * (g - before.memory)
    return CellState(o * c / (c * c + 1), memory: c, gates: [i, g, o])
  }
}

/// A vanilla RNN with `relu`, whose units are often silent.
struct SilentUnits: RecurrentCell {
  static let gates = ["state"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(relu(x[0] + u[0]))
  }
}
