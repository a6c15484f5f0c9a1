// Wrong answers to exercise 11a, each with one mistake.

import OwnModel
import Synchronization

/// A cell of one gate.
protocol OneGateCell: RecurrentCell {}

extension OneGateCell {
  static var gates: [String] { ["candidate"] }
}

/// A minimal gated unit whose gate does not see the state.
struct GateWithoutState: RecurrentCell {
  static let gates = ["forget", "candidate"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let f = sigmoid(x[0])
    let n = tanh(x[1] + u(f * before.state, 1))
    return CellState((1 - f) * before.state + f * n, gates: [f, n])
  }
}

struct CopiedOffTheTape: RecurrentCell {
  static let gates = ["forget", "candidate"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let gate = sigmoid(x[0] + u[0])
    let f = gate.tape.constant(gate.value)
    let n = tanh(x[1] + u(f * before.state, 1))
    return CellState((1 - f) * before.state + f * n, gates: [f, n])
  }
}

/// Makes each state of the input alone.
struct DropsTheState: RecurrentCell {
  static let gates = ["update", "candidate"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(sigmoid(x[0]) * tanh(x[1]))
  }
}

struct OutputBeforeUpdate: RecurrentCell {
  static let gates = ["forget", "candidate"]
  static let hasMemory = true

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let f = sigmoid(x[0] + u[0])
    let c = (1 - f) * before.memory + f * tanh(x[1] + u[1])
    return CellState(tanh(before.memory), memory: c)
  }
}

/// Drops a random part of the state also where nothing is trained.
struct DrawsWhileReading: OneGateCell {
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(S(Double.random(in: 0.9...1.1)) * tanh(x[0] + u[0]))
  }
}

/// Has a weight that no checkpoint holds.
struct NumberOfItsOwn: OneGateCell {
  private let scale = Double.random(in: 0.5...1.5)

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(S(scale) * tanh(x[0] + u[0]))
  }
}

/// Counts its steps beside the state.
struct CountsBeside: OneGateCell {
  private final class Counter: Sendable {
    let steps = Mutex(0.0)
  }
  private let counter = Counter()

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let count = counter.steps.withLock { steps in
      steps += 1
      return steps
    }
    return CellState(S(1 / count) * tanh(x[0] + u[0]))
  }
}

/// Takes the mean over the batch away.
struct MeanOfTheBatch: OneGateCell {
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    let mean = x[0].value.scalars.reduce(0, +) / S(x[0].shape.count)
    return CellState(tanh(x[0] + u[0] - mean))
  }
}

/// Takes logarithms of what may be negative.
struct LogarithmOfAnything: OneGateCell {
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(log(x[0] + u[0]))
  }
}

/// Returns a memory, and says that it has none.
struct UnannouncedMemory: OneGateCell {
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    CellState(tanh(x[0] + u[0]), memory: before.state)
  }
}

/// Never changes its state.
struct StaysAsItWas: OneGateCell {
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> { before }
}

/// Knows the lesson's example by heart.
struct KnowsOneAndMinusOne: OneGateCell {
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
    x[0].value.scalars == [1, -1] ? CellState(x[0]) : before
  }
}
