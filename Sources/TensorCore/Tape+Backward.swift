// The backward pass: from a loss to the gradients of parameters and of any intermediate value.

extension Tape {
  /// Computes gradients of a scalar.
  ///
  /// Values and gradients that are no longer needed are released on the way, so that the peak of memory lies at the start.
  /// - Parameters:
  ///   - loss: The scalar to differentiate. Its own value stays readable.
  ///   - gradients: Receives the gradient by every parameter; those that the loss does not depend on get zeros.
  ///   - adding: Whether the gradient is added to what `gradients` holds, instead of taking its place.
  ///   - kept: Values whose gradients are wanted too; read them with `gradient(of:)`. A kept output of a recurrence gets, at each
  ///     step, the whole gradient by that state, through all later steps.
  /// - Precondition: the tape records gradients, `loss` has one element, and this is its first backward pass.
  @specialized(where Scalar == Float)
  public func backward(
    from loss: Variable<Scalar>, into gradients: Parameters<Scalar>? = nil, adding: Bool = false,
    keeping kept: [Variable<Scalar>] = []
  ) {
    precondition(recordsGradients, "backward: this tape does not record gradients")
    precondition(!hasRunBackward, "backward: it ran already on this tape; reset the tape and record again")
    hasRunBackward = true
    precondition(loss.shape.count == 1, "backward: the loss has shape \(loss.shape), not one element")
    check(loss)
    for variable in kept {
      check(variable)
      nodes[variable.node].keepsGradient = true
    }
    if let gradients { lend(gradients, adding: adding) }
    nodes[loss.node].gradientDepth = nodes[loss.node].depth
    // lesson: walk
    if nodes[loss.node].needsGradient { gradientDestination(of: loss.node).memory.pointee = 1 }
    let last = operationNode(of: loss.node)
    for index in stride(from: last, through: 0, by: -1) where nodes[index].operation != nil {
      walkBack(index)
      if index != last { releaseAfterBackward(index) }
    }
    // end
    if let gradients, !adding { zeroUntouched(gradients) }
  }

  /// The gradient by a value that was named in `backward(from:into:keeping:)`; zeros where the loss does not depend on it.
  public func gradient(of variable: Variable<Scalar>) -> Tensor<Scalar> {
    check(variable)
    precondition(nodes[variable.node].keepsGradient, "gradient(of:): name the variable in backward(keeping:)")
    guard let gradient = existingGradient(of: variable.node) else { return Tensor(repeating: 0, shape: variable.shape) }
    return Tensor(shape: variable.shape) { $0.update(from: gradient, count: variable.shape.count) }
  }

  /// The node of the operation that made a value: the node itself, or for an auxiliary the output that follows it.
  private func operationNode(of node: Int) -> Int {
    guard case .pool = nodes[node].source else { return node }
    return nodes[node...].firstIndex { $0.operation != nil } ?? node
  }

  private func walkBack(_ index: Int) {
    guard nodes[index].needsGradient, let operation = nodes[index].operation else { return }
    let auxiliaries = (index - nodes[index].auxiliaryCount)..<index
    let isShared = nodes[index].keepsGradient && operation.sharesKeptGradient
    guard isShared || nodes[index].hasGradient || auxiliaries.contains(where: { nodes[$0].hasGradient }) else { return }
    // The loss may depend on an auxiliary alone, or on the output alone: the other's own gradient is then zero.
    for node in auxiliaries.lowerBound...index where node == index || nodes[node].keepsGradient {
      let (count, isNew) = (nodes[node].shape.count, !nodes[node].hasGradient)
      if isNew { Scalar.kernels.fill(0, gradientDestination(of: node).memory, count) }
    }
    let start = auxiliaries.reduce(nodes[index].gradientDepth) { max($0, nodes[$1].gradientDepth) }
    let end = start + nodes[index].cost.backwardChain
    counts.backwardWork += nodes[index].cost.backward
    counts.span = max(counts.span, end)
    for slot in 0..<nodes[index].inputCount {
      let input = inputNode(slot, of: index)
      nodes[input].gradientDepth = max(nodes[input].gradientDepth, end)
    }
    runBackward(operation, BackwardPass(tape: self, node: index))
  }

