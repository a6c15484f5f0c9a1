// What a traced step costs, by the same rules as the tape's operations.

/// Work and chains of a cell's step, without its products.
struct CellCounts: Sendable {
  /// Floating-point operations for one element of the state. The sum of a preactivation's two parts is one of them.
  let forward, backward: Int
  /// How many gates' products are not of the states before, but of a value of the step.
  let innerGateCount: Int
  private let nodes: [CellGraph.Node]
  private let costs: [Cost]
  private let state: Int
  private let memory: Int?

  init(_ graph: CellGraph) {
    nodes = Array(graph.nodes[..<graph.forwardCount])
    costs = nodes.indices.map { graph.cost(of: $0) }
    (state, memory) = (graph.state, graph.memory)
    forward = costs.reduce(0) { $0 + $1.forward }
    backward = costs.reduce(0) { $0 + $1.backward }
    innerGateCount = nodes.count { node in
      if case .product = node.operation { !graph.isBefore(node.operands[0]) } else { false }
    }
  }

  /// The longest chain from inputs that are `input` deep through some steps, a product being `product` deep.
  func forwardChain(steps: Int, input: Int, product: Int) -> Int {
    // States before the first step are as deep as nothing; products of them are not taken.
    var depth = [Int](repeating: 0, count: nodes.count)
    let last = chain(steps: steps) { step, before in
      for (index, node) in nodes.enumerated() {
        var latest = 0
        for operand in node.operands { latest = max(latest, depth[operand]) }
        switch node.operation {
        case .input: depth[index] = input
        case .stateBefore: depth[index] = before.state
        case .memoryBefore: depth[index] = before.memory
        case .preactivation: depth[index] = max(latest, input) + 1
        case .product: depth[index] = step == 0 && isState(node.operands[0]) ? 0 : latest + product
        default: depth[index] = latest + costs[index].forwardChain
        }
      }
      return (depth[state], memory.map { depth[$0] } ?? 0)
    }
    return max(last.state, last.memory) + last.remaining
  }

  private func isState(_ value: Int) -> Bool {
    nodes[value].operation == .stateBefore || nodes[value].operation == .memoryBefore
  }

  /// The longest chain back through some steps, that of the last one being complete.
  func backwardChain(steps: Int, product: Int) -> Int {
    var reached = 0
    var depth = [Int](repeating: 0, count: nodes.count)
    let last = chain(steps: steps) { _, before in
      for index in nodes.indices { depth[index] = 0 }
      depth[state] = before.state
      if let memory { depth[memory] = max(depth[memory], before.memory) }
      var after = (state: 0, memory: 0)
      for index in nodes.indices.reversed() {
        var end = depth[index] + costs[index].backwardChain
        switch nodes[index].operation {
        case .product: end += product
        case .input, .preactivation: reached = max(reached, depth[index])
        case .stateBefore: after.state = depth[index]
        case .memoryBefore: after.memory = depth[index]
        default: break
        }
        for operand in nodes[index].operands { depth[operand] = max(depth[operand], end) }
      }
      return after
    }
    return reached + last.remaining
  }

  /// Runs steps until each adds the same as the one before, which then the remaining ones do, too.
  private func chain(
    steps: Int, _ step: (_ number: Int, _ before: (state: Int, memory: Int)) -> (state: Int, memory: Int)
  ) -> (state: Int, memory: Int, remaining: Int) {
    var (h, c, growth, repeats) = (0, 0, (-1, -1), 0)
    for number in 0..<steps {
      let after = step(number, (h, c))
      let grown = (after.state - h, after.memory - c)
      repeats = grown == growth && (grown.0 == grown.1 || memory == nil) ? repeats + 1 : 0
      (h, c, growth) = (after.state, after.memory, grown)
      if repeats == 3 { return (h, c, (steps - 1 - number) * grown.0) }
    }
    return (h, c, 0)
  }
}

extension CellGraph {
  /// What the tape's operation of the same name costs for one element; products apart.
  fileprivate func cost(of value: Int) -> Cost {
    let needs = NeedsGradient(nodes[value].operands.map { _ in true })
    switch nodes[value].operation {
    case .preactivation:
      return Arithmetic<Double>(kind: .add, rows: 1, columns: 1).cost(needsGradient: NeedsGradient([true, true]))
    case .add: return Arithmetic<Double>(kind: .add, rows: 1, columns: 1).cost(needsGradient: needs)
    case .subtract: return Arithmetic<Double>(kind: .subtract, rows: 1, columns: 1).cost(needsGradient: needs)
    case .multiply: return Arithmetic<Double>(kind: .multiply, rows: 1, columns: 1).cost(needsGradient: needs)
    case .divide: return Arithmetic<Double>(kind: .divide, rows: 1, columns: 1).cost(needsGradient: needs)
    case .affine(let scale, let offset):
      return Affine<Double>(scale: scale, offset: offset, count: 1).cost(needsGradient: needs)
    case .function(let function):
      return ElementwiseFunction<Double>(kind: function, count: 1).cost(needsGradient: needs)
    default: return .copy
    }
  }
}
