// By its equations, operation by operation, a model gives what its fused operations give.

import SequenceKit
import TensorCore

extension ModelCase {
  /// On a plain tape, recurrences and attention run by their own operations: loss and gradients are the same up to rounding.
  func checkEquations() throws(Violation) -> Outcome {
    let (tokens, targets) = (tokens(length: 7), tokens(length: 7, seed: 4))
    let parameters = weights(Double.self)
    func run(isPlain: Bool) -> (loss: Double, gradient: Parameters<Double>) {
      let (tape, gradient) = (Tape(parameters), Parameters<Double>(zerosFor: model.parameters))
      tape.isPlain = isPlain
      let loss = model.loss(tokens, targets: targets, on: tape).mean
      let value = loss.scalar
      tape.backward(from: loss, into: gradient)
      return (value, gradient)
    }
    let (fused, plain) = (run(isPlain: false), run(isPlain: true))
    let lines = "what `features` does where `tape.isPlain`, or the fused operation that it calls otherwise"
    guard abs(fused.loss - plain.loss) <= 1e-11 * max(1, abs(plain.loss)) else {
      throw Violation(
        "by its equations, the loss is \(plain.loss), and \(fused.loss) by fused operations", lookAt: lines)
    }
    for parameter in model.parameters.parameters {
      let difference = deviation(fused.gradient[parameter].scalars, from: plain.gradient[parameter].scalars)
      guard difference < 1e-10 else {
        throw Violation(
          "the gradient of '\(parameter.checkpoint.names[0])' by its equations and by fused operations differ by "
            + "\(short(difference)) of its size", lookAt: lines)
      }
    }
    return .met
  }
}
