// Every parameter gets a gradient, and it is the slope of the loss.

import SequenceKit
import TensorCore

extension ModelCase {
  /// Each parameter's gradient is finite and not zero.
  func checkGradients() throws(Violation) -> Outcome {
    let (tokens, targets, parameters) = (tokens(), tokens(seed: 4), weights(Float.self))
    let gradient = gradient(tokens, targets: targets, parameters)
    for parameter in model.parameters.parameters {
      let (square, name) = (gradient.squaredNorm(of: parameter), parameter.checkpoint.names[0])
      guard square.isFinite else {
        throw Violation("the gradient of '\(name)' is not finite", lookAt: "what is divided by, and roots of 0")
      }
      guard square <= 1e-12 else { continue }
      let change = change(of: parameter, tokens, targets)
      guard change > 0 else {
        throw Violation(
          "'\(name)' gets no gradient, and the loss does not change with it: nothing reads it",
          lookAt: "where `features` should use it")
      }
      throw Violation(
        "'\(name)' gets no gradient, though the loss moves by \(short(change)) with it: it is read, but not differentiated",
        lookAt: "values that leave the tape: `constant`, `value`")
    }
    return .met
  }

  /// How much the loss moves when a parameter does.
  private func change(of parameter: Parameter, _ tokens: TokenBatch, _ targets: TokenBatch) -> Double {
    let parameters = weights(Double.self)
    let before = loss(tokens, targets: targets, parameters)
    var generator = SeededGenerator(seed: 6, stream: parameter.checkpoint.names[0])
    parameters[parameter] = Tensor(
      parameters[parameter].scalars.map { $0 + 0.1 * generator.normal() }, shape: parameter.shape)
    return abs(loss(tokens, targets: targets, parameters) - before)
  }

  /// Each gradient is the slope of the loss: along each element of small parameters, and along random directions of large ones.
  func checkSlopes() throws(Violation) -> Outcome {
    do throws(Violation) { try checkSlopes(seed: 1) } catch {
      // A kink, such as a ReLU's, may lie between two losses by chance; hardly for other weights again.
      try checkSlopes(seed: 2)
    }
    return .met
  }

  private func checkSlopes(seed: UInt64) throws(Violation) {
    let (tokens, targets) = (tokens(length: 6), tokens(length: 6, seed: 4))
    let parameters = weights(Double.self, seed: seed)
    let gradient = gradient(tokens, targets: targets, parameters)
    let loss = SlopeOfLoss(model: model, tokens: tokens, targets: targets, parameters: parameters)
    for parameter in model.parameters.parameters {
      let (values, name) = (gradient[parameter].scalars, parameter.checkpoint.names[0])
      let scale = values.reduce(1e-3) { max($0, abs($1)) }
      for (direction, words) in SlopeOfLoss.directions(for: parameter) {
        let expected = zip(values, direction).reduce(0) { $0 + $1.0 * $1.1 }
        let slope = loss.along(direction, of: parameter)
        guard !(abs(slope - expected) <= SlopeOfLoss.tolerance * scale) else { continue }
        throw Violation(
          "along \(words) of '\(name)' the loss has slope \(short(slope)), but the gradient says \(short(expected))",
          lookAt: "values that leave the tape between '\(name)' and the logits: `constant`, `value`")
      }
    }
  }
}

/// The slope of a loss by differences.
private struct SlopeOfLoss {
  /// Differences of fourth order with step h err by h⁴ times a fifth derivative, and by rounding, about 10⁻¹⁵/h. Layer
  /// normalisation of few features makes that derivative as large as 10⁵, so that h = 10⁻³ would err by 10⁻⁷; at this h
  /// both are near 10⁻¹⁰.
  private static let step = 2e-4
  /// Relative to the largest element of a parameter's gradient.
  static let tolerance = 1e-8
  /// Parameters of at most so many elements are checked element by element.
  private static let smallCount = 9

  let model: any SequenceModel
  let tokens, targets: TokenBatch
  let parameters: Parameters<Double>

  /// The slope along a direction of one parameter.
  func along(_ direction: [Double], of parameter: Parameter) -> Double {
    let original = parameters[parameter]
    let tape = Tape(parameters, recordsGradients: false)
    func loss(_ distance: Double) -> Double {
      parameters[parameter] = Tensor(
        zip(original.scalars, direction).map { $0 + distance * $1 }, shape: parameter.shape)
      tape.reset()
      return model.loss(tokens, targets: targets, on: tape).mean.scalar
    }
    defer { parameters[parameter] = original }
    let h = Self.step
    return (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
  }

  /// Every element of a small parameter; random directions of unit length for a large one. Each with words for it.
  static func directions(for parameter: Parameter) -> [(direction: [Double], words: String)] {
    let count = parameter.shape.count
    guard count > smallCount else {
      return (0..<count).map { index in ((0..<count).map { $0 == index ? 1 : 0 }, "element \(index)") }
    }
    var generator = SeededGenerator(seed: 11, stream: parameter.checkpoint.names[0])
    return (0..<3).map { _ in
      let direction = (0..<count).map { _ in generator.normal() }
      let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return (direction.map { $0 / norm }, "a random direction")
    }
  }
}
