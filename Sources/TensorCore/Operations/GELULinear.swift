// The second half of a Transformer's two-layer network: GELU and a linear map, fused.

/// gelu(x)·W + b, for every row of x, without keeping gelu(x), and optionally another value on top.
///
/// Blocks of rows go through GELU and product while they are in cache; the backward pass computes GELU again.
/// - Shape: x [.., k], W [k, n], b [n], addend [.., n] → [.., n].
/// - Complexity: 2·rows·k·n + 8·rows·k + rows·n operations, about twice that and GELU again for the gradients; keeps the result.
@specialized(where S == Float)
public func geluLinear<S>(
  _ x: Variable<S>, _ weight: Variable<S>, bias: Variable<S>, adding addend: Variable<S>? = nil
) -> Variable<S> {
  let (k, n) = (x.shape.columns, weight.shape.columns)
  precondition(
    weight.shape == [k, n] && bias.shape == [n],
    "geluLinear: weight \(weight.shape) and bias \(bias.shape) do not fit input \(x.shape)")
  var shape = x.shape
  shape[-1] = n
  precondition(addend == nil || addend?.shape == shape, "geluLinear: \(addend?.shape ?? []) does not fit \(shape)")
  let operation = GELULinear<S>(rows: x.shape.rows, k: k, n: n, hasAddend: addend != nil)
  return x.tape.record(operation, inputs: [x, weight, bias] + (addend.map { [$0] } ?? []), shape: shape)
}

struct GELULinear<Scalar: TensorScalar>: Operation {
  let rows, k, n: Int
  var hasAddend = false

  var name: String { "geluLinear" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let product = MatrixProduct<Scalar>(
      batch: 1, m: rows, k: k, n: n, transposesSecond: false, hasBias: true, hasAddend: hasAddend
    ).cost(needsGradient: needsGradient)
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

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let kernels = Scalar.kernels
    pass.withWorkspace(blockRows * k) { activated in
      forEachBlock { first, count in
        let output = pass.output + first * n
        kernels.gelu(pass.input(0) + first * k, activated, count * k)
        multiply(
          Matrix(UnsafePointer(activated), count, k), Matrix(pass.input(1), k, n), into: output,
          bias: pass.input(2), plus: hasAddend ? Matrix(pass.input(3) + first * n, count, n) : nil, sharedBy: pass.team)
      }
    }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let kernels = Scalar.kernels
    let (x, dy, weight) = (pass.input(0), UnsafePointer(pass.outputGradient), Matrix(pass.input(1), k, n))
    let (dx, dW) = (pass.destination(0), pass.destination(1))
    if let dW, rows == 0 && !dW.add { kernels.fill(0, dW.memory, k * n) }
    pass.withWorkspace(blockRows * k) { block in
      forEachBlock { first, count in
        let (x, dOutput) = (x + first * k, Matrix(dy + first * n, count, n))
        if let dx {
          // The block holds the gradient by gelu(x), then gelu(x) in its place.
          multiply(dOutput, weight.transposed, into: block, add: false)
          kernels.geluWithGradient(x, block, dx.memory + first * k, block, count * k, dx.add)
        } else {
          kernels.gelu(x, block, count * k)
        }
        if let dW {
          multiply(
            Matrix(UnsafePointer(block), count, k).transposed, dOutput, into: dW.memory, add: dW.add || first > 0)
        }
      }
    }
    pass.accumulate(2) { db, add in kernels.sumRows(dy, db, rows, n, add) }
    if hasAddend { pass.passOnGradient(to: 3) }
  }
}
