// A recurrence over time as one operation. Cells plug into it.

/// The cell of a recurrence: what happens in one time step after the matrix products.
///
/// A step's pre-activations are a_t = x_t·W + h_{t−1}·U + b, [B, G·H]; the cell turns them into the state h_t [B, H], and may have a
/// second state c_t [B, H] (the memory of an LSTM). It works on memory of the recurrence, one step at a time.
public protocol RecurrentCell: Sendable {
  /// The name of the operation on the tape.
  var name: String { get }
  /// G: how many blocks of width H the pre-activations have.
  var gateCount: Int { get }
  /// Whether there is a second state c beside h.
  var hasMemory: Bool { get }
  /// Floating-point operations for one element of the state, forward and backward.
  var workPerElement: (forward: Int, backward: Int) { get }
  /// Dependent operations from pre-activation to state, forward and backward.
  var chain: (forward: Int, backward: Int) { get }

  /// Turns pre-activations into activated gates, in place, and writes the new states.
  func forward<Scalar>(_ step: CellStep<Scalar>)

  /// Turns activated gates into gradients by the pre-activations.
  func backward<Scalar>(_ step: CellGradientStep<Scalar>)
}

/// One step's memory in the forward pass. Blocks are [rows, width], gates [rows, G·width].
public struct CellStep<Scalar: TensorScalar> {
  /// In: pre-activations. Out: what the backward pass needs. For a cell of one gate and no memory this is `state`.
  public let gates: UnsafeMutablePointer<Scalar>
  /// Out: h_t.
  public let state: UnsafeMutablePointer<Scalar>
  /// In: c_{t−1}; nil stands for zeros.
  public let memoryBefore: UnsafePointer<Scalar>?
  /// Out: c_t, and a function of it that the backward pass needs. With `hasMemory` only.
  public let memory, activatedMemory: UnsafeMutablePointer<Scalar>?
  public let rows, width: Int
}

/// One step's memory in the backward pass.
public struct CellGradientStep<Scalar: TensorScalar> {
  /// What the forward pass left.
  public let gates: UnsafePointer<Scalar>
  public let state: UnsafePointer<Scalar>
  public let memoryBefore, activatedMemory: UnsafePointer<Scalar>?
  /// In: the whole gradient by h_t.
  public let stateGradient: UnsafePointer<Scalar>
  /// In: the gradient by c_t without the path through h_t. Out: that by c_{t−1}.
  public let memoryGradient: UnsafeMutablePointer<Scalar>?
  /// Out, if not nil: the whole gradient by c_t.
  public let totalMemoryGradient: UnsafeMutablePointer<Scalar>?
  /// Out: the gradient by the pre-activations. May be the memory of `gates` or of `stateGradient`.
  public let gatesGradient: UnsafeMutablePointer<Scalar>
  public let rows, width: Int
}

/// h_t = tanh(a_t).
/// - Source: Elman 1990.
public struct TanhCell: RecurrentCell {
  public init() {}
  public var name: String { "tanhRecurrence" }
  public var gateCount: Int { 1 }
  public var hasMemory: Bool { false }
  public var workPerElement: (forward: Int, backward: Int) { (1, 3) }
  public var chain: (forward: Int, backward: Int) { (1, 3) }

  public func forward<Scalar>(_ step: CellStep<Scalar>) {
    Scalar.kernels.tanh(step.gates, step.state, step.rows * step.width)
  }

  public func backward<Scalar>(_ step: CellGradientStep<Scalar>) {
    Scalar.kernels.tanhGradient(step.state, step.stateGradient, step.gatesGradient, step.rows * step.width, false)
  }
}

/// i, f, o = σ(a_t), g = tanh(a_t) by blocks in the order i, f, g, o; c_t = f ⊙ c_{t−1} + i ⊙ g; h_t = o ⊙ tanh(c_t).
/// - Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000.
public struct LSTMCell: RecurrentCell {
  public init() {}
  public var name: String { "lstmRecurrence" }
  public var gateCount: Int { 4 }
  public var hasMemory: Bool { true }
  /// Forward: four gates, three products, one sum, tanh. Backward: see `lstm_cell_gradient`.
  public var workPerElement: (forward: Int, backward: Int) { (9, 22) }
  public var chain: (forward: Int, backward: Int) { (5, 7) }

  public func forward<Scalar>(_ step: CellStep<Scalar>) {
    guard let memory = step.memory, let activated = step.activatedMemory else {
      preconditionFailure("an LSTM cell was run without memory for its cell states")
    }
    Scalar.kernels.lstmCell(step.gates, step.memoryBefore, memory, activated, step.state, step.rows, step.width)
  }

