// A cell's step as a graph: what was traced, and its derivative.

/// A cell's step, traced: element-wise operations between the gates' inputs, products with U, and states; then the same for its gradient.
///
/// Values are numbered in an order in which each depends on earlier ones only.
struct CellGraph {
  enum Operation: Hashable {
    /// x_t·W + b of a gate, and the same with h·U of that gate on top, where the cell does nothing else with either.
    case input(Int)
    case preactivation(Int)
    /// Operand 0 times U of a gate (+ b′). Joined: it is added into that gate's preactivation.
    case product(gate: Int, isJoined: Bool)
    case stateBefore, memoryBefore
    case add, subtract, multiply, divide
    case affine(scale: Double, offset: Double)
    case function(Function)

    // Of the backward pass alone:
    /// The gradients by h_t and c_t that later steps and the loss leave.
    case stateGradient, memoryGradient
    /// The gradient by a value v, through its products with U: Σ_g (∂/∂(v·U_g))·U_gᵀ. The operands are those gradients.
    case factorGradient(of: Int)
    /// f′ from y = f(x) (or from x, for GELU) and the gradient by y.
    case functionGradient(Function)
  }
  typealias Function = ElementwiseFunction<Double>.Kind

  struct Node {
    let operation: Operation
    var operands: [Int] = []
    /// How many rounds of products come before it in its pass.
    var stage = 0
  }

  var nodes: [Node] = []
  let gateCount: Int
  /// h_t and c_t, and the activated gates that the cell shows.
  private(set) var state = 0
  private(set) var memory: Int?
  private(set) var gates: [Int] = []
  /// Forward values are numbered below this, gradients from here on.
  private(set) var forwardCount = 0

  /// Traces a cell's step; nil if something in it is neither element-wise nor a product with U, or if a gate is not used.
  /// - Parameter notYet: What the step says of itself, if it is not written yet.
  init?<Cell: RecurrentCell>(tracing cell: Cell, notYet: inout String?) {
    gateCount = Cell.gateCount
    let tape = Tape<Double>(recordsGradients: false)
    func leaf() -> Variable<Double> { tape.constant(Tensor([0.5], shape: [1, 1])) }
    var leaves: [Int: Node] = [:]
    func named(_ operation: Operation) -> Variable<Double> {
      let variable = leaf()
      leaves[variable.node] = Node(operation: operation)
      return variable
    }
    let before = CellState(named(.stateBefore), memory: Cell.hasMemory ? named(.memoryBefore) : nil)
    let x = Gates(blocks: (0..<gateCount).map { named(.input($0)) })
    var products: [[Int]: Variable<Double>] = [:]
    let u = RecurrentGates(
      product: { value, gate in
        if let known = products[[value.node, gate]] { return known }
        let variable = leaf()
        leaves[variable.node] = Node(operation: .product(gate: gate, isJoined: false), operands: [value.node])
        products[[value.node, gate]] = variable
        return variable
      }, state: before.state)
    let after = cell.step(x, u, before)
    notYet = after.note
    if notYet != nil { return nil }
    precondition(
      (after.storedMemory != nil) == Cell.hasMemory, "\(Cell.self): `hasMemory` and what `step` returns do not agree")
    precondition(
      after.gates.isEmpty || after.gates.count == gateCount,
      "\(Cell.self): `step` shows \(after.gates.count) of \(gateCount) gates")
    for index in tape.nodes.indices {
      guard let node = leaves[index] ?? Self.node(of: tape.nodes[index]) else { return nil }
      nodes.append(node)
    }
    (state, memory, gates) = (after.state.node, after.storedMemory?.node, after.gates.map(\.node))
    removeUnused()
    joinPreactivations()
    countStages(from: 0)
    forwardCount = nodes.count
    // What is shown is read from this step's memory, where states before are not.
    guard !gates.contains(where: isBefore) else { return nil }
    let used = nodes.reduce(into: (inputs: Set<Int>(), products: Set<Int>())) { used, node in
      switch node.operation {
      case .input(let gate), .preactivation(let gate): used.inputs.insert(gate)
      case .product(let gate, _):
        // Each gate's part of U serves one product, so that its gradient has one source.
        if !used.products.insert(gate).inserted { used.products.insert(-1) }
      default: break
      }
    }
    guard used.inputs == Set(0..<gateCount), used.products == used.inputs else { return nil }
  }

