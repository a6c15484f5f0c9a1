// A solution of exercise 11a: the minimal gated unit.

import OwnModel

public struct OwnCell: RecurrentCell {
  public static let gates = ["forget", "candidate"]

  public init() {}

  public func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let f = sigmoid(x[0] + u[0])
    let n = tanh(x[1] + u(f * before.state, 1))
    return CellState((1 - f) * before.state + f * n, gates: [f, n])
  }
}
