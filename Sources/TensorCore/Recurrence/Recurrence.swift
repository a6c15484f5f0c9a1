// A recurrence over time as one operation: the products are kept whole, and a compiled cell runs between them.

/// The states that a recurrence went through.
public struct RecurrentStates<Scalar: TensorScalar> {
  /// h_t for every step. [T, B, H].
  public let states: Variable<Scalar>
  /// c_t for every step, where the cell has a memory. [T, B, H].
  public let memories: Variable<Scalar>?
  private let shownGates: () -> [Variable<Scalar>]

  init(states: Variable<Scalar>, memories: Variable<Scalar>?, gates: @escaping () -> [Variable<Scalar>]) {
    (self.states, self.memories, shownGates) = (states, memories, gates)
  }

  /// The activated gates of every step, in the cell's order; empty if the cell shows none. [T, B, H] each.
  ///
  /// They are to be read before a backward pass, which puts gradients in their place.
  public var gates: [Variable<Scalar>] { shownGates() }
}

/// Runs a cell over time: x_t·W + b and h_{t−1}·U (+ b′) for each step, then the cell.
///
/// The input's products for all steps are one matrix product, and so is each weight gradient. On a tape that `isPlain`, and for a
/// step that is not compiled (see `RecurrentCell`), the cell's own operations run one by one instead.
/// - Parameters:
///   - x: Inputs, time-major: [T, B, K].
///   - inputWeight: W [K, G·H].
///   - recurrentWeight: U [H, G·H].
///   - bias: b [G·H].
///   - recurrentBias: b′ [G·H], of a cell that has one.
///   - reversed: Whether time runs from the last step to the first: h_{t+1} takes the place of h_{t−1}.
///   - initialState: h and, where the cell has a memory, c before the first step, [B, H] each; zeros if nil.
/// - Complexity: 2·T·B·G·H·(K + H) operations and twice that for gradients; keeps T·B·H numbers for a cell of one gate whose
///   function is undone by its value, and G + 1 to G + 3 times that for others. Of rows of a table [N, K], N takes the place of
///   T·B in the input's products.
public func recurrence<S>(
  _ x: RecurrentInput<S>, inputWeight: Variable<S>, recurrentWeight: Variable<S>, bias: Variable<S>,
  recurrentBias: Variable<S>? = nil, program: CellProgram, reversed: Bool = false,
  initialState: (state: Variable<S>, memory: Variable<S>?)? = nil
) -> RecurrentStates<S> {
  precondition(program.notYet == nil, "recurrence: the cell's step is not written yet")
  let (rows, inputs, width) = (x.batchSize, x.source.shape.columns, recurrentWeight.shape[0])
  let gates = program.gateCount * width
  precondition(
    inputWeight.shape == [inputs, gates] && recurrentWeight.shape == [width, gates] && bias.shape == [gates],
    "recurrence: weights \(inputWeight.shape), \(recurrentWeight.shape), bias \(bias.shape) do not fit input \(x.source.shape)"
  )
  precondition(
    program.hasRecurrentBias == (recurrentBias != nil) && recurrentBias.map { $0.shape == [gates] } ?? true,
    "recurrence: the cell \(program.hasRecurrentBias ? "needs" : "has no") bias b′ [\(gates)]")
  precondition(
    initialState == nil || (initialState?.memory != nil) == program.hasMemory,
    "recurrence: the initial state \(program.hasMemory ? "lacks" : "has") a memory")
  let initial = [initialState?.state, initialState?.memory].compactMap { $0 }
  for variable in initial {
    precondition(variable.shape == [rows, width], "recurrence: an initial state has shape \(variable.shape)")
  }
  let weights = RecurrentWeights(
    input: inputWeight, recurrent: recurrentWeight, bias: bias, recurrentBias: recurrentBias)
  guard let compiled = program.compiled, !x.tape.isPlain else {
    return stepwiseRecurrence(x, weights, program, reversed: reversed, initial: initial)
  }
  let operation = Recurrence<S>(
    compiled: compiled, hasMemory: program.hasMemory, hasRecurrentBias: program.hasRecurrentBias, steps: x.steps,
    rows: rows, inputs: inputs, width: width, indices: x.indices, sourceRows: x.source.shape.rows, isReversed: reversed,
    hasInitialState: !initial.isEmpty)
  let tape = x.tape
  let states = tape.record(
    operation, inputs: [x.source, inputWeight, recurrentWeight, bias] + [recurrentBias].compactMap { $0 } + initial,
    shape: [x.steps, rows, width])
  let memories = operation.memoryAuxiliary.map { tape.auxiliary($0, of: states, isDifferentiable: true) }
  return RecurrentStates(states: states, memories: memories) {
    compiled.gateSlots.map { slot in
      switch slot {
      case .gate(let gate):
        tape.auxiliary(0, of: states, isDifferentiable: false).slice(gate * width..<(gate + 1) * width, along: 2)
      case .kept(let number):
        tape.auxiliary(operation.firstKeptAuxiliary + number, of: states, isDifferentiable: false)
      case .memory: memories ?? states
      default: states
      }
    }
  }
}

