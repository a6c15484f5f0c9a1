// Matrix products: plain, batched, and with a bias.

/// The matrix product over the innermost two axes.
///
/// - Shape: [.., m, k] · [k, n] → [.., m, n], one matrix for all; or [.., m, k] · [.., k, n] → [.., m, n], matrix by matrix
///   for equal outer axes. With `transposingSecond`, the second is [n, k] or [.., n, k].
/// - Complexity: 2·m·n·k operations for each matrix, twice that for the gradients; keeps the result.
@specialized(where S == Float)
public func matmul<S>(_ a: Variable<S>, _ b: Variable<S>, transposingSecond: Bool = false) -> Variable<S> {
  product(a, b, bias: nil, addend: nil, transposingSecond: transposingSecond)
}

/// x·W + b, for every row of x, and optionally another value on top: a residual sum in the same pass over memory.
/// - Shape: x [.., k], W [k, n] (or [n, k] with `transposingWeight`), b [n], addend [.., n] → [.., n].
/// - Complexity: 2·rows·k·n + rows·n operations (2·rows·n with an addend), about twice that for the gradients; keeps the result.
@specialized(where S == Float)
public func linear<S>(
  _ x: Variable<S>, _ weight: Variable<S>, bias: Variable<S>?, adding addend: Variable<S>? = nil,
  transposingWeight: Bool = false
) -> Variable<S> {
  precondition(weight.shape.rank == 2, "linear: the weight has shape \(weight.shape), not two axes")
  return product(x, weight, bias: bias, addend: addend, transposingSecond: transposingWeight)
}

@specialized(where S == Float)
private func product<S>(
  _ a: Variable<S>, _ b: Variable<S>, bias: Variable<S>?, addend: Variable<S>?, transposingSecond: Bool
) -> Variable<S> {
  precondition(a.shape.rank >= 1 && b.shape.rank >= 2, "matmul: shapes \(a.shape) and \(b.shape) are not matrices")
  let k = a.shape[-1]
  let (inner, n) = transposingSecond ? (b.shape[-1], b.shape[-2]) : (b.shape[-2], b.shape[-1])
  precondition(k == inner, "matmul: inner extents of \(a.shape) and \(b.shape) differ")
  let batch: Int
  if b.shape.rank == 2 {
    batch = 1
  } else {
    precondition(
      a.shape.dimensions.dropLast(2) == b.shape.dimensions.dropLast(2),
      "matmul: outer extents of \(a.shape) and \(b.shape) differ")
    batch = b.shape.dimensions.dropLast(2).reduce(1, *)
  }
  precondition(bias == nil || bias?.shape == [n], "linear: a bias of \(bias?.shape ?? []) does not fit \(n) columns")
  var shape = a.shape
  shape[-1] = n
  precondition(addend == nil || addend?.shape == shape, "linear: \(addend?.shape ?? []) does not fit \(shape)")
  // Rows from the extents and not from the count, which says nothing for k = 0: the product is then all zeros.
  let operation = MatrixProduct<S>(
    batch: batch, m: batch == 0 ? 0 : a.shape.rows / batch, k: k, n: n, transposesSecond: transposingSecond,
    hasBias: bias != nil, hasAddend: addend != nil)
  return a.tape.record(operation, inputs: [a, b] + [bias, addend].compactMap { $0 }, shape: shape)
}

struct MatrixProduct<Scalar: TensorScalar>: Operation {
  let batch, m, k, n: Int
  let transposesSecond: Bool
  let hasBias: Bool
  var hasAddend = false

  /// The addend's place among the inputs.
  private var addend: Int { hasBias ? 3 : 2 }

  var name: String { hasBias ? "linear" : "matmul" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let product = 2 * batch * m * k * n
    let bias = hasBias ? m * n : 0
    let biasGradient = hasBias && needsGradient[2] ? max(m - 1, 0) * n : 0
    let toFirst = needsGradient[0] ? Cost.chain(contracting: n) : 0
    let toSecond = needsGradient[1] ? Cost.chain(contracting: m) : 0
    let toBias = hasBias && needsGradient[2] ? Cost.chain(summing: m) : 0
    return Cost(
      forward: product + bias + (hasAddend ? batch * m * n : 0),
      backward: product * ((needsGradient[0] ? 1 : 0) + (needsGradient[1] ? 1 : 0)) + biasGradient,
      forwardChain: Cost.chain(contracting: k) + (hasBias ? 1 : 0) + (hasAddend ? 1 : 0),
      backwardChain: max(toFirst, toSecond, toBias))
  }

  /// The second factor of one matrix of the batch, as it is meant: [k, n].
  private func second(_ b: UnsafePointer<Scalar>, _ index: Int) -> Matrix<Scalar> {
    let base = b + index * k * n
    return transposesSecond ? Matrix(base, n, k).transposed : Matrix(base, k, n)
  }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let (a, b, c) = (pass.input(0), pass.input(1), pass.output)
    for index in 0..<batch {
      multiply(
        Matrix(a + index * m * k, m, k), second(b, index), into: c + index * m * n,
        bias: hasBias ? pass.input(2) : nil, plus: hasAddend ? Matrix(pass.input(addend) + index * m * n, m, n) : nil,
        sharedBy: pass.team)
    }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    // lesson: backward
    let (a, b, dc) = (pass.input(0), pass.input(1), UnsafePointer(pass.outputGradient))
    pass.accumulate(0) { da, add in
      for index in 0..<batch {
        multiply(
          Matrix(dc + index * m * n, m, n), second(b, index).transposed, into: da + index * m * k, add: add)
      }
    }
    pass.accumulate(1) { db, add in
      for index in 0..<batch {
        let (matrixA, dC) = (Matrix(a + index * m * k, m, k), Matrix(dc + index * m * n, m, n))
        if transposesSecond {
          multiply(dC.transposed, matrixA, into: db + index * k * n, add: add)
        } else {
          multiply(matrixA.transposed, dC, into: db + index * k * n, add: add)
        }
      }
    }
    if hasBias { pass.accumulate(2) { dbias, add in Scalar.kernels.sumRows(dc, dbias, m, n, add) } }
    if hasAddend { pass.passOnGradient(to: addend) }
    // end
  }
}