  public func backward<Scalar>(_ step: CellGradientStep<Scalar>) {
    guard let activated = step.activatedMemory, let dMemory = step.memoryGradient else {
      preconditionFailure("an LSTM cell was run without memory for its cell states")
    }
    Scalar.kernels.lstmCellGradient(
      step.gates, step.memoryBefore, activated, step.stateGradient, dMemory, step.gatesGradient, dMemory,
      step.totalMemoryGradient, step.rows, step.width)
  }
}

/// The states that a recurrence went through.
public struct RecurrentStates<Scalar: TensorScalar> {
  /// h_t for every step. [T, B, H].
  public let states: Variable<Scalar>
  /// c_t for every step, where the cell has a memory. [T, B, H].
  public let memories: Variable<Scalar>?

  /// The activated gates of every step, side by side in the cell's order, where the cell keeps any. [T, B, G·H].
  ///
  /// They are to be read before a backward pass, which puts gradients in their place.
  public var gates: Variable<Scalar>? {
    let tape = states.tape
    return tape.nodes[states.node].auxiliaryCount == 0 ? nil : tape.auxiliary(0, of: states, isDifferentiable: false)
  }
}

/// Runs a cell over time: a_t = x_t·W + h_{t−1}·U + b for each step, then the cell.
///
/// The input's products for all steps are one matrix product, and so is each weight gradient.
/// - Parameters:
///   - x: Inputs, time-major: [T, B, K].
///   - inputWeight: W [K, G·H].
///   - recurrentWeight: U [H, G·H].
///   - bias: b [G·H].
///   - reversed: Whether time runs from the last step to the first: h_{t+1} takes the place of h_{t−1}.
///   - initialState: h and, where the cell has a memory, c before the first step, [B, H] each; zeros if nil.
/// - Complexity: 2·T·B·G·H·(K + H) operations and twice that for gradients; keeps T·B·H numbers for a cell of one gate without
///   memory, T·B·H·(G + 3) for an LSTM. Of rows of a table [N, K], N takes the place of T·B in the input's products.
public func recurrence<S>(
  _ x: RecurrentInput<S>, inputWeight: Variable<S>, recurrentWeight: Variable<S>, bias: Variable<S>,
  cell: some RecurrentCell, reversed: Bool = false, initialState: (state: Variable<S>, memory: Variable<S>?)? = nil
) -> RecurrentStates<S> {
  let (steps, rows, inputs, width) = (x.steps, x.batchSize, x.source.shape.columns, recurrentWeight.shape[0])
  let gates = cell.gateCount * width
  precondition(
    inputWeight.shape == [inputs, gates] && recurrentWeight.shape == [width, gates] && bias.shape == [gates],
    "recurrence: weights \(inputWeight.shape), \(recurrentWeight.shape), bias \(bias.shape) do not fit input \(x.source.shape)"
  )
  var variables = [x.source, inputWeight, recurrentWeight, bias]
  if let initialState {
    variables.append(initialState.state)
    if cell.hasMemory {
      guard let memory = initialState.memory else {
        preconditionFailure("recurrence: the initial state lacks a memory")
      }
      variables.append(memory)
    }
    for variable in variables[4...] {
      precondition(variable.shape == [rows, width], "recurrence: an initial state has shape \(variable.shape)")
    }
  }
  let operation = Recurrence<S, _>(
    cell: cell, steps: steps, rows: rows, inputs: inputs, width: width, indices: x.indices,
    sourceRows: x.source.shape.rows, isReversed: reversed, hasInitialState: initialState != nil)
  let states = x.tape.record(operation, inputs: variables, shape: [steps, rows, width])
  let memories = cell.hasMemory ? x.tape.auxiliary(1, of: states, isDifferentiable: true) : nil
  return RecurrentStates(states: states, memories: memories)
}

struct Recurrence<Scalar: TensorScalar, Cell: RecurrentCell>: Operation {
  let cell: Cell
  let steps, rows, inputs, width: Int
  /// Which row of the first input each step and sequence reads; nil: all in order.
  let indices: [Int32]?
  /// How many rows the first input has.
  let sourceRows: Int
  let isReversed, hasInitialState: Bool

  var name: String { cell.name }
  private var gates: Int { cell.gateCount * width }
  private var block: Int { rows * width }

