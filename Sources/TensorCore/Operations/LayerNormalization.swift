// Layer normalisation, fused.

/// gain ⊙ (x − mean) / √(variance + ε) + bias over the innermost axis, with the variance over n (not n − 1).
/// - Shape: x [.., d], gain [d], bias [d] → [.., d].
/// - Complexity: O(count) time; keeps the result and two numbers a row.
/// - Source: Ba, Kiros and Hinton 2016.
@specialized(where S == Float)
public func layerNorm<S>(
  _ x: Variable<S>, gain: Variable<S>, bias: Variable<S>, epsilon: S = 1e-5
) -> Variable<S> {
  let columns = x.shape.columns
  precondition(gain.shape == [columns] && bias.shape == [columns], "layerNorm: gain or bias does not fit \(x.shape)")
  return x.tape.record(
    LayerNormalization<S>(rows: x.shape.rows, columns: columns, epsilon: epsilon), x, gain, bias, shape: x.shape)
}

struct LayerNormalization<Scalar: TensorScalar>: Operation {
  let rows, columns: Int
  let epsilon: Scalar

  var name: String { "layerNorm" }
  var auxiliaryShapes: [Shape] { [[rows], [rows]] }

  /// Forward, an element: mean 1, variance 3, normalise 2, gain and bias 2; a row: ε, root, quotient. Backward: normalise again 2,
  /// to x 8 (g = dy·gain, Σg, Σg·x̂, and (g − mean g − x̂·mean gx̂)·rstd), to gain 2, to bias 1, the sums over rows less the first row.
  func cost(needsGradient: NeedsGradient) -> Cost {
    let count = rows * columns
    let sum = Cost.chain(summing: columns)
    let sums = max(rows - 1, 0) * columns
    let normalised = needsGradient[0] || needsGradient[1] ? 2 * count : 0
    let toX = needsGradient[0] ? 8 * count : 0
    let toGain = needsGradient[1] ? count + sums : 0
    let toBias = needsGradient[2] ? sums : 0
    return Cost(
      forward: 8 * count + 3 * rows, backward: normalised + toX + toGain + toBias,
      forwardChain: 2 * sum + 10, backwardChain: max(needsGradient[0] ? sum + 6 : 0, Cost.chain(summing: rows) + 1))
  }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    Scalar.kernels.layerNorm(
      pass.input(0), pass.input(1), pass.input(2), epsilon, pass.output, pass.auxiliary(0), pass.auxiliary(1), rows,
      columns)
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    pass.withWorkspace(2 * columns) { sums in
      Scalar.kernels.fill(0, sums, 2 * columns)
      var wroteX = false
      func run(_ dx: UnsafeMutablePointer<Scalar>?, _ add: Bool) {
        Scalar.kernels.layerNormGradient(
          pass.input(0), pass.input(1), pass.auxiliary(0), pass.auxiliary(1), pass.outputGradient, dx, sums,
          sums + columns, rows, columns, add)
      }
      pass.accumulate(0) { dx, add in
        run(dx, add)
        wroteX = true
      }
      if !wroteX { run(nil, false) }
      pass.accumulate(1) { gradient, add in Scalar.kernels.scale(1, sums, gradient, columns, add) }
      pass.accumulate(2) { gradient, add in Scalar.kernels.scale(1, sums + columns, gradient, columns, add) }
    }
  }
}