  /// What a node of the tape is in a graph; nil if it is not element-wise.
  private static func node(of node: TensorCore.Node<Double>) -> Node? {
    let operation: Operation? =
      switch node.operation {
      case let arithmetic as Arithmetic<Double>:
        switch arithmetic.kind {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        }
      case let affine as Affine<Double>: .affine(scale: affine.scale, offset: affine.offset)
      case let function as ElementwiseFunction<Double>: .function(function.kind)
      default: nil
      }
    return operation.map { Node(operation: $0, operands: (0..<node.inputCount).map { Int(node.inputs[$0]) }) }
  }

  // MARK: Shaping

  /// Drops what the results do not depend on.
  private mutating func removeUnused() {
    var isUsed = [Bool](repeating: false, count: nodes.count)
    for result in [state] + [memory].compactMap({ $0 }) + gates { isUsed[result] = true }
    for index in nodes.indices.reversed() where isUsed[index] {
      for operand in nodes[index].operands { isUsed[operand] = true }
    }
    renumber { isUsed[$0] ? $0 : nil }
  }

  /// Turns x[g] + u[g] into one value, wherever neither has another use: the product is then added to the input's in place.
  private mutating func joinPreactivations() {
    var replacement: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() where node.operation == .add {
      for (x, u) in [(0, 1), (1, 0)].map({ (node.operands[$0], node.operands[$1]) }) {
        guard case .input(let gate) = nodes[x].operation, case .product(gate, false) = nodes[u].operation,
          uses(of: x) == 1, uses(of: u) == 1
        else { continue }
        nodes[u] = Node(operation: .product(gate: gate, isJoined: true), operands: nodes[u].operands)
        nodes[index] = Node(operation: .preactivation(gate), operands: [u])
        replacement[x] = index
        break
      }
    }
    renumber { replacement[$0] == nil ? $0 : nil }
  }

  private func uses(of value: Int) -> Int {
    nodes.reduce(0) { $0 + $1.operands.count { $0 == value } }
      + ([state] + [memory].compactMap { $0 } + gates).count { $0 == value }
  }

  /// Keeps the nodes that `keep` returns, under new numbers.
  private mutating func renumber(_ keep: (Int) -> Int?) {
    let kept = nodes.indices.compactMap(keep)
    var number: [Int: Int] = [:]
    for (new, old) in kept.enumerated() { number[old] = new }
    nodes = kept.map { old in
      var node = nodes[old]
      node.operands = node.operands.compactMap { number[$0] }
      return node
    }
    func renumbered(_ old: Int) -> Int { number[old] ?? 0 }
    (state, memory, gates) = (renumbered(state), memory.map(renumbered), gates.map(renumbered))
  }

  /// A product waits for its factor, and so belongs to the round after it; but for that of a state before, all else to its operands'.
  private mutating func countStages(from start: Int) {
    for index in start..<nodes.count {
      let latest = nodes[index].operands.filter { $0 >= start }.map { nodes[$0].stage }.max() ?? 0
      switch nodes[index].operation {
      case .product: nodes[index].stage = isBefore(nodes[index].operands[0]) ? 0 : latest + 1
      case .factorGradient: nodes[index].stage = latest + 1
      default: nodes[index].stage = latest
      }
    }
  }

  /// Whether a value is a state before the step.
  func isBefore(_ value: Int) -> Bool {
    nodes[value].operation == .stateBefore || nodes[value].operation == .memoryBefore
  }

  /// Whether a value is a gate in the narrow sense: a share between 0 and 1.
  func isShare(_ value: Int) -> Bool { nodes[value].operation == .function(.sigmoid) }

  // MARK: Derivative

