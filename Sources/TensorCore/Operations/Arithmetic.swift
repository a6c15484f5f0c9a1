// Sums, differences, products and quotients of two values, and products with a number.

/// x + y, element by element. `y` may have the shape of x's innermost axes; it is then added to each part of x alike.
/// - Complexity: O(count) time; keeps the result.
/// - Precondition: `y.shape` equals `x.shape` or is a suffix of it.
public func + <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { arithmetic(.add, x, y) }

/// x − y, element by element; shapes as for `+`.
public func - <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { arithmetic(.subtract, x, y) }

/// x ⊙ y, element by element; shapes as for `+`.
public func * <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { arithmetic(.multiply, x, y) }

/// x ⊘ y, element by element; shapes as for `+`.
public func / <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { arithmetic(.divide, x, y) }

/// factor · x.
/// - Complexity: O(count) time; keeps the result.
public func * <S>(factor: S, x: Variable<S>) -> Variable<S> { affine(x, scale: factor, offset: 0) }

/// x + number, element by element.
public func + <S>(x: Variable<S>, number: S) -> Variable<S> { affine(x, scale: 1, offset: number) }

/// x − number, element by element.
public func - <S>(x: Variable<S>, number: S) -> Variable<S> { affine(x, scale: 1, offset: -number) }

/// number − x, element by element: 1 - z.
public func - <S>(number: S, x: Variable<S>) -> Variable<S> { affine(x, scale: -1, offset: number) }

/// −x, element by element.
public prefix func - <S>(x: Variable<S>) -> Variable<S> { affine(x, scale: -1, offset: 0) }

private func affine<S>(_ x: Variable<S>, scale: S, offset: S) -> Variable<S> {
  x.tape.record(Affine(scale: scale, offset: offset, count: x.shape.count), x, shape: x.shape)
}

@specialized(where S == Float)
private func arithmetic<S>(_ kind: Arithmetic<S>.Kind, _ x: Variable<S>, _ y: Variable<S>) -> Variable<S> {
  precondition(y.shape.isSuffix(of: x.shape), "\(kind): shape \(y.shape) is not a suffix of \(x.shape)")
  let columns = y.shape.count
  return x.tape.record(
    Arithmetic<S>(kind: kind, rows: columns == 0 ? 0 : x.shape.count / columns, columns: columns), x, y, shape: x.shape)
}

/// x ∘ y, where y [columns] meets every row of x [rows, columns].
struct Arithmetic<Scalar: TensorScalar>: Operation {
  enum Kind: String { case add, subtract, multiply, divide }
  let kind: Kind
  let rows: Int
  let columns: Int

  var name: String { kind.rawValue }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let count = rows * columns
    let toX = kind == .multiply || kind == .divide ? count : 0
    let perElement =
      switch kind {
      case .add: 0
      case .subtract: 1
      case .multiply: 1
      case .divide: 3
      }
    let toY = count * perElement + max(rows - 1, 0) * columns
    return Cost(
      forward: count, backward: (needsGradient[0] ? toX : 0) + (needsGradient[1] ? toY : 0),
      forwardChain: 1, backwardChain: needsGradient[1] ? perElement + Cost.chain(summing: rows) : min(toX, 1))
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    let (x, y, output) = (pass.input(0), pass.input(1), pass.output)
    let kernels = Scalar.kernels
    for row in 0..<rows {
      let (x, output) = (x + row * columns, output + row * columns)
      switch kind {
      case .add: kernels.add(x, y, output, columns)
      case .subtract: kernels.subtract(x, y, output, columns)
      case .multiply: kernels.multiply(x, y, output, columns, false)
      case .divide: kernels.divide(x, y, output, columns, false)
      }
    }
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    let dOutput = UnsafePointer(pass.outputGradient)
    let kernels = Scalar.kernels
    pass.accumulate(1) { dy, add in
      switch kind {
      case .add: kernels.sumRows(dOutput, dy, rows, columns, add)
      case .subtract, .multiply, .divide:
        pass.withWorkspace(rows * columns) { terms in
          writeTerms(pass, dOutput, terms)
          kernels.sumRows(terms, dy, rows, columns, add)
        }
      }
    }
    switch kind {
    case .add, .subtract: pass.passOnGradient(to: 0)
    case .multiply:
      pass.accumulate(0) { dx, add in kernels.multiplyRow(dOutput, pass.input(1), dx, rows, columns, add) }
    case .divide:
      pass.accumulate(0) { dx, add in
        for row in 0..<rows {
          kernels.divide(dOutput + row * columns, pass.input(1), dx + row * columns, columns, add)
        }
      }
    }
  }

  /// The gradient by y before it is summed over rows: −g, g·x, or −g·(x/y)/y.
  private func writeTerms(
    _ pass: BackwardPass<Scalar>, _ dOutput: UnsafePointer<Scalar>, _ terms: UnsafeMutablePointer<Scalar>
  ) {
    let kernels = Scalar.kernels
    switch kind {
    case .add: break
    case .subtract: kernels.scale(-1, dOutput, terms, rows * columns, false)
    case .multiply: kernels.multiply(dOutput, pass.input(0), terms, rows * columns, false)
    case .divide:
      kernels.multiply(dOutput, pass.output, terms, rows * columns, false)
      kernels.scale(-1, terms, terms, rows * columns, false)
      for row in 0..<rows {
        kernels.divide(terms + row * columns, pass.input(1), terms + row * columns, columns, false)
      }
    }
  }
}

/// scale · x + offset.
struct Affine<Scalar: TensorScalar>: Operation {
  let scale, offset: Scalar
  let count: Int

  var name: String { offset == 0 ? "scale" : "affine" }

  /// A factor of 1 or −1 costs nothing beside a sum.
  var workPerElement: (forward: Int, backward: Int) {
    (offset == 0 || abs(scale) == 1 ? 1 : 2, offset != 0 && scale == 1 ? 0 : 1)
  }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let work = workPerElement
    return Cost(
      forward: count * work.forward, backward: count * work.backward * needsGradient.count, forwardChain: work.forward,
      backwardChain: work.backward)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    if offset == 0 {
      Scalar.kernels.scale(scale, pass.input(0), pass.output, count, false)
    } else {
      Scalar.kernels.fill(offset, pass.output, count)
      Scalar.kernels.scale(scale, pass.input(0), pass.output, count, true)
    }
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    pass.accumulate(0) { dx, add in Scalar.kernels.scale(scale, pass.outputGradient, dx, count, add) }
  }
}
