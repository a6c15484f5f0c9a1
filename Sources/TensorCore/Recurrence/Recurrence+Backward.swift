// The backward pass of a recurrence.

extension Recurrence {
  /// - Parameter dGates: Where the gradients by the preactivations go, [T, B, G·H].
  @specialized(where Scalar == Float)
  func runBackward(_ pass: BackwardPass<Scalar>, dGates: UnsafeMutablePointer<Scalar>) {
    pass.withWorkspace(gates * width) { transposedWeight in
      // A product turns a transposed factor round each time; one copy serves all steps.
      Scalar.kernels.transpose(pass.input(2), gates, transposedWeight, width, width, gates)
      walkBack(pass, dGates, UnsafePointer(transposedWeight))
    }
    pass.accumulate(2) { dU, add in
      for product in compiled.products { addRecurrentGradient(pass, product, UnsafePointer(dGates), to: dU, add: add) }
    }
    guard let indices else { return addInputGradients(pass, UnsafePointer(dGates)) }
    pass.withWorkspace(sourceRows * gates) { sums in
      Scalar.kernels.fill(0, sums, sourceRows * gates)
      Scalar.kernels.scatterAddRows(dGates, indices, sums, indices.count, gates)
      addInputGradients(pass, UnsafePointer(sums))
    }
  }

  /// Backwards through time: gradients by the preactivations and products of every step, and by the initial states.
  private func walkBack(
    _ pass: BackwardPass<Scalar>, _ dGates: UnsafeMutablePointer<Scalar>, _ transposedWeight: UnsafePointer<Scalar>
  ) {
    let dMemories = memoryAuxiliary.flatMap { pass.auxiliaryGradient($0) }
    let rounds = dMemories == nil ? compiled.backward : compiled.backwardShowingMemory
    // Zeros before the first step, a place for gradients by them that nobody wants, the gradient by c, blocks; scratch memory.
    let blocks = (3 + compiled.blockCount) * block
    pass.withWorkspace(blocks + CellMemory<Scalar>.scratchCount(rounds)) { workspace in
      Scalar.kernels.fill(0, workspace, 3 * block)
      CellMemory.with(compiled, scratch: workspace + blocks, rows: rows, width: width) { memory in
        memory[.memoryGradient] = workspace + 2 * block
        for number in 0..<compiled.blockCount { memory[.block(number)] = workspace + (3 + number) * block }
        for place in stride(from: steps - 1, through: 0, by: -1) {
          let t = step(place)
          point(memory, pass, at: place, dGates, zeros: workspace)
          if let dMemories, let carried = memory[.memoryGradient] {
            Scalar.kernels.add(carried, UnsafePointer(dMemories + t * block), carried, block)
            memory[.shownMemoryGradient] = dMemories + t * block
          }
          run(rounds, memory, transposedWeight)
        }
      }
      if let initialMemory {
        pass.accumulate(initialMemory) { gradient, add in
          Scalar.kernels.scale(1, workspace + 2 * block, gradient, block, add)
        }
      }
    }
  }

  /// Points a step's slots to their memory. `zeros` are followed by a block that nobody reads.
  private func point(
    _ memory: CellMemory<Scalar>, _ pass: BackwardPass<Scalar>, at place: Int, _ dGates: UnsafeMutablePointer<Scalar>,
    zeros: UnsafeMutablePointer<Scalar>
  ) {
    func input(_ index: Int?) -> UnsafeMutablePointer<Scalar>? {
      index.map { UnsafeMutablePointer(mutating: pass.input($0)) }
    }
    let (t, output) = (step(place), UnsafeMutablePointer(mutating: pass.output))
    let before = place > 0 ? step(place - 1) : nil
    for gate in 0..<gateCount {
      if !compiled.sharesOutput { memory[.gate(gate)] = pass.auxiliary(0) + t * rows * gates + gate * width }
      memory[.gateGradient(gate)] = dGates + t * rows * gates + gate * width
    }
    for number in 0..<compiled.keptCount {
      memory[.kept(number)] = pass.auxiliary(firstKeptAuxiliary + number) + t * block
    }
    memory[.state] = output + t * block
    memory[.stateBefore] = before.map { output + $0 * block } ?? input(initialState) ?? zeros
    if let memoryAuxiliary {
      let memories = pass.auxiliary(memoryAuxiliary)
      memory[.memory] = memories + t * block
      memory[.memoryBefore] = before.map { memories + $0 * block } ?? input(initialMemory) ?? zeros
    }
    memory[.stateGradient] = pass.outputGradient + t * block
    memory[.stateGradientBefore] =
      before.map { pass.outputGradient + $0 * block } ?? initialGradient(pass) ?? zeros + block
  }

  /// The gradient of the initial state, ready to be added to.
  private func initialGradient(_ pass: BackwardPass<Scalar>) -> UnsafeMutablePointer<Scalar>? {
    guard let initialState, let (gradient, add) = pass.destination(initialState) else { return nil }
    if !add { Scalar.kernels.fill(0, gradient, block) }
    return gradient
  }

