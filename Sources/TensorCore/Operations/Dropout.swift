// Dropout: a random mask that is never stored.

/// Sets each element to zero with the given probability, and scales the others so that the mean stays.
///
/// The mask is a function of the seed and the position, so the backward pass makes it again instead of keeping it.
/// - Complexity: O(count) time; keeps the result.
/// - Source: Srivastava et al. 2014, in the inverted form.
public func dropout<S>(_ x: Variable<S>, probability: Double, seed: UInt64) -> Variable<S> {
  precondition(probability >= 0 && probability < 1, "dropout: the probability \(probability) is not in [0, 1)")
  guard probability > 0 else { return x }
  return x.tape.record(Dropout<S>(count: x.shape.count, keep: 1 - probability, seed: seed), x, shape: x.shape)
}

struct Dropout<Scalar: TensorScalar>: Operation {
  let count: Int
  let keep: Double
  let seed: UInt64

  var name: String { "dropout" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    Cost(forward: count, backward: count * needsGradient.count, forwardChain: 1, backwardChain: 1)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    Scalar.kernels.dropout(pass.input(0), pass.output, count, seed, 0, keep, false)
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    pass.accumulate(0) { dx, add in
      Scalar.kernels.dropout(pass.outputGradient, dx, count, seed, 0, keep, add)
    }
  }
}
