// A layer around a cell: runs it over time, and walks back.

import LessonTape

/// What a layer hands on: h, and c of a cell with a memory, of every sequence.
struct LayerState: Equatable {
  var h: [[Double]]
  var c: [[Double]]

  static func zero(sequences: Int, width: Int) -> LayerState {
    let zeros = [[Double]](repeating: .init(repeating: 0, count: width), count: sequences)
    return LayerState(h: zeros, c: zeros)
  }
}

/// A cell that has read some sequences.
struct Reading {
  /// [sequence][time][d].
  let states: [[[Double]]]
  let end: LayerState
  /// Whether each step gave h, and c where there is one, of the right size, and showed all gates or none.
  let isWellFormed: Bool

  private let tape: Tape<Double>
  private let steps: [Variable<Double>]
  private let parameters: [(w: Variable<Double>, u: Variable<Double>, b: Variable<Double>)]

  /// Lets a cell read.
  init<C: RecurrentCell>(_ cell: C, _ sample: CellCase) {
    let (tape, rows, width) = (Tape<Double>(), sample.inputs.count, sample.width)
    func rowed(_ values: [[Double]]) -> Variable<Double> {
      tape.constant(Tensor(values.flatMap { $0 }, shape: [values.count, values.first?.count ?? 0]))
    }
    let parameters = sample.weights.map {
      (w: rowed($0.w), u: rowed($0.u), b: tape.constant(Tensor($0.b, shape: [$0.b.count])))
    }
    var state = CellState(rowed(sample.start.h), memory: C.hasMemory ? rowed(sample.start.c) : nil)
    var (steps, isWellFormed): ([Variable<Double>], Bool) = ([], true)
    for time in 0..<sample.length {
      let x = rowed(sample.inputs.map { $0[time] })
      let gates = Gates(blocks: parameters.map { product(x, $0.w) + $0.b })
      let u = RecurrentGates(product: { product($0, parameters[$1].u) }, state: state.state)
      let next = cell.step(gates, u, state)
      isWellFormed =
        isWellFormed && next.state.shape == [rows, width] && (next.storedMemory != nil) == C.hasMemory
        && (next.storedMemory?.shape ?? [rows, width]) == [rows, width]
        && (next.gates.isEmpty || next.gates.count == C.gates.count)
      guard isWellFormed else { break }
      state = next
      steps.append(state.state)
    }
    func unrowed(_ value: Variable<Double>) -> [[Double]] {
      (0..<rows).map { Array(value.elements[$0 * width..<($0 + 1) * width]) }
    }
    states = (0..<rows).map { row in steps.map { unrowed($0)[row] } }
    end = LayerState(
      h: unrowed(state.state),
      c: state.storedMemory.map(unrowed) ?? sample.start.c)
    (self.tape, self.steps, self.parameters, self.isWellFormed) = (tape, steps, parameters, isWellFormed)
  }

  /// A loss that sees every state: their sum, each weighted by another number.
  var loss: Double {
    steps.enumerated().reduce(0) { sum, step in
      zip(step.element.elements, Self.factors(step.offset, step.element.shape.count)).reduce(sum) { $0 + $1.0 * $1.1 }
    }
  }

  /// The gradients of the loss by the weights, by one walk back.
  var gradients: [GateWeights] {
    let all = tape.gradients(
      of: steps.enumerated().map { ($0.element, Self.factors($0.offset, $0.element.shape.count)) })
    func matrix(_ variable: Variable<Double>, _ columns: Int) -> [[Double]] {
      let flat = all[variable.node]
      return stride(from: 0, to: flat.count, by: columns).map { Array(flat[$0..<$0 + columns]) }
    }
    return parameters.map { gate in
      let width = gate.b.shape.count
      return GateWeights(w: matrix(gate.w, width), u: matrix(gate.u, width), b: all[gate.b.node])
    }
  }

  private static func factors(_ time: Int, _ count: Int) -> [Double] {
    (0..<count).map { 0.3 + 0.4 * Double((7 * time + 3 * $0) % 5) }
  }
}
