// A layer around a cell: runs it over time, and walks back.

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
    func rowed(_ values: [[Double]]) -> Variable<Double> { tape.constant(values.flatMap { $0 }) }
    let parameters = sample.weights.map { (w: rowed($0.w), u: rowed($0.u), b: tape.constant($0.b)) }
    var state = CellState(rowed(sample.start.h), memory: C.hasMemory ? rowed(sample.start.c) : nil)
    var (steps, isWellFormed): ([Variable<Double>], Bool) = ([], true)
    for time in 0..<sample.length {
      let x = rowed(sample.inputs.map { $0[time] })
      let gates = Gates(blocks: parameters.map { x.times($0.w, rows: rows) + $0.b.repeated(rows) })
      let u = RecurrentGates(product: { $0.times(parameters[$1].u, rows: rows) }, state: state.state)
      let next = cell.step(gates, u, state)
      isWellFormed =
        isWellFormed && next.state.value.count == rows * width && (next.storedMemory != nil) == C.hasMemory
        && (next.storedMemory?.value.count ?? rows * width) == rows * width
        && (next.gates.isEmpty || next.gates.count == C.gates.count)
      guard isWellFormed else { break }
      state = next
      steps.append(state.state)
    }
    func unrowed(_ value: Variable<Double>) -> [[Double]] {
      (0..<rows).map { Array(value.value[$0 * width..<($0 + 1) * width]) }
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
      zip(step.element.value, Self.factors(step.offset, step.element.value.count)).reduce(sum) { $0 + $1.0 * $1.1 }
    }
  }

  /// The gradients of the loss by the weights, by one walk back.
  var gradients: [GateWeights] {
    let all = tape.gradients(
      of: steps.enumerated().map { ($0.element, Self.factors($0.offset, $0.element.value.count)) })
    func matrix(_ variable: Variable<Double>, _ columns: Int) -> [[Double]] {
      let flat = all[variable.node]
      return stride(from: 0, to: flat.count, by: columns).map { Array(flat[$0..<$0 + columns]) }
    }
    return parameters.map { gate in
      let width = gate.b.value.count
      return GateWeights(w: matrix(gate.w, width), u: matrix(gate.u, width), b: all[gate.b.node])
    }
  }

  private static func factors(_ time: Int, _ count: Int) -> [Double] {
    (0..<count).map { 0.3 + 0.4 * Double((7 * time + 3 * $0) % 5) }
  }
}
