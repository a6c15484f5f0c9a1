// GELU by the error function, as PyTorch's nn.GELU() has it, for checkpoints that were trained with it.

import Foundation

/// x·Φ(x) with Φ(x) = ½(1 + erf(x/√2)), element by element.
///
/// Φ is the C library's, in double precision: some ten times slower than `gelu`, the tanh form that the lab trains
/// with.
/// - Complexity: O(count) time; keeps the result.
/// - Source: Hendrycks and Gimpel 2016.
public func exactGELU<S>(_ x: Variable<S>) -> Variable<S> {
  x.tape.record(ExactGELU<S>(count: x.shape.count), x, shape: x.shape)
}

struct ExactGELU<Scalar: TensorScalar>: Operation {
  let count: Int

  var name: String { "exactGELU" }

  /// Forward, an element: quotient, erf, sum and two products; backward: those of Φ again, φ in 4, its product with x,
  /// sum, product.
  func cost(needsGradient: NeedsGradient) -> Cost {
    Cost(
      forward: 5 * count, backward: needsGradient[0] ? 11 * count : 0, forwardChain: 5, backwardChain: 8)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    let (x, y) = (pass.input(0), pass.output)
    for index in 0..<count {
      let value = Double(x[index])
      y[index] = Scalar(value * Self.below(value))
    }
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    let (x, dy) = (pass.input(0), UnsafePointer(pass.outputGradient))
    pass.accumulate(0) { dx, add in
      for index in 0..<count {
        let value = Double(x[index])
        let density = exp(-value * value / 2) / (2 * Double.pi).squareRoot()
        let slope = Scalar(Self.below(value) + value * density) * dy[index]
        dx[index] = add ? dx[index] + slope : slope
      }
    }
  }

  /// Φ: the probability that a standard normal number is below x. Far left, erfc keeps the digits that 1 + erf would
  /// lose.
  private static func below(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
}
