// Where a cell's program finds its values while a recurrence runs.

import TensorKernels

/// The places of a program's values in one time step, and the program's runs over them.
struct CellMemory<Scalar: TensorScalar> {
  private let table: CellProgram.SlotTable
  private let slots: UnsafeMutablePointer<UnsafeMutablePointer<Scalar>?>
  private let strides: UnsafeMutablePointer<Int>
  private let scratch: UnsafeMutablePointer<Scalar>
  private let rows, columns: Int

  /// How much scratch memory programs need.
  static func scratchCount(_ rounds: [CellProgram.Round]) -> Int {
    rounds.reduce(1) { max($0, $1.scratchCount) } * Int(TK_SCRATCH)
  }

  /// Calls `body` with memory for a cell of `rows` sequences at `width`.
  @specialized(where Scalar == Float)
  static func with(
    _ compiled: CellProgram.Compiled, scratch: UnsafeMutablePointer<Scalar>, rows: Int, width: Int,
    _ body: (CellMemory) -> Void
  ) {
    let table = compiled.slots
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Scalar>?.self, capacity: table.count) { slots in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: table.count) { strides in
        guard let slots = slots.baseAddress, let strides = strides.baseAddress else { return }
        slots.initialize(repeating: nil, count: table.count)
        strides.initialize(repeating: width, count: table.count)
        for gate in 0..<2 * table.gateCount { strides[gate] = table.gateCount * width }
        // Where nothing stands beside anything, all rows are one.
        let isFlat = table.gateCount == 1
        body(
          CellMemory(
            table: table, slots: slots, strides: strides, scratch: scratch, rows: isFlat ? 1 : rows,
            columns: isFlat ? rows * width : width))
      }
    }
  }

  /// The place of a value from now on.
  subscript(slot: CellProgram.Slot) -> UnsafeMutablePointer<Scalar>? {
    get { slots[table.index(slot)] }
    nonmutating set { slots[table.index(slot)] = newValue }
  }

  /// Runs the element-wise steps of a round.
  func run(_ round: CellProgram.Round) {
    guard !round.steps.isEmpty else { return }
    Scalar.kernels.pointwise(
      round.steps, round.steps.count, slots, strides, table.count, rows, columns, scratch)
  }
}
