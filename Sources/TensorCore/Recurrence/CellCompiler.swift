// From a cell's graph to its program: what is kept, what is computed again, and in which order and place.

import TensorKernels

extension CellProgram.Compiled {
  typealias Slot = CellProgram.Slot

  /// Compiles a graph; nil in the rare case that values of several rounds would have to share a place.
  init?(_ traced: CellGraph) {
    var graph = traced
    let gradients = graph.differentiate()
    // One gate's preactivations can live where the state comes, if they are over by then.
    let attempts = graph.gateCount == 1 && graph.memory == nil ? [true, false] : [false]
    for sharesOutput in attempts {
      var forward = CellForwardCompiler(graph, sharesOutput: sharesOutput)
      guard forward.run() else { continue }
      var backward = CellBackwardCompiler(graph, gradients, after: forward, showsMemory: false)
      var showing = CellBackwardCompiler(graph, gradients, after: forward, showsMemory: graph.memory != nil)
      guard let rounds = backward.run(), let showingRounds = showing.run() else { continue }
      let slots = CellProgram.SlotTable(
        gateCount: graph.gateCount, keptCount: forward.keptCount,
        blockCount: max(backward.blockCount, showing.blockCount))
      self.init(
        sharesOutput: sharesOutput, keptCount: forward.keptCount, blockCount: slots.blockCount,
        forward: forward.rounds.map { $0.compiled(slots) }, backward: rounds.map { $0.compiled(slots) },
        backwardShowingMemory: showingRounds.map { $0.compiled(slots) },
        products: forward.products,
        gateSlots: graph.gates.compactMap { forward.location[$0] }, slots: slots, counts: CellCounts(graph))
      return
    }
    return nil
  }
}

/// An element-wise step on values that have their places.
struct PlacedStep {
  var code: tk_pointwise_code
  var operands: [CellProgram.Slot]
  var addend: CellProgram.Slot?
  var result: CellProgram.Slot
  var scale = 1.0, offset = 0.0

  /// A step whose values are found in `reads`, in the step's order.
  init(_ step: FusedStep, reads: [CellProgram.Slot], result: CellProgram.Slot) {
    (code, scale, offset, self.result) = (step.code, step.scale, step.offset, result)
    operands = Array(reads.prefix(step.operands.count))
    addend = step.addend == nil ? nil : reads.last
  }

  /// A copy of a value, or a sum with what is there.
  init(copying value: CellProgram.Slot, to result: CellProgram.Slot, adding: Bool = false) {
    (code, operands, addend, self.result) = (TK_AFFINE, [value], adding ? result : nil, result)
  }
}

struct PlacedRound {
  var products: [CellProgram.Product] = []
  var steps: [PlacedStep] = []

  func compiled(_ slots: CellProgram.SlotTable) -> CellProgram.Round {
    var scratch = 0
    let steps = self.steps.map { step -> tk_pointwise_step in
      for case .scratch(let number) in step.operands + [step.result] { scratch = max(scratch, number + 1) }
      func index(_ slot: CellProgram.Slot?) -> Int32 { slot.map { Int32(slots.index($0)) } ?? -1 }
      return tk_pointwise_step(
        code: step.code, a: index(step.operands[0]), b: index(step.operands.dropFirst().first),
        c: index(step.operands.dropFirst(2).first), addend: index(step.addend), y: index(step.result),
        scale: step.scale, offset: step.offset)
    }
    return CellProgram.Round(products: products, steps: steps, scratchCount: scratch)
  }
}
