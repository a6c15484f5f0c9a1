// Reverse-mode differentiation: operations are recorded in a flat list as they run, and walked backwards for gradients.

/// A flat record of operations and their values.
///
///     let tape = Tape(parameters)
///     let loss = crossEntropy(matmul(tape.constant(x), tape[weight]), targets: y).mean
///     tape.backward(from: loss, into: gradients)
///     tape.reset()                     // the memory stays for the next step
///
/// The list is flat, not a graph of objects, so that long unrolls overflow no stack. Values live in a pool of buffers that is
/// reused from step to step. A tape is used by one thread; threads have a tape each.
public final class Tape<Scalar: TensorScalar> {
  /// The parameters that `tape[parameter]` reads.
  public let parameters: Parameters<Scalar>?

  /// Whether operations are kept for a backward pass.
  public let recordsGradients: Bool

  /// What operations have taken, if they are to be timed: nil, the default, costs a branch an operation. A reset keeps the profile.
  public var profile: TapeProfile?

  /// Looks for the first value that is not finite: nil, the default, costs a branch an operation. A reset keeps the watch.
  public var watch: FiniteWatch?

  /// Whether recurrences and attention run by their equations, operation by operation, instead of by operations that do it all at
  /// once: slower and with more memory, the same up to rounding. A reset keeps this.
  public var isPlain = false

  /// Threads that share the columns of large products, each number the same as without; nil, the default: the calling thread works
  /// alone. For a tape that works by itself, as where a text is written. A reset keeps this.
  public var team: ThreadTeam?

  /// Whether layers expose values inside their computations: `expose(_:as:)`. A reset keeps this, and forgets the values.
  public var isObserved = false
  var exposures: [Exposure] = []

  package internal(set) var nodes: [Node<Scalar>] = []
  /// Inputs beyond those that a node holds itself.
  var furtherInputs: [Int32] = []
  package internal(set) var counts = TapeCounts()
  let pool = BufferPool<Scalar>()
  private(set) var generation = 0
  /// How many marks of mixing are open; see `mixing`.
  var mixingDepth = 0
  /// Whether values have been released by a backward pass since the last reset.
  var hasRunBackward = false
  /// The node of each parameter in use, or −1.
  var parameterNodes: [Int]

  /// An empty tape. BLAS then works on the calling thread alone, for threads have a tape each.
  /// - Parameters:
  ///   - parameters: What `tape[parameter]` reads; nil: a tape without trained numbers.
  ///   - recordsGradients: False where `backward` is not called: then no value needs a gradient.
  public init(_ parameters: Parameters<Scalar>? = nil, recordsGradients: Bool = true) {
    BLAS.useCallingThreadOnly()
    self.parameters = parameters
    self.recordsGradients = recordsGradients
    parameterNodes = Array(repeating: -1, count: parameters?.layout.parameters.count ?? 0)
    nodes.reserveCapacity(256)
  }

  /// What has been counted since the last reset: work, span, bytes.
  public var currentCounts: TapeCounts {
    var result = counts
    result.liveBytes = pool.liveBytes
    result.peakBytes = pool.peakBytes
    return result
  }

  /// Bytes that the tape has taken from the system so far, in use or idle.
  package var reservedBytes: Int { pool.reservedBytes }

  /// Forgets all values, and keeps their memory for the next ones. Variables made so far become invalid.
  @specialized(where Scalar == Float)
  public func reset() {
    for index in nodes.indices {
      releaseValue(of: index)
      releaseGradient(of: index)
    }
    nodes.removeAll(keepingCapacity: true)
    furtherInputs.removeAll(keepingCapacity: true)
    for index in parameterNodes.indices { parameterNodes[index] = -1 }
    counts = TapeCounts()
    pool.reset()
    hasRunBackward = false
    exposures.removeAll(keepingCapacity: true)
    generation += 1
  }

  // MARK: Leaves

  /// A value that no gradient flows to. Nothing is copied.
  public func constant(_ tensor: Tensor<Scalar>) -> Variable<Scalar> {
    leaf(tensor, needsGradient: false)
  }

