// Softmax, as a value of its own. Losses and attention have fused forms.

/// exp(x) / Σ exp(x) over an axis, computed without overflow.
/// - Shape: any; the axis must be the innermost.
/// - Complexity: O(count) time; keeps the result.
public func softmax<S>(_ x: Variable<S>, along axis: Int) -> Variable<S> {
  precondition(x.shape.index(of: axis) == x.shape.rank - 1, "softmax: axis \(axis) of \(x.shape) is not the innermost")
  return x.tape.record(Softmax<S>(rows: x.shape.rows, columns: x.shape.columns), x, shape: x.shape)
}

struct Softmax<Scalar: TensorScalar>: Operation {
  let rows, columns: Int

  var name: String { "softmax" }

  /// Forward: maximum, difference, exp, sum, quotient. Backward: product, sum, difference, product.
  func cost(needsGradient: NeedsGradient) -> Cost {
    let count = rows * columns
    let sum = Cost.chain(summing: columns)
    return Cost(
      forward: max(5 * count - 2 * rows, 0), backward: needsGradient[0] ? max(4 * count - rows, 0) : 0,
      forwardChain: 2 * sum + 3, backwardChain: sum + 3)
  }

  func forward(_ pass: ForwardPass<Scalar>) { Scalar.kernels.softmax(pass.input(0), pass.output, rows, columns) }

  func backward(_ pass: BackwardPass<Scalar>) {
    pass.accumulate(0) { dx, add in
      Scalar.kernels.softmaxGradient(pass.output, pass.outputGradient, dx, rows, columns, add)
    }
  }
}