  /// A cell of one gate and no memory works in the output itself; others keep gates, and c_t with its activation.
  private var sharesOutput: Bool { cell.gateCount == 1 && !cell.hasMemory }
  var auxiliaryShapes: [Shape] {
    let memories: [Shape] = cell.hasMemory ? [[steps, rows, width], [steps, rows, width]] : []
    return sharesOutput ? [] : [[steps, rows, gates]] + memories
  }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let (count, transitions) = (steps * rows, max(steps - 1, 0))
    let inputProduct = 2 * sourceRows * inputs * gates
    let stepProduct = 2 * rows * width * gates
    let usedSteps = hasInitialState ? steps : transitions
    let elementwise = (sourceRows + usedSteps * rows) * gates  // bias, and the sum of the two products
    let gathering = indices == nil ? 0 : count * gates  // gradients of a row that is read more than once add up
    let toInput = gathering + (needsGradient[0] ? inputProduct : 0) + (needsGradient[1] ? inputProduct : 0)
    let toWeight = needsGradient[2] ? usedSteps * stepProduct : 0
    let toBias = needsGradient[3] ? max(sourceRows - 1, 0) * gates : 0
    let toStates = transitions * (stepProduct + block) + (hasInitialState && needsGradient[4] ? stepProduct : 0)
    return Cost(
      forward: inputProduct + usedSteps * stepProduct + elementwise + count * width * cell.workPerElement.forward,
      backward: needsGradient.count == 0
        ? 0 : toInput + toWeight + toBias + toStates + count * width * cell.workPerElement.backward,
      forwardChain: Cost.chain(contracting: inputs) + 1 + usedSteps * (Cost.chain(contracting: width) + 1)
        + steps * cell.chain.forward,
      backwardChain: transitions * (Cost.chain(contracting: gates) + 1) + steps * cell.chain.backward
        + Cost.chain(contracting: max(count, gates)) + (indices == nil ? 0 : Cost.chain(summing: count)))
  }

  /// The step at a place in the order of computation.
  private func step(_ place: Int) -> Int { isReversed ? steps - 1 - place : place }

  @specialized(where Scalar == Float, Cell == TanhCell)
  @specialized(where Scalar == Float, Cell == LSTMCell)
  func forward(_ pass: ForwardPass<Scalar>) {
    let states = pass.output
    let gateMemory = sharesOutput ? states : pass.auxiliary(0)
    let recurrentWeight = Matrix(pass.input(2), width, gates)
    mapInput(pass, into: gateMemory)
    var stateBefore: UnsafePointer<Scalar>? = hasInitialState ? pass.input(4) : nil
    var memoryBefore: UnsafePointer<Scalar>? = hasInitialState && cell.hasMemory ? pass.input(5) : nil
    for place in 0..<steps {
      let t = step(place)
      let (state, preactivation) = (states + t * block, gateMemory + t * rows * gates)
      if let stateBefore { multiply(Matrix(stateBefore, rows, width), recurrentWeight, into: preactivation, add: true) }
      let memory = cell.hasMemory ? pass.auxiliary(1) + t * block : nil
      cell.forward(
        CellStep(
          gates: preactivation, state: state, memoryBefore: memoryBefore, memory: memory,
          activatedMemory: cell.hasMemory ? pass.auxiliary(2) + t * block : nil, rows: rows, width: width))
      stateBefore = UnsafePointer(state)
      memoryBefore = memory.map { UnsafePointer($0) }
    }
  }

  /// x_t·W + b for all steps.
  private func mapInput(_ pass: ForwardPass<Scalar>, into result: UnsafeMutablePointer<Scalar>) {
    func map(into result: UnsafeMutablePointer<Scalar>) {
      multiply(
        Matrix(pass.input(0), sourceRows, inputs), Matrix(pass.input(1), inputs, gates), into: result, add: false,
        bias: pass.input(3))
    }
    guard let indices else { return map(into: result) }
    pass.withWorkspace(sourceRows * gates) { mapped in
      map(into: mapped)
      Scalar.kernels.gatherRows(mapped, indices, result, indices.count, gates)
    }
  }

  @specialized(where Scalar == Float, Cell == TanhCell)
  @specialized(where Scalar == Float, Cell == LSTMCell)
  func backward(_ pass: BackwardPass<Scalar>) {
    // The gradient by the pre-activations takes the place of what is no longer needed: of the gates, or of the gradient by the
    // states, unless someone wants to read that.
    if !sharesOutput {
      run(pass, dGates: pass.auxiliary(0))
    } else if pass.keepsOutputGradient {
      pass.withWorkspace(steps * block) { run(pass, dGates: $0) }
    } else {
      run(pass, dGates: pass.outputGradient)
    }
  }

  private func run(_ pass: BackwardPass<Scalar>, dGates: UnsafeMutablePointer<Scalar>) {
    pass.withWorkspace(gates * width) { transposedWeight in
      // A product turns a transposed factor round each time; one copy serves all steps.
      Scalar.kernels.transpose(pass.input(2), gates, transposedWeight, width, width, gates)
      if cell.hasMemory {
        pass.withWorkspace(block) { dMemory in
          Scalar.kernels.fill(0, dMemory, block)
          walkBack(pass, dGates, Matrix(UnsafePointer(transposedWeight), gates, width), dMemory)
        }
      } else {
        walkBack(pass, dGates, Matrix(UnsafePointer(transposedWeight), gates, width), nil)
      }
    }
    addRecurrentGradient(pass, UnsafePointer(dGates))
    guard let indices else { return addInputGradients(pass, UnsafePointer(dGates)) }
    pass.withWorkspace(sourceRows * gates) { sums in
      Scalar.kernels.fill(0, sums, sourceRows * gates)
      Scalar.kernels.scatterAddRows(dGates, indices, sums, indices.count, gates)
      addInputGradients(pass, UnsafePointer(sums))
    }
  }

  /// Backwards through time: gradients by the pre-activations of every step, and by the initial state.
  private func walkBack(
    _ pass: BackwardPass<Scalar>, _ dGates: UnsafeMutablePointer<Scalar>, _ transposedWeight: Matrix<Scalar>,
    _ dMemory: UnsafeMutablePointer<Scalar>?
  ) {
    let dStates = pass.outputGradient
    let gateMemory = sharesOutput ? pass.output : UnsafePointer(pass.auxiliary(0))
    let dMemories = cell.hasMemory ? pass.auxiliaryGradient(1) : nil
    let initialMemory = hasInitialState && cell.hasMemory ? pass.input(5) : nil
    for place in stride(from: steps - 1, through: 0, by: -1) {
      let t = step(place)
      if let dMemories, let dMemory {
        Scalar.kernels.add(dMemory, UnsafePointer(dMemories + t * block), dMemory, block)
      }
      let memoryBefore =
        cell.hasMemory && place > 0 ? UnsafePointer(pass.auxiliary(1) + step(place - 1) * block) : initialMemory
      cell.backward(
        CellGradientStep(
          gates: gateMemory + t * rows * gates, state: pass.output + t * block, memoryBefore: memoryBefore,
          activatedMemory: cell.hasMemory ? UnsafePointer(pass.auxiliary(2) + t * block) : nil,
          stateGradient: dStates + t * block, memoryGradient: dMemory,
          totalMemoryGradient: dMemories.map { $0 + t * block }, gatesGradient: dGates + t * rows * gates, rows: rows,
          width: width))
      let step = Matrix(UnsafePointer(dGates + t * rows * gates), rows, gates)
      if place > 0 {
        multiply(step, transposedWeight, into: dStates + self.step(place - 1) * block, add: true)
      } else if hasInitialState {
        pass.accumulate(4) { gradient, add in multiply(step, transposedWeight, into: gradient, add: add) }
        if let dMemory {
          pass.accumulate(5) { gradient, add in Scalar.kernels.scale(1, dMemory, gradient, block, add) }
        }
      }
    }
  }

  /// Gradients by input, its weight and the bias, each as one product or sum over all rows of the input.
  /// - Parameter dMapped: The gradient by x·W + b. [sourceRows, G·H]
  private func addInputGradients(_ pass: BackwardPass<Scalar>, _ dMapped: UnsafePointer<Scalar>) {
    let all = Matrix(dMapped, sourceRows, gates)
    pass.accumulate(0) { dx, add in
      multiply(all, Matrix(pass.input(1), inputs, gates).transposed, into: dx, add: add)
    }
    pass.accumulate(1) { dW, add in
      multiply(Matrix(pass.input(0), sourceRows, inputs).transposed, all, into: dW, add: add)
    }
    pass.accumulate(3) { db, add in Scalar.kernels.sumRows(dMapped, db, sourceRows, gates, add) }
  }

  /// dU = Σ_t h_{t−1}ᵀ·da_t, as one product: the states and the gradients, one step apart.
  private func addRecurrentGradient(_ pass: BackwardPass<Scalar>, _ dGates: UnsafePointer<Scalar>) {
    pass.accumulate(2) { dU, add in
      let pairs = max(steps - 1, 0) * rows
      let before = Matrix(pass.output + (isReversed ? block : 0), pairs, width)
      let after = Matrix(dGates + (isReversed ? 0 : rows * gates), pairs, gates)
      if pairs > 0 || !add { multiply(before.transposed, after, into: dU, add: add) }
      if hasInitialState && steps > 0 {
        let first = Matrix(dGates + step(0) * rows * gates, rows, gates)
        multiply(Matrix(pass.input(4), rows, width).transposed, first, into: dU, add: true)
      }
    }
  }
}