/// W, U, b and b′ of a recurrence.
struct RecurrentWeights<Scalar: TensorScalar> {
  let input, recurrent, bias: Variable<Scalar>
  let recurrentBias: Variable<Scalar>?
}

struct Recurrence<Scalar: TensorScalar>: Operation {
  let compiled: CellProgram.Compiled
  let hasMemory, hasRecurrentBias: Bool
  let steps, rows, inputs, width: Int
  /// Which row of the first input each step and sequence reads; nil: all in order.
  let indices: [Int32]?
  /// How many rows the first input has.
  let sourceRows: Int
  let isReversed, hasInitialState: Bool

  var name: String { "recurrence" }
  var gateCount: Int { compiled.slots.gateCount }
  var gates: Int { gateCount * width }
  var block: Int { rows * width }

  // Inputs: x, W, U, b, then b′, h₀, c₀ where there are any. Auxiliaries: preactivations, c, kept values.
  var initialState: Int? { hasInitialState ? (hasRecurrentBias ? 5 : 4) : nil }
  var initialMemory: Int? { hasMemory ? initialState.map { $0 + 1 } : nil }
  var memoryAuxiliary: Int? { hasMemory ? (compiled.sharesOutput ? 0 : 1) : nil }
  var firstKeptAuxiliary: Int { (compiled.sharesOutput ? 0 : 1) + (hasMemory ? 1 : 0) }
  var auxiliaryShapes: [Shape] {
    (compiled.sharesOutput ? [] : [[steps, rows, gates]])
      + Array(repeating: [steps, rows, width], count: compiled.keptCount + (hasMemory ? 1 : 0))
  }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let (count, transitions, counts) = (steps * rows, max(steps - 1, 0), compiled.counts)
    let inputProduct = 2 * sourceRows * inputs * gates
    let stepProduct = 2 * rows * width * width  // of one gate
    let inner = counts.innerGateCount
    let outer = gateCount - inner
    let usedSteps = hasInitialState ? steps : transitions
    let products = (outer * usedSteps + inner * steps) * stepProduct
    let elementwise = sourceRows * gates + (hasRecurrentBias ? count * gates : 0)  // biases
    let gathering = indices == nil ? 0 : count * gates  // gradients of a row that is read more than once add up
    let toInput = gathering + (needsGradient[0] ? inputProduct : 0) + (needsGradient[1] ? inputProduct : 0)
    let toWeight = needsGradient[2] ? products : 0
    let toBiases =
      (needsGradient[3] ? max(sourceRows - 1, 0) * gates : 0)
      + (hasRecurrentBias && needsGradient[4] ? steps * max(rows - 1, 0) * gates : 0)
    let toFirst = initialState.map { needsGradient[$0] } ?? false
    let toStates = (outer * (transitions + (toFirst ? 1 : 0)) + inner * steps) * stepProduct
    let product = Cost.chain(contracting: width)
    return Cost(
      forward: inputProduct + products + elementwise + count * width * counts.forward,
      backward: needsGradient.count == 0
        ? 0 : toInput + toWeight + toBiases + toStates + count * width * counts.backward,
      forwardChain: counts.forwardChain(
        steps: steps, input: Cost.chain(contracting: inputs) + 1, product: product + (hasRecurrentBias ? 1 : 0)),
      backwardChain: counts.backwardChain(steps: steps, product: product) + Cost.chain(contracting: max(count, gates))
        + (indices == nil ? 0 : Cost.chain(summing: count)))
  }

  /// The step at a place in the order of computation.
  func step(_ place: Int) -> Int { isReversed ? steps - 1 - place : place }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) { runForward(pass) }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    // The gradient by the preactivations takes the place of what is no longer needed: of the preactivations, or of the gradient by the
    // states, unless someone wants to read that.
    if !compiled.sharesOutput {
      runBackward(pass, dGates: pass.auxiliary(0))
    } else if pass.keepsOutputGradient {
      pass.withWorkspace(steps * block) { runBackward(pass, dGates: $0) }
    } else {
      runBackward(pass, dGates: pass.outputGradient)
    }
  }
}