  private func releaseAfterBackward(_ index: Int) {
    for node in (index - nodes[index].auxiliaryCount)...index where !nodes[node].keepsGradient {
      releaseValue(of: node)
      releaseGradient(of: node)
    }
  }

  // MARK: Gradient memory

  func gradient(of node: Int) -> UnsafeMutablePointer<Scalar> {
    guard let gradient = existingGradient(of: node) else {
      preconditionFailure("a gradient was read before it was made")
    }
    return gradient
  }

  func existingGradient(of node: Int) -> UnsafeMutablePointer<Scalar>? {
    nodes[node].hasGradient ? nodes[node].gradient : nil
  }

  /// Memory for a node's gradient, and whether to add to what it holds or to overwrite it.
  func gradientDestination(of node: Int) -> (memory: UnsafeMutablePointer<Scalar>, add: Bool) {
    let gradient = nodes[node].gradient ?? pool.take(nodes[node].shape.count)
    nodes[node].gradient = gradient
    let add = nodes[node].hasGradient
    nodes[node].hasGradient = true
    return (gradient, add)
  }

  /// Gives a node's gradient to one of its inputs as well, whose gradient is the same: the memory itself, if the node has no more use
  /// for it and the input has none yet. The node's gradient must not be read after that.
  func passOnGradient(of node: Int, to input: Int) {
    guard nodes[input].needsGradient else { return }
    if nodes[input].gradient == nil && !nodes[node].keepsGradient && !nodes[node].gradientIsBorrowed {
      nodes[input].gradient = nodes[node].gradient
      nodes[input].hasGradient = true
      nodes[node].gradient = nil
      nodes[node].hasGradient = false
    } else {
      let (gradient, (destination, add)) = (UnsafePointer(self.gradient(of: node)), gradientDestination(of: input))
      Scalar.kernels.scale(1, gradient, destination, nodes[input].shape.count, add)
    }
  }

  /// Lets a node's gradient live in a part of another's, if it has none yet: what arrives later is added there, and can be read there
  /// in the end. False if the node has a gradient of its own already.
  func lendGradient(at memory: UnsafeMutablePointer<Scalar>, to node: Int) -> Bool {
    guard nodes[node].gradient == nil else { return false }
    nodes[node].gradient = memory
    nodes[node].gradientIsBorrowed = true
    nodes[node].hasGradient = true
    nodes[node].keepsGradient = true
    return true
  }

  func releaseGradient(of index: Int) {
    if let gradient = nodes[index].gradient, !nodes[index].gradientIsBorrowed {
      pool.give(gradient, nodes[index].shape.count)
    }
    nodes[index].gradient = nil
    nodes[index].hasGradient = false
  }

  /// Lets the gradients of parameters accumulate in the caller's memory.
  private func lend(_ gradients: Parameters<Scalar>, adding: Bool) {
    precondition(gradients.storageCount == parameters?.storageCount, "backward: gradients of another layout")
    for parameter in gradients.layout.parameters where parameterNodes[parameter.index] >= 0 {
      let node = parameterNodes[parameter.index]
      nodes[node].gradient = gradients.base + parameter.offset
      nodes[node].gradientIsBorrowed = true
      nodes[node].hasGradient = adding
    }
  }

  private func zeroUntouched(_ gradients: Parameters<Scalar>) {
    for parameter in gradients.layout.parameters {
      let node = parameterNodes[parameter.index]
      guard node < 0 || !nodes[node].hasGradient else { continue }
      Scalar.kernels.fill(0, gradients.base + parameter.offset, parameter.shape.count)
    }
  }
}

/// The value of a scalar function of parameters, and its gradient by them.
///
///     let (loss, gradient) = valueWithGradient(at: parameters) { tape in
///       crossEntropy(model.logits(tokens, on: tape), targets: targets).mean
///     }
public func valueWithGradient<Scalar: TensorScalar>(
  at parameters: Parameters<Scalar>, _ body: (Tape<Scalar>) throws -> Variable<Scalar>
) rethrows -> (value: Scalar, gradient: Parameters<Scalar>) {
  let tape = Tape(parameters)
  let loss = try body(tape)
  let gradients = Parameters<Scalar>(zerosFor: parameters.layout)
  tape.backward(from: loss, into: gradients)
  return (loss.scalar, gradients)
}
