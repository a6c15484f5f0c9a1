// What exercise 11a asks for: a cell, in the very form of the lab's own.

// The learner's file imports this lesson's module, and has the tape with it.
@_exported import LessonTape

/// The cell of a recurrence: how its state follows from its input and from the state before.
///
/// Names and meaning are those of the lab's `RecurrentCell`.
public protocol RecurrentCell: Sendable {
  /// The names of the gates: for each there are weights W and U and a bias b.
  static var gates: [String] { get }
  /// Whether there is a second state c beside h. By default, no.
  static var hasMemory: Bool { get }

  /// A cell has no weights of its own: those are its layer's, and in the checkpoint.
  init()

  /// One step in time, for all sequences at once.
  /// - Parameters:
  ///   - x: x_t·W + b, gate by gate.
  ///   - u: h_{t−1}·U, gate by gate, or something else times a gate's U.
  ///   - before: The state after the step before; zeros at first.
  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S>
}

extension RecurrentCell {
  public static var hasMemory: Bool { false }
}

/// The input's part of each gate: x_t·W + b.
public struct Gates<Scalar: TensorScalar> {
  let blocks: [Variable<Scalar>]

  /// The part of a gate.
  public subscript(gate: Int) -> Variable<Scalar> { blocks[gate] }
}

/// The state's part of each gate: h_{t−1}·U, and products of other values with U.
public struct RecurrentGates<Scalar: TensorScalar> {
  let product: (_ value: Variable<Scalar>, _ gate: Int) -> Variable<Scalar>
  let state: Variable<Scalar>

  /// h_{t−1}·U of a gate.
  public subscript(gate: Int) -> Variable<Scalar> { product(state, gate) }

  /// value·U of a gate, for a cell that multiplies something else than the state before: u(f * before.state, 1).
  public func callAsFunction(_ value: Variable<Scalar>, _ gate: Int) -> Variable<Scalar> { product(value, gate) }
}

/// What a cell hands on from step to step, and what it shows.
public struct CellState<Scalar: TensorScalar> {
  /// h, which the layer above reads, too.
  public let state: Variable<Scalar>
  let storedMemory: Variable<Scalar>?
  let gates: [Variable<Scalar>]

  /// c, of a cell that `hasMemory`.
  public var memory: Variable<Scalar> {
    guard let storedMemory else { preconditionFailure("a cell reads its memory, but its `hasMemory` is false") }
    return storedMemory
  }

  /// - Parameters:
  ///   - memory: c, of a cell that `hasMemory`.
  ///   - gates: The activated gates in the cell's order, for measurements that look at them; none if there is nothing to see.
  public init(_ state: Variable<Scalar>, memory: Variable<Scalar>? = nil, gates: [Variable<Scalar>] = []) {
    (self.state, self.storedMemory, self.gates) = (state, memory, gates)
  }
}
