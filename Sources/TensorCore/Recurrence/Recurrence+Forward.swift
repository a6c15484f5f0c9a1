// The forward pass of a recurrence.

extension Recurrence {
  @specialized(where Scalar == Float)
  func runForward(_ pass: ForwardPass<Scalar>) {
    let gateMemory = compiled.sharesOutput ? pass.output : pass.auxiliary(0)
    withJoinedBias(pass) { mapInput(pass, bias: $0, into: gateMemory) }
    // Scratch memory, and zeros before the first step.
    let scratch = CellMemory<Scalar>.scratchCount(compiled.forward)
    pass.withWorkspace(scratch + (hasInitialState ? 0 : block)) { workspace in
      let zeros = workspace + scratch
      if !hasInitialState { Scalar.kernels.fill(0, zeros, block) }
      CellMemory.with(compiled, scratch: workspace, rows: rows, width: width) { memory in
        memory[.stateBefore] = initialState.map { UnsafeMutablePointer(mutating: pass.input($0)) } ?? zeros
        memory[.memoryBefore] = initialMemory.map { UnsafeMutablePointer(mutating: pass.input($0)) } ?? zeros
        for place in 0..<steps { run(pass, place, gateMemory, memory) }
      }
    }
  }

  /// One time step, after which its states are those before the next one.
  private func run(
    _ pass: ForwardPass<Scalar>, _ place: Int, _ gateMemory: UnsafeMutablePointer<Scalar>, _ memory: CellMemory<Scalar>
  ) {
    let t = step(place)
    for gate in 0..<gateCount { memory[.gate(gate)] = gateMemory + t * rows * gates + gate * width }
    memory[.state] = pass.output + t * block
    memory[.memory] = memoryAuxiliary.map { pass.auxiliary($0) + t * block }
    for number in 0..<compiled.keptCount {
      memory[.kept(number)] = pass.auxiliary(firstKeptAuxiliary + number) + t * block
    }
    let isFirst = place == 0 && !hasInitialState
    for round in compiled.forward {
      for product in round.products { multiply(product, pass, isFirst: isFirst, memory) }
      memory.run(round)
    }
    memory[.stateBefore] = memory[.state]
    memory[.memoryBefore] = memory[.memory]
  }

  /// A factor times U of some gates, added to their preactivations or kept by itself. States before the first step are zeros.
  private func multiply(
    _ product: CellProgram.Product, _ pass: ForwardPass<Scalar>, isFirst: Bool, _ memory: CellMemory<Scalar>
  ) {
    let isZero = isFirst && (product.factor == .stateBefore || product.factor == .memoryBefore)
    let first = product.gates.lowerBound
    let weight = Matrix(pass.input(2) + first * width, width, product.gates.count * width, stride: gates)
    guard let factor = memory[product.factor] else { return }
    if let number = product.kept, let result = memory[.kept(number)] {
      let bias = hasRecurrentBias ? pass.input(4) + first * width : nil
      if isZero { Scalar.kernels.fill(0, result, block) }
      if isZero, let bias {
        for row in 0..<rows { Scalar.kernels.add(result + row * width, bias, result + row * width, width) }
      } else if !isZero {
        TensorCore.multiply(Matrix(factor, rows, width), weight, into: result, add: false, bias: bias)
      }
    } else if !isZero, let result = memory[.gate(first)] {
      TensorCore.multiply(Matrix(factor, rows, width), weight, into: result, stride: gates, add: true)
    }
  }

  /// The bias of the preactivations: b, and b′ on top for gates whose product with U is added to them.
  private func withJoinedBias(_ pass: ForwardPass<Scalar>, _ body: (UnsafePointer<Scalar>) -> Void) {
    guard hasRecurrentBias else { return body(pass.input(3)) }
    pass.withWorkspace(gates) { sum in
      sum.update(from: pass.input(3), count: gates)
      for product in compiled.products where product.kept == nil {
        let start = product.gates.lowerBound * width
        Scalar.kernels.add(sum + start, pass.input(4) + start, sum + start, product.gates.count * width)
      }
      body(UnsafePointer(sum))
    }
  }

  /// x_t·W + bias for all steps.
  private func mapInput(
    _ pass: ForwardPass<Scalar>, bias: UnsafePointer<Scalar>, into result: UnsafeMutablePointer<Scalar>
  ) {
    func map(into result: UnsafeMutablePointer<Scalar>) {
      TensorCore.multiply(
        Matrix(pass.input(0), sourceRows, inputs), Matrix(pass.input(1), inputs, gates), into: result, add: false,
        bias: bias)
    }
    guard let indices else { return map(into: result) }
    pass.withWorkspace(sourceRows * gates) { mapped in
      map(into: mapped)
      Scalar.kernels.gatherRows(mapped, indices, result, indices.count, gates)
    }
  }
}
