// A traced step, compiled: which products it takes, which element-wise steps run between them, and where values live.

import TensorKernels

/// A recurrent cell, ready to run over time.
///
/// What is element-wise in the cell's step becomes two short programs, forward and backward (`tk_pointwise_step`). They run over
/// blocks that stay in the first-level cache, between products that are taken for a whole batch. Each value that the backward pass
/// needs has its place: in that of a preactivation whose use is over, or in memory of its own; what is a sum or a product of such
/// values is computed again.
public final class CellProgram: Sendable {
  /// The names of the cell's gates.
  public let gates: [String]
  /// The names of what the cell shows of them: "forget gate" for a share between 0 and 1, "candidate" for anything else.
  public let gateLabels: [String]
  let hasMemory, hasRecurrentBias: Bool
  /// What is run operation by operation where there is no program, and on a plain tape.
  let cell: any RecurrentCell
  /// Nil if the step cannot be compiled.
  let compiled: Compiled?
  /// What is still to be written, of a cell whose step says so with `CellState.notYet`. Such a cell cannot be run.
  public let notYet: String?

  var gateCount: Int { gates.count }
  /// Whether recurrences run the cell as a program; if not, its operations one by one, which takes several times as long.
  public var isCompiled: Bool { compiled != nil }

  /// Traces a cell's step and compiles it.
  public init<Cell: RecurrentCell>(_ cell: Cell) {
    self.cell = cell
    (gates, hasMemory, hasRecurrentBias) = (Cell.gates, Cell.hasMemory, Cell.hasRecurrentBias)
    precondition(!gates.isEmpty, "\(Cell.self) has no gates: a recurrence needs one block of U at least")
    var note: String?
    let graph = CellGraph(tracing: cell, notYet: &note)
    notYet = note
    gateLabels = zip(Cell.gates, graph?.gates ?? []).map { name, value in
      graph?.isShare(value) ?? false ? name + " gate" : name
    }
    compiled = graph.flatMap(Compiled.init)
  }

  /// A place where a value lives: a matrix [B, H] of one time step.
  enum Slot: Hashable {
    /// A gate's part of the preactivations, and of the gradients by them.
    case gate(Int)
    case gateGradient(Int)
    case state, memory, stateBefore, memoryBefore
    /// The gradient by h_t; that by c_t, in whose place the one by c_{t−1} comes.
    case stateGradient, memoryGradient
    /// The gradient by h_{t−1}, which is added to.
    case stateGradientBefore
    /// Where the whole gradient by c_t is asked for.
    case shownMemoryGradient
    /// Memory of its own for all time steps; memory for one.
    case kept(Int)
    case block(Int)
    /// A part of the cache, within one block.
    case scratch(Int)
  }

  /// Products, and then the element-wise steps that need nothing else.
  struct Round: Sendable {
    var products: [Product] = []
    var steps: [tk_pointwise_step] = []
    var scratchCount = 0
  }

  /// Forward: the value in `factor` times U of some gates; into their preactivations if `kept` is nil, or into memory of its own.
  /// Backward: the other way round, from the gradients by those products to the one by the factor.
  struct Product: Sendable {
    let gates: Range<Int>
    let factor: Slot
    let kept: Int?
  }

  struct Compiled: Sendable {
    /// Whether the preactivations of a single gate live where h_t comes.
    let sharesOutput: Bool
    let keptCount, blockCount: Int
    let forward: [Round]
    /// Without and with the whole gradient by c_t. After the rounds, the gradients by states before come from products' gradients.
    let backward, backwardShowingMemory: [Round]
    /// All products of the forward pass.
    let products: [Product]
    /// Where each shown gate lives after the forward pass.
    let gateSlots: [Slot]
    let slots: SlotTable
    let counts: CellCounts
  }

  /// Numbers for slots: the order of the pointers that programs run with.
  struct SlotTable: Sendable {
    let gateCount, keptCount, blockCount: Int
    var count: Int { 2 * gateCount + 8 + keptCount + blockCount }

    func index(_ slot: Slot) -> Int {
      switch slot {
      case .gate(let gate): gate
      case .gateGradient(let gate): gateCount + gate
      case .state: 2 * gateCount
      case .memory: 2 * gateCount + 1
      case .stateBefore: 2 * gateCount + 2
      case .memoryBefore: 2 * gateCount + 3
      case .stateGradient: 2 * gateCount + 4
      case .memoryGradient: 2 * gateCount + 5
      case .stateGradientBefore: 2 * gateCount + 6
      case .shownMemoryGradient: 2 * gateCount + 7
      case .kept(let number): 2 * gateCount + 8 + number
      case .block(let number): 2 * gateCount + 8 + keptCount + number
      case .scratch(let number): count + number
      }
    }
  }
}
