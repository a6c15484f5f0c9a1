// Sums and means.

extension Variable {
  /// The sum of all elements, a scalar.
  /// - Complexity: O(count) time; keeps one number.
  public func sum() -> Variable { reduced(AxisBlocks(outer: 1, extent: shape.count, inner: 1), scale: 1, shape: []) }

  /// The mean of all elements, a scalar.
  public func mean() -> Variable {
    reduced(AxisBlocks(outer: 1, extent: shape.count, inner: 1), scale: 1 / Scalar(shape.count), shape: [])
  }

  /// The sum over one axis, which disappears.
  /// - Complexity: O(count) time; keeps the result.
  public func sum(along axis: Int) -> Variable {
    let axis = shape.index(of: axis)
    var extents = shape.dimensions
    extents.remove(at: axis)
    return reduced(AxisBlocks(shape, axis), scale: 1, shape: Shape(extents))
  }

  private func reduced(_ blocks: AxisBlocks, scale: Scalar, shape: Shape) -> Variable {
    tape.record(Reduction<Scalar>(blocks: blocks, factor: scale), self, shape: shape)
  }
}

extension AxisBlocks {
  init(outer: Int, extent: Int, inner: Int) {
    self.outer = outer
    self.extent = extent
    self.inner = inner
  }
}

/// factor · Σ over the middle axis of [outer, extent, inner].
struct Reduction<Scalar: TensorScalar>: Operation {
  let blocks: AxisBlocks
  let factor: Scalar

  var name: String { factor == 1 ? "sum" : "mean" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let scaling = factor == 1 ? 0 : 1
    let results = blocks.outer * blocks.inner
    return Cost(
      forward: results * (max(blocks.extent - 1, 0) + scaling), backward: needsGradient[0] ? results * scaling : 0,
      forwardChain: Cost.chain(summing: blocks.extent) + scaling, backwardChain: scaling)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    let (x, y) = (pass.input(0), pass.output)
    let kernels = Scalar.kernels
    for outer in 0..<blocks.outer {
      let block = x + outer * blocks.extent * blocks.inner
      if blocks.inner == 1 {
        y[outer] = Scalar(kernels.sum(block, blocks.extent))
      } else {
        kernels.sumRows(block, y + outer * blocks.inner, blocks.extent, blocks.inner, false)
      }
    }
    if factor != 1 { kernels.scale(factor, y, y, blocks.outer * blocks.inner, false) }
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    let dy = pass.outputGradient
    let kernels = Scalar.kernels
    pass.accumulate(0) { dx, add in
      for outer in 0..<blocks.outer {
        for row in 0..<blocks.extent where blocks.inner > 1 {
          let target = dx + (outer * blocks.extent + row) * blocks.inner
          kernels.scale(factor, dy + outer * blocks.inner, target, blocks.inner, add)
        }
        guard blocks.inner == 1 else { continue }
        let (target, term) = (dx + outer * blocks.extent, factor * dy[outer])
        if add {
          pass.withWorkspace(blocks.extent) { terms in
            kernels.fill(term, terms, blocks.extent)
            kernels.add(target, terms, target, blocks.extent)
          }
        } else {
          kernels.fill(term, target, blocks.extent)
        }
      }
    }
  }
}
