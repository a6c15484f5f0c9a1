// What a recurrence does in one time step: an equation, written with the tape's operations.

/// The cell of a recurrence: how its state follows from its input and from the state before.
///
/// A cell is its equations. This is all there is to PyTorch's GRU:
///
///     struct GRUCell: RecurrentCell {
///       static let gates = ["reset", "update", "candidate"]
///       static let hasRecurrentBias = true
///
///       func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ h: CellState<S>) -> CellState<S> {
///         let (r, z) = (sigmoid(x[0] + u[0]), sigmoid(x[1] + u[1]))
///         let n = tanh(x[2] + r * u[2])
///         return CellState(n + z * (h.state - n), gates: [r, z, n])
///       }
///     }
///
/// The step is traced once, when a layer is made. If it consists of element-wise operations and of products with U, it then runs as
/// one operation over all of time, forward and backward, at the speed of a kernel written by hand; see `CellProgram`. Any
/// other step runs operation by operation on the tape, and so does every step on a tape that `isPlain`.
public protocol RecurrentCell: Sendable {
  /// The names of the gates: one for each block of width H in W, U and b, in the order in which checkpoints hold them.
  static var gates: [String] { get }
  /// Whether there is a second state c beside h. By default, no.
  static var hasMemory: Bool { get }
  /// Whether h·U has a bias b′ of its own beside that of x·W. By default, no.
  static var hasRecurrentBias: Bool { get }

  /// One time step of a batch.
  ///
  /// It is one equation for all steps: it may depend neither on the values that it gets nor on their number.
  /// - Parameters:
  ///   - x: x_t·W + b, gate by gate. [B, H] each.
  ///   - u: h_{t−1}·U (+ b′), gate by gate, or a product of something else with a gate's part of U. [B, H] each.
  ///   - before: The states after the step before; zeros at first.
  /// - Returns: The states after this step, and the activated gates for those who want to look at them.
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S>
}

extension RecurrentCell {
  public static var hasMemory: Bool { false }
  public static var hasRecurrentBias: Bool { false }

  /// G: how many blocks of width H the products have.
  public static var gateCount: Int { gates.count }
}

/// The input's part of each gate: x_t·W + b.
public struct Gates<Scalar: TensorScalar> {
  let blocks: [Variable<Scalar>]

  /// - Shape: [B, H].
  public subscript(gate: Int) -> Variable<Scalar> { blocks[gate] }
}

/// The state's part of each gate: h_{t−1}·U, and products of other values with U.
public struct RecurrentGates<Scalar: TensorScalar> {
  /// v·U_g (+ b′_g).
  let product: (_ value: Variable<Scalar>, _ gate: Int) -> Variable<Scalar>
  let state: Variable<Scalar>

  /// h_{t−1}·U_g (+ b′_g).
  /// - Shape: [B, H].
  public subscript(gate: Int) -> Variable<Scalar> { product(state, gate) }

  /// value·U_g (+ b′_g), for a cell that multiplies something else than the state before: u(f * h.state, 1).
  /// - Shape: [B, H] → [B, H].
  public func callAsFunction(_ value: Variable<Scalar>, _ gate: Int) -> Variable<Scalar> { product(value, gate) }
}

/// What a cell hands on from step to step, and what it shows.
public struct CellState<Scalar: TensorScalar> {
  /// h, which the layer above reads, too. [B, H]
  public let state: Variable<Scalar>
  /// c, where there is one. [B, H]
  let storedMemory: Variable<Scalar>?
  /// The activated gates in the cell's order. [B, H] each.
  let gates: [Variable<Scalar>]
  /// What is still to be written, of a step that says so.
  private(set) var note: String?

  /// c, of a cell that `hasMemory`. [B, H]
  public var memory: Variable<Scalar> {
    guard let storedMemory else { preconditionFailure("a cell reads its memory, but its `hasMemory` is false") }
    return storedMemory
  }

  /// - Parameters:
  ///   - memory: c, of a cell that `hasMemory`.
  ///   - gates: The activated gates in the cell's order, for measurements that look at them; empty: there is nothing to see.
  public init(_ state: Variable<Scalar>, memory: Variable<Scalar>? = nil, gates: [Variable<Scalar>] = []) {
    self.state = state
    storedMemory = memory
    self.gates = gates
  }

  /// What a step returns that is not written yet: `before.notYet("write the step of GRUCell")`. See `CellProgram.notYet`.
  /// - Parameter note: What is to be done, and where.
  public func notYet(_ note: String) -> CellState {
    var state = self
    state.note = note
    return state
  }
}
