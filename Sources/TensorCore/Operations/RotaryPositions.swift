// Rotary position encoding, applied to packed queries, keys and values.

import Foundation

/// Rotates queries and keys by angles that grow with position, so that their products depend on distance alone. Feature i of a head's
/// first half and feature i of its second half form a pair, turned by position · 10000^(−2i/headWidth). Values pass unchanged.
/// - Shape: packed [B, T, 3·d] → [B, T, 3·d].
/// - Parameter position: The position of the first step.
/// - Complexity: O(count) time; keeps the result and T·headWidth numbers.
/// - Source: Su et al. 2021, with the pairing of GPT-NeoX.
/// - Precondition: the width of a head is even.
public func rotated<S>(_ packed: Variable<S>, headCount: Int, position: Int = 0) -> Variable<S> {
  let (batch, steps, width) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
  let half = width / headCount / 2
  precondition(
    half * 2 * headCount * 3 == packed.shape[2], "rotated: heads of shape \(packed.shape) have no even width")
  let angles = Tensor<S>(shape: [steps, 2, half]) { table in
    for index in 0..<half {
      let frequency = pow(10000, -Double(index) / Double(half))
      for step in 0..<steps {
        let angle = Double(position + step) * frequency
        table[(step * 2) * half + index] = S(cos(angle))
        table[(step * 2 + 1) * half + index] = S(sin(angle))
      }
    }
  }
  let operation = RotaryPositions<S>(batch: batch, steps: steps, width: width, headCount: headCount)
  return packed.tape.record(operation, packed, packed.tape.constant(angles), shape: packed.shape)
}

struct RotaryPositions<Scalar: TensorScalar>: Operation {
  let batch, steps, width, headCount: Int

  var name: String { "rotate" }

  /// Six operations a pair, for queries and keys: 6·2d/2 a position.
  func cost(needsGradient: NeedsGradient) -> Cost {
    let work = 6 * batch * steps * width
    return Cost(forward: work, backward: needsGradient[0] ? work : 0, forwardChain: 2, backwardChain: 2)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    pass.output.update(from: pass.input(0), count: batch * steps * 3 * width)
    rotate(pass.output, angles: pass.input(1), direction: 1)
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    // A rotation's transpose is the rotation back.
    let count = batch * steps * 3 * width
    pass.accumulate(0) { dx, add in
      if add {
        pass.withWorkspace(count) { turned in
          turned.update(from: pass.outputGradient, count: count)
          rotate(turned, angles: pass.input(1), direction: -1)
          Scalar.kernels.scale(1, turned, dx, count, true)
        }
      } else {
        dx.update(from: pass.outputGradient, count: count)
        rotate(dx, angles: pass.input(1), direction: -1)
      }
    }
  }

  /// Turns all queries and keys in place.
  private func rotate(_ packed: UnsafeMutablePointer<Scalar>, angles: UnsafePointer<Scalar>, direction: Scalar) {
    let half = width / headCount / 2
    for row in 0..<batch * steps {
      let cosines = angles + (row % steps) * 2 * half
      // The heads of the queries, then those of the keys.
      Scalar.kernels.rotate(packed + row * 3 * width, cosines, cosines + half, direction, 2 * headCount, half)
    }
  }
}