  /// A value that a gradient can be asked for: `backward(from:keeping:)`. Nothing is copied.
  public func input(_ tensor: Tensor<Scalar>) -> Variable<Scalar> {
    leaf(tensor, needsGradient: recordsGradients)
  }

  /// The value of a parameter. Nothing is copied: the parameters must not change while the tape uses them.
  /// - Precondition: the tape was made with the parameters that this one belongs to.
  public subscript(parameter: Parameter) -> Variable<Scalar> {
    @specialized(where Scalar == Float)
    get { variable(of: parameter) }
  }

  private func variable(of parameter: Parameter) -> Variable<Scalar> {
    guard let parameters else { preconditionFailure("this tape was made without parameters") }
    var index = parameterNodes[parameter.index]
    if index < 0 {
      index = nodes.count
      parameterNodes[parameter.index] = index
      var node = Node<Scalar>(shape: parameter.shape, value: parameters.base + parameter.offset, source: .parameter)
      node.needsGradient = recordsGradients
      nodes.append(node)
    }
    return Variable(tape: self, shape: parameter.shape, node: index, generation: generation)
  }

  private func leaf(_ tensor: Tensor<Scalar>, needsGradient: Bool) -> Variable<Scalar> {
    var node = Node<Scalar>(shape: tensor.shape, value: tensor.storage.base, source: .tensor(tensor.storage))
    node.needsGradient = needsGradient
    nodes.append(node)
    return Variable(tape: self, shape: tensor.shape, node: nodes.count - 1, generation: generation)
  }

  // MARK: Recording

  /// Runs an operation and records it. Auxiliaries come just before the output in the list of nodes.
  package func record(
    _ operation: some Operation<Scalar>, _ inputs: Variable<Scalar>..., shape: Shape
  ) -> Variable<Scalar> {
    record(operation, inputs: inputs, shape: shape)
  }

  /// Runs an operation with any number of inputs, and records it.
  package func record(
    _ operation: some Operation<Scalar>, inputs: [Variable<Scalar>], shape: Shape
  ) -> Variable<Scalar> {
    let node = append(operation, inputs, shape)
    runForward(operation, ForwardPass(tape: self, node: node))
    return Variable(tape: self, shape: shape, node: node, generation: generation)
  }

  /// Makes the nodes of an operation, with memory for their values, and counts its cost. Returns the output's number.
  @specialized(where Scalar == Float)
  private func append(_ operation: any Operation<Scalar>, _ inputs: [Variable<Scalar>], _ shape: Shape) -> Int {
    var needs = NeedsGradient()
    var inputNodes = SIMD8<Int32>(repeating: -1)
    var depth = 0
    let further = furtherInputs.count
    for (index, input) in inputs.enumerated() {
      check(input)
      if index < 8 { inputNodes[index] = Int32(input.node) } else { furtherInputs.append(Int32(input.node)) }
      needs[index] = nodes[input.node].needsGradient
      depth = max(depth, nodes[input.node].depth)
    }
    let cost = operation.cost(needsGradient: needs)
    let auxiliaryShapes = operation.auxiliaryShapes
    for shape in auxiliaryShapes {
      nodes.append(Node(shape: shape, value: pool.take(shape.count), source: .pool))
    }
    var node = Node<Scalar>(shape: shape, value: pool.take(shape.count), source: .pool)
    node.operation = operation
    node.inputs = inputNodes
    node.inputCount = inputs.count
    node.firstFurtherInput = further
    node.auxiliaryCount = auxiliaryShapes.count
    node.needsGradient = needs.count > 0
    node.depth = depth + cost.forwardChain
    node.cost = cost
    nodes.append(node)
    counts.operations += 1
    counts.forwardWork += cost.forward
    if mixingDepth > 0 { counts.mixingWork += cost.forward }
    counts.span = max(counts.span, node.depth)
    return nodes.count - 1
  }

  /// Marks what is recorded in `body` as that which carries information from one position to another: attention, a recurrence. Its
  /// work is counted apart, as `TapeCounts.mixingWork`.
  public func mixing<R>(_ body: () -> R) -> R {
    mixingDepth += 1
    defer { mixingDepth -= 1 }
    return body()
  }

