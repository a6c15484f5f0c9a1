// The second half of a Transformer's two-layer network: GELU and a linear map, fused.

/// gelu(x)·W + b, for every row of x, without keeping gelu(x).
///
/// Blocks of rows go through GELU and product while they are in cache; the backward pass computes GELU again.
/// - Shape: x [.., k], W [k, n], b [n] → [.., n].
/// - Complexity: 2·rows·k·n + 8·rows·k + rows·n operations, about twice that and GELU again for the gradients; keeps the result.
public func geluLinear<S>(_ x: Variable<S>, _ weight: Variable<S>, bias: Variable<S>) -> Variable<S> {
  let (k, n) = (x.shape.columns, weight.shape.columns)
  precondition(
    weight.shape == [k, n] && bias.shape == [n],
    "geluLinear: weight \(weight.shape) and bias \(bias.shape) do not fit input \(x.shape)")
  var shape = x.shape
  shape[-1] = n
  return x.tape.record(GELULinear<S>(rows: x.shape.rows, k: k, n: n), x, weight, bias, shape: shape)
}

struct GELULinear<Scalar: TensorScalar>: Operation {
  let rows, k, n: Int

  var name: String { "geluLinear" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let product = MatrixProduct<Scalar>(batch: 1, m: rows, k: k, n: n, transposesSecond: false, hasBias: true)
      .cost(needsGradient: needsGradient)
    let gelu = ElementwiseFunction<Scalar>(kind: .gelu, count: rows * k).cost(needsGradient: NeedsGradient([true]))
    return Cost(
      forward: product.forward + gelu.forward,
      backward: product.backward + (needsGradient[0] ? gelu.backward : 0) + (needsGradient[1] ? gelu.forward : 0),
      forwardChain: product.forwardChain + gelu.forwardChain,
      backwardChain: product.backwardChain + max(gelu.backwardChain, gelu.forwardChain))
  }

  /// Rows that go through together: as many as keep a block within a quarter of a megabyte.
  private var blockRows: Int { max(16, min(rows, 262_144 / MemoryLayout<Scalar>.stride / max(k, 1))) }

  /// Calls `body` with the first row and the number of rows of each block.
  private func forEachBlock(_ body: (Int, Int) -> Void) {
    for first in stride(from: 0, to: rows, by: blockRows) { body(first, min(blockRows, rows - first)) }
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    let kernels = Scalar.kernels
    pass.withWorkspace(blockRows * k) { activated in
      forEachBlock { first, count in
        let output = pass.output + first * n
        kernels.gelu(pass.input(0) + first * k, activated, count * k)
        multiply(
          Matrix(UnsafePointer(activated), count, k), Matrix(pass.input(1), k, n), into: output, add: false)
        kernels.addRow(output, pass.input(2), output, count, n)
      }
    }
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    let kernels = Scalar.kernels
    let dy = UnsafePointer(pass.outputGradient)
    pass.accumulate(0) { dx, add in
      pass.withFastSecondFactor(Matrix(pass.input(1), k, n).transposed, rows: rows) { weight in
        pass.withWorkspace(blockRows * k) { dActivated in
          forEachBlock { first, count in
            multiply(Matrix(dy + first * n, count, n), weight, into: dActivated, add: false)
            kernels.geluGradient(pass.input(0) + first * k, dActivated, dx + first * k, count * k, add)
          }
        }
      }
    }
    pass.accumulate(1) { dW, add in
      if rows == 0 && !add { kernels.fill(0, dW, k * n) }
      pass.withWorkspace(blockRows * k) { activated in
        forEachBlock { first, count in
          kernels.gelu(pass.input(0) + first * k, activated, count * k)
          multiply(
            Matrix(UnsafePointer(activated), count, k).transposed, Matrix(dy + first * n, count, n), into: dW,
            add: add || first > 0)
        }
      }
    }
    pass.accumulate(2) { db, add in kernels.sumRows(dy, db, rows, n, add) }
  }
}