  /// One time step back.
  private func run(
    _ rounds: [CellProgram.Round], _ memory: CellMemory<Scalar>, _ transposedWeight: UnsafePointer<Scalar>
  ) {
    func multiply(_ product: CellProgram.Product, into result: UnsafeMutablePointer<Scalar>?, add: Bool) {
      let place = product.kept.map { CellProgram.Slot.kept($0) } ?? .gateGradient(product.gates.lowerBound)
      guard let gradient = memory[place], let result else { return }
      let columns = product.gates.count * width
      TensorCore.multiply(
        Matrix(gradient, rows, columns, stride: product.kept == nil ? gates : width),
        Matrix(transposedWeight + product.gates.lowerBound * width * width, columns, width), into: result, add: add)
    }
    for round in rounds {
      for (index, product) in round.products.enumerated() {
        // Products of one factor follow each other, and add up.
        let add = index > 0 && round.products[index - 1].factor == product.factor
        multiply(product, into: memory[product.factor], add: add)
      }
      memory.run(round)
    }
    for product in compiled.products {
      switch product.factor {
      case .stateBefore: multiply(product, into: memory[.stateGradientBefore], add: true)
      case .memoryBefore: multiply(product, into: memory[.memoryGradient], add: true)
      default: break
      }
    }
  }

  /// dU of some gates: Σ_t factorᵀ·(gradient by the product), as one product over all time; a state before stands one step apart.
  private func addRecurrentGradient(
    _ pass: BackwardPass<Scalar>, _ product: CellProgram.Product, _ dGates: UnsafePointer<Scalar>,
    to dU: UnsafeMutablePointer<Scalar>, add: Bool
  ) {
    let (all, lag, initial) = factors(of: product, pass)
    let start = product.gates.lowerBound * width
    let gradients = product.kept.map { UnsafePointer(pass.auxiliary(firstKeptAuxiliary + $0)) } ?? dGates + start
    let (columns, stride) = (product.gates.count * width, product.kept == nil ? gates : width)
    let pairs = max(steps - lag, 0) * rows
    let before = Matrix(all + (isReversed ? lag * block : 0), pairs, width)
    let after = Matrix(gradients + (isReversed ? 0 : lag * rows * stride), pairs, columns, stride: stride)
    if pairs > 0 {
      multiply(before.transposed, after, into: dU + start, stride: gates, add: add)
    } else if !add {
      for row in 0..<width { Scalar.kernels.fill(0, dU + row * gates + start, columns) }
    }
    if let initial, steps > 0 {
      let first = Matrix(gradients + step(0) * rows * stride, rows, columns, stride: stride)
      multiply(Matrix(pass.input(initial), rows, width).transposed, first, into: dU + start, stride: gates, add: true)
    }
  }

  /// A product's factor at all times: where it is, by how many steps it comes before the product, and which input it is at first.
  private func factors(
    of product: CellProgram.Product, _ pass: BackwardPass<Scalar>
  ) -> (UnsafePointer<Scalar>, lag: Int, initial: Int?) {
    func auxiliary(_ index: Int?) -> UnsafePointer<Scalar> { UnsafePointer(pass.auxiliary(index ?? 0)) }
    switch product.factor {
    case .stateBefore: return (pass.output, 1, initialState)
    case .memoryBefore: return (auxiliary(memoryAuxiliary), 1, initialMemory)
    case .state: return (pass.output, 0, nil)
    case .memory: return (auxiliary(memoryAuxiliary), 0, nil)
    case .kept(let number): return (auxiliary(firstKeptAuxiliary + number), 0, nil)
    default: preconditionFailure("recurrence: a factor of a product was not kept")
    }
  }

  /// Gradients by input, its weight and the biases, each as one product or sum over all rows of the input.
  /// - Parameter dMapped: The gradient by x·W + b. [sourceRows, G·H]
  private func addInputGradients(_ pass: BackwardPass<Scalar>, _ dMapped: UnsafePointer<Scalar>) {
    let all = Matrix(dMapped, sourceRows, gates)
    pass.accumulate(0) { dx, add in
      multiply(all, Matrix(pass.input(1), inputs, gates).transposed, into: dx, add: add)
    }
    pass.accumulate(1) { dW, add in
      multiply(Matrix(pass.input(0), sourceRows, inputs).transposed, all, into: dW, add: add)
    }
    pass.accumulate(3) { db, add in Scalar.kernels.sumRows(dMapped, db, sourceRows, gates, add) }
    guard hasRecurrentBias else { return }
    pass.accumulate(4) { db, add in
      pass.withWorkspace(gates) { sums in
        // b′ has b's gradient where the product is added to the preactivations.
        Scalar.kernels.sumRows(dMapped, sums, sourceRows, gates, false)
        for product in compiled.products {
          guard let number = product.kept else { continue }
          let own = pass.auxiliary(firstKeptAuxiliary + number)
          Scalar.kernels.sumRows(own, sums + product.gates.lowerBound * width, steps * rows, width, false)
        }
        Scalar.kernels.scale(1, sums, db, gates, add)
      }
    }
  }
}