  /// An auxiliary of the operation that made `variable`, as a value: a recurrence's memories beside its states.
  /// - Parameter isDifferentiable: Whether the operation's backward pass takes the auxiliary's gradient into account.
  package func auxiliary(_ index: Int, of variable: Variable<Scalar>, isDifferentiable: Bool) -> Variable<Scalar> {
    let node = auxiliaryNode(index, of: variable.node)
    nodes[node].needsGradient = isDifferentiable && nodes[variable.node].needsGradient
    nodes[node].depth = nodes[variable.node].depth
    return Variable(tape: self, shape: nodes[node].shape, node: node, generation: generation)
  }

  /// The first value on the tape with an element that is not finite, and the operation that made it.
  public func firstNonFiniteOperation() -> (name: String, shape: Shape)? {
    for (index, node) in nodes.enumerated() {
      guard let value = node.value, !Scalar.kernels.allFinite(value, node.shape.count) else { continue }
      switch node.source {
      case .parameter: return ("parameter", node.shape)
      case .tensor: return ("input", node.shape)
      case .pool:
        // An auxiliary belongs to the next operation in the list.
        let owner = nodes[index...].first { $0.operation != nil }
        return (owner?.operation?.name ?? "value", node.shape)
      }
    }
    return nil
  }

  // MARK: Memory

  func value(of node: Int) -> UnsafeMutablePointer<Scalar> {
    guard let value = nodes[node].value else {
      preconditionFailure("a value of '\(nodes[node].operation?.name ?? "leaf")' was read after backward released it")
    }
    return value
  }

  /// The node of an operation's input.
  func inputNode(_ index: Int, of node: Int) -> Int {
    Int(index < 8 ? nodes[node].inputs[index] : furtherInputs[nodes[node].firstFurtherInput + index - 8])
  }

  func inputValue(_ index: Int, of node: Int) -> UnsafePointer<Scalar> {
    UnsafePointer(value(of: inputNode(index, of: node)))
  }

  func auxiliaryNode(_ index: Int, of node: Int) -> Int {
    let count = nodes[node].auxiliaryCount
    precondition(index < count, "'\(nodes[node].operation?.name ?? "leaf")' has \(count) auxiliaries")
    return node - count + index
  }

  func withWorkspace(_ count: Int, _ body: (UnsafeMutablePointer<Scalar>) -> Void) {
    let buffer = pool.take(count)
    body(buffer)
    pool.give(buffer, count)
  }

  func releaseValue(of index: Int) {
    if case .pool = nodes[index].source, let value = nodes[index].value {
      pool.give(value, nodes[index].shape.count)
      nodes[index].value = nil
    }
  }

  func check(_ variable: Variable<Scalar>) {
    precondition(
      variable.tape === self && variable.generation == generation,
      "a variable was used on another tape than its own, or after its tape was reset")
  }
}

/// A value on a tape, and how it came about.
package struct Node<Scalar: TensorScalar> {
  enum Source {
    /// Memory of the tape's pool.
    case pool
    /// Memory of the parameters.
    case parameter
    /// Memory of a tensor, kept alive here.
    case tensor(TensorStorage<Scalar>)
  }

  var shape: Shape
  var value: UnsafeMutablePointer<Scalar>?
  var source: Source
  package var operation: (any Operation<Scalar>)?
  /// The first eight inputs, and where on the tape the others are.
  var inputs = SIMD8<Int32>(repeating: -1)
  var inputCount = 0
  var firstFurtherInput = 0
  var auxiliaryCount = 0
  var needsGradient = false
  var keepsGradient = false
  package var cost = Cost.copy
  /// The longest chain of dependent operations up to and including this value.
  var depth = 0

  /// Memory of the gradient, once there is one.
  var gradient: UnsafeMutablePointer<Scalar>?
  /// Whether that memory is the caller's and not the pool's.
  var gradientIsBorrowed = false
  /// Whether anything has been written to it.
  var hasGradient = false
  /// The longest chain up to and including this gradient.
  var gradientDepth = 0

  init(shape: Shape, value: UnsafeMutablePointer<Scalar>, source: Source) {
    self.shape = shape
    self.value = value
    self.source = source
  }
}
