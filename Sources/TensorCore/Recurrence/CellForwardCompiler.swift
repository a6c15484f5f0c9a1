// The forward program of a cell: what is kept for the backward pass, and where each value lives.

/// The forward program: values in their order, each in its place.
struct CellForwardCompiler {
  let graph: CellGraph
  let sharesOutput: Bool
  private(set) var rounds: [PlacedRound]
  private(set) var location: [Int: CellProgram.Slot] = [:]
  private(set) var products: [CellProgram.Product] = []
  private(set) var keptCount = 0
  /// Forward values that the backward pass reads and that are not computed again there.
  private(set) var kept: Set<Int> = []
  /// Those that are.
  private(set) var recomputed: Set<Int> = []
  /// Values that are multiplied by U. Their places must outlast the backward pass.
  private var factors: Set<Int> = []
  private var remainingUses: [Int: Int] = [:]
  /// Which value lives in a gate's preactivations.
  private var occupants: [Int: Int] = [:]
  private var freeScratch: [Int] = []
  private var scratchCount = 0

  init(_ graph: CellGraph, sharesOutput: Bool) {
    (self.graph, self.sharesOutput) = (graph, sharesOutput)
    let stages = (0..<graph.forwardCount).map { graph.nodes[$0].stage }.max() ?? 0
    rounds = Array(repeating: PlacedRound(), count: stages + 1)
  }

  /// Values that exist anyway: states, before and after.
  func isAtHand(_ value: Int) -> Bool {
    value == graph.state || value == graph.memory || graph.isBefore(value)
  }

  private mutating func chooseKept() {
    let needed = Set(
      graph.nodes[graph.forwardCount...].flatMap(\.operands).filter { $0 < graph.forwardCount && !isAtHand($0) })
    func isCheap(_ value: Int) -> Bool {
      switch graph.nodes[value].operation {
      case .add, .subtract, .multiply, .affine: true
      default: false
      }
    }
    // Factors of products are needed for the gradient by U, shown gates for those who look at them.
    factors = Set(
      graph.nodes[..<graph.forwardCount].compactMap { node in
        if case .product = node.operation, !isAtHand(node.operands[0]) { node.operands[0] } else { nil }
      })
    kept = needed.filter { !isCheap($0) }.union(factors).union(graph.gates.filter { !isAtHand($0) })
    for value in needed.subtracting(kept).sorted() {
      if graph.nodes[value].operands.allSatisfy({ kept.contains($0) || isAtHand($0) }) {
        recomputed.insert(value)
      } else {
        kept.insert(value)
      }
    }
    // What a later round reads cannot stay in the cache.
    for index in 0..<graph.forwardCount {
      for operand in graph.nodes[index].operands
      where graph.isStep(operand) && graph.isStep(index) && !isAtHand(operand) {
        if graph.nodes[operand].stage < graph.nodes[index].stage { kept.insert(operand) }
      }
    }
  }

  /// False if the state has no place.
  mutating func run() -> Bool {
    chooseKept()
    placeInputs()
    let fixed = kept.union([graph.state] + [graph.memory].compactMap { $0 })
    let steps = graph.fusedSteps(for: (0..<graph.forwardCount).filter(graph.isStep), fixed: fixed)
    for step in steps { for value in step.reads { remainingUses[value, default: 0] += 1 } }
    for round in rounds.indices {
      for step in steps where graph.nodes[step.value].stage == round {
        for value in step.reads { remainingUses[value, default: 0] -= 1 }
        let reads = step.reads.compactMap { location[$0] }
        for value in Set(step.reads).sorted() where remainingUses[value] == 0 {
          if case .scratch(let number)? = location[value] { freeScratch.append(number) }
        }
        guard let place = place(for: step) else { return false }
        let result = place ?? newScratch()
        location[step.value] = result
        rounds[round].steps.append(PlacedStep(step, reads: reads, result: result))
      }
    }
    copyResults()
    return true
  }

  private mutating func newScratch() -> CellProgram.Slot {
    if let number = freeScratch.popLast() { return .scratch(number) }
    scratchCount += 1
    return .scratch(scratchCount - 1)
  }

  private mutating func placeInputs() {
    for index in 0..<graph.forwardCount {
      switch graph.nodes[index].operation {
      case .stateBefore: location[index] = .stateBefore
      case .memoryBefore: location[index] = .memoryBefore
      case .input(let gate), .preactivation(let gate):
        location[index] = sharesOutput ? .state : .gate(gate)
        occupants[gate] = index
      case .product(_, isJoined: false):
        location[index] = .kept(keptCount)
        keptCount += 1
      default: break
      }
    }
  }

  /// Where a value is to live: `.some(nil)` in the cache alone; nil if it cannot be where it must.
  private mutating func place(for step: FusedStep) -> CellProgram.Slot?? {
    let value = step.value
    func isOver(_ gate: Int) -> Bool {
      guard let occupant = occupants[gate] else { return true }
      return remainingUses[occupant, default: 0] == 0 && !kept.contains(occupant) && occupant != graph.state
        && occupant != graph.memory
    }
    if value == graph.state {
      return sharesOutput && !isOver(0) ? nil : .some(.state)
    }
    if value == graph.memory { return .some(.memory) }
    guard kept.contains(value) else { return .some(nil) }
    if !sharesOutput && !factors.contains(value) {
      // A shown gate lives in its own preactivations; others where an operand's were that no shown gate waits for.
      let own = graph.gates.firstIndex(of: value)
      let gate =
        own.flatMap { isOver($0) ? $0 : nil }
        ?? (0..<graph.gateCount).first { gate in
          guard let occupant = occupants[gate], step.reads.contains(occupant), isOver(gate) else { return false }
          return graph.gates.isEmpty || location[graph.gates[gate]] != nil
        }
      if let gate {
        occupants[gate] = value
        return .some(.gate(gate))
      }
    }
    keptCount += 1
    return .some(.kept(keptCount - 1))
  }

  /// Results that are no steps, or that are two at once, are copied to their places; and products are listed by round.
  private mutating func copyResults() {
    let copies: [(Int?, CellProgram.Slot)] = [(graph.state, .state), (graph.memory, .memory)]
    for case (let value?, let slot) in copies {
      guard let place = location[value], place != slot else { continue }
      rounds[rounds.count - 1].steps.append(PlacedStep(copying: place, to: slot))
    }
    for index in 0..<graph.forwardCount {
      guard case .product(let gate, let isJoined) = graph.nodes[index].operation,
        let factor = location[graph.nodes[index].operands[0]]
      else { continue }
      var own: Int?
      if !isJoined, case .kept(let number)? = location[index] { own = number }
      let product = CellProgram.Product(gates: gate..<gate + 1, factor: factor, kept: own)
      rounds[graph.nodes[index].stage].products.append(product)
    }
    for round in rounds.indices { rounds[round].products = Self.merged(rounds[round].products) }
    products = rounds.flatMap(\.products)
  }

  /// Products of one factor with neighbouring gates as one product.
  static func merged(_ products: [CellProgram.Product]) -> [CellProgram.Product] {
    var result: [CellProgram.Product] = []
    for product in products.sorted(by: { $0.gates.lowerBound < $1.gates.lowerBound }) {
      if let last = result.last, last.kept == nil, product.kept == nil, last.factor == product.factor,
        last.gates.upperBound == product.gates.lowerBound
      {
        result[result.count - 1] = CellProgram.Product(
          gates: last.gates.lowerBound..<product.gates.upperBound, factor: last.factor, kept: nil)
      } else {
        result.append(product)
      }
    }
    return result
  }
}