  /// What the backward pass of a step gives, as numbers of values; nil stands for zero.
  struct Gradients {
    /// By x_t·W + b of each gate, and by the products with U of each gate.
    var inputs: [Int?], products: [Int?]
    /// Directly by h_{t−1} (not through products) and by c_{t−1}.
    var stateBefore, memoryBefore: Int?
    /// The whole gradient by c_t, the path through h_t included; that by h_t where the step itself reads h_t again.
    var memory, state: Int?
  }

  /// Appends the backward pass: reverse mode, each value's gradient being the sum of those through its uses.
  mutating func differentiate() -> Gradients {
    var terms = [[Int]](repeating: [], count: forwardCount)
    let stateGradient = append(.stateGradient, [])
    terms[state].append(stateGradient)
    if let memory { terms[memory].append(append(.memoryGradient, [])) }
    var result = Gradients(
      inputs: Array(repeating: nil, count: gateCount), products: Array(repeating: nil, count: gateCount))
    // Products of a value with several gates come back together, before that value's own gradient is complete.
    for index in (0..<forwardCount).reversed() {
      let products = (0..<forwardCount).filter { user in
        if case .product = nodes[user].operation { return nodes[user].operands[0] == index && !isBefore(index) }
        return false
      }
      let arriving = products.compactMap { product -> Int? in
        guard case .product(let gate, _) = nodes[product].operation else { return nil }
        return result.products[gate]
      }
      if !arriving.isEmpty { terms[index].append(append(.factorGradient(of: index), arriving)) }
      guard var gradient = terms[index].first else { continue }
      for term in terms[index].dropFirst() { gradient = append(.add, [gradient, term]) }
      switch nodes[index].operation {
      case .input(let gate): result.inputs[gate] = gradient
      case .preactivation(let gate):
        result.inputs[gate] = gradient
        terms[nodes[index].operands[0]].append(gradient)
      case .product(let gate, _): result.products[gate] = gradient
      case .stateBefore: result.stateBefore = gradient
      case .memoryBefore: result.memoryBefore = gradient
      default:
        for (operand, term) in derivatives(of: index, gradient) { terms[operand].append(term) }
      }
      if index == memory { result.memory = gradient }
      if index == state && gradient != stateGradient { result.state = gradient }
    }
    countStages(from: forwardCount)
    return result
  }

  private mutating func append(_ operation: Operation, _ operands: [Int]) -> Int {
    nodes.append(Node(operation: operation, operands: operands))
    return nodes.count - 1
  }

  /// What a value's gradient gives for those of its operands.
  private mutating func derivatives(of index: Int, _ gradient: Int) -> [(operand: Int, term: Int)] {
    let operands = nodes[index].operands
    switch nodes[index].operation {
    case .add: return [(operands[0], gradient), (operands[1], gradient)]
    case .subtract: return [(operands[0], gradient), (operands[1], append(.affine(scale: -1, offset: 0), [gradient]))]
    case .multiply:
      return [
        (operands[0], append(.multiply, [gradient, operands[1]])),
        (operands[1], append(.multiply, [gradient, operands[0]])),
      ]
    case .divide:  // x/y: g/y, and −(g/y)·(x/y)
      let quotient = append(.divide, [gradient, operands[1]])
      let product = append(.multiply, [quotient, index])
      return [(operands[0], quotient), (operands[1], append(.affine(scale: -1, offset: 0), [product]))]
    case .affine(let scale, _): return [(operands[0], append(.affine(scale: scale, offset: 0), [gradient]))]
    case .function(.exp): return [(operands[0], append(.multiply, [gradient, index]))]
    case .function(.log): return [(operands[0], append(.divide, [gradient, operands[0]]))]
    case .function(.squareRoot):
      let half = append(.affine(scale: 0.5, offset: 0), [gradient])
      return [(operands[0], append(.divide, [half, index]))]
    case .function(.gelu): return [(operands[0], append(.functionGradient(.gelu), [operands[0], gradient]))]
    case .function(let function): return [(operands[0], append(.functionGradient(function), [index, gradient]))]
    default: return []
    }
  }
}
