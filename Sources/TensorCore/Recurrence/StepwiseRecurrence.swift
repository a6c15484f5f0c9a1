// A recurrence by its equations: a cell's own operations, one by one, step by step.

/// The same as `recurrence`, written out on the tape.
/// - Complexity: the work of the fused one; a node on the tape for each operation of each step.
func stepwiseRecurrence<S>(
  _ x: RecurrentInput<S>, _ weights: RecurrentWeights<S>, _ program: CellProgram, reversed: Bool, initial: [Variable<S>]
) -> RecurrentStates<S> {
  let run = StepwiseRun(x, weights, program, initial: initial)
  var before = run.first
  var after: [CellState<S>?] = Array(repeating: nil, count: x.steps)
  for place in 0..<x.steps {
    let t = reversed ? x.steps - 1 - place : place
    let state = run.step(t, before, isFirst: place == 0 && initial.isEmpty)
    after[t] = state
    before = state
  }
  let states = after.compactMap { $0 }
  func inTime(_ part: (CellState<S>) -> Variable<S>) -> Variable<S> {
    states.isEmpty
      ? x.tape.constant(Tensor(repeating: 0, shape: [0, x.batchSize, run.width])) : stacked(states.map(part))
  }
  return RecurrentStates(
    states: inTime(\.state), memories: program.hasMemory ? inTime(\.memory) : nil
  ) { (states.first?.gates ?? []).indices.map { gate in inTime { $0.gates[gate] } } }
}

private struct StepwiseRun<S: TensorScalar> {
  let cell: any RecurrentCell
  let tape: Tape<S>
  let width, gateCount: Int
  /// x_t·W + b for all steps. [T, B, G·H]
  let mapped: Variable<S>
  /// U and b′, gate by gate.
  let recurrent: [Variable<S>], recurrentBiases: [Variable<S>]
  let zeros: Variable<S>
  let first: CellState<S>

  init(_ x: RecurrentInput<S>, _ weights: RecurrentWeights<S>, _ program: CellProgram, initial: [Variable<S>]) {
    (tape, cell, gateCount) = (x.tape, program.cell, program.gateCount)
    let width = weights.recurrent.shape[0]
    self.width = width
    let all = linear(x.source, weights.input, bias: weights.bias)
    mapped = (x.indices.map { rows(of: all, at: $0) } ?? all)
      .reshaped(to: [x.steps, x.batchSize, gateCount * width])
    let columns = (0..<gateCount).map { $0 * width..<($0 + 1) * width }
    recurrent = columns.map { weights.recurrent.slice($0, along: 1) }
    recurrentBiases = weights.recurrentBias.map { bias in columns.map { bias.slice($0, along: 0) } } ?? []
    // The state before the first step counts as any other state: it is an input, not a constant.
    zeros = x.tape.input(Tensor(repeating: 0, shape: [x.batchSize, width]))
    first =
      initial.isEmpty
      ? CellState(zeros, memory: program.hasMemory ? zeros : nil)
      : CellState(initial[0], memory: initial.count > 1 ? initial[1] : nil)
  }

  /// - Parameter isFirst: Whether the states before are zeros, of which no product is taken.
  func step(_ t: Int, _ before: CellState<S>, isFirst: Bool) -> CellState<S> {
    let part = mapped.slice(t..<t + 1, along: 0).reshaped(to: [zeros.shape[0], gateCount * width])
    let x = Gates(blocks: (0..<gateCount).map { part.slice($0 * width..<($0 + 1) * width, along: 1) })
    var products: [[Int]: Variable<S>] = [:]
    let u = RecurrentGates(
      product: { value, gate in
        if let known = products[[value.node, gate]] { return known }
        let result =
          if isFirst && value.node == zeros.node {
            recurrentBiases.isEmpty ? zeros : zeros + recurrentBiases[gate]
          } else if recurrentBiases.isEmpty {
            matmul(value, recurrent[gate])
          } else {
            linear(value, recurrent[gate], bias: recurrentBiases[gate])
          }
        products[[value.node, gate]] = result
        return result
      }, state: before.state)
    return cell.step(x, u, before)
  }
}
