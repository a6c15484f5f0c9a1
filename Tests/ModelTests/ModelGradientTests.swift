// The whole model's gradient against differences of its loss, in double precision.

import SequenceKit
import TensorCore
import Testing

@Suite("Gradients of whole models")
struct ModelGradientTests {
  /// Differences of fourth order with step h err by h⁴ times a fifth derivative, and by rounding, about 10⁻¹⁵/h. Layer
  /// normalisation of few features makes that derivative as large as 10⁵, so that h = 10⁻³ would err by 10⁻⁷; at this h
  /// both are near 10⁻¹⁰.
  private static let step = 2e-4
  /// Relative to the largest element of a parameter's gradient.
  private static let tolerance = 1e-8
  /// Parameters of at most so many elements are checked element by element.
  private static let smallCount = 9

  @Test("Every gradient is the slope of the loss, to 1e-8", arguments: ModelCase.all)
  func gradientIsSlope(_ this: ModelCase) {
    let (tokens, targets) = (this.tokens(length: 6), this.tokens(length: 6, seed: 4))
    let parameters = this.weights(Double.self)
    let gradient = this.gradient(tokens, targets: targets, parameters)
    let tape = Tape(parameters, recordsGradients: false)

    /// The slope of the loss along a direction of one parameter.
    func slope(_ parameter: Parameter, _ direction: [Double]) -> Double {
      let original = parameters[parameter]
      func loss(_ distance: Double) -> Double {
        parameters[parameter] = Tensor(
          zip(original.scalars, direction).map { $0 + distance * $1 }, shape: parameter.shape)
        tape.reset()
        return this.model.loss(tokens, targets: targets, on: tape).mean.scalar
      }
      let h = Self.step
      let result = (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
      parameters[parameter] = original
      return result
    }

    for parameter in this.model.parameters.parameters {
      let (values, name) = (gradient[parameter].scalars, parameter.checkpoint.names[0])
      let scale = max(1e-3, values.reduce(0) { max($0, abs($1)) })
      for direction in directions(for: parameter) {
        let expected = zip(values, direction).reduce(0) { $0 + $1.0 * $1.1 }
        let difference = abs(slope(parameter, direction) - expected)
        #expect(difference <= Self.tolerance * scale, "\(name)")
      }
    }
  }

  /// Every element of a small parameter; random directions of unit length for a large one.
  private func directions(for parameter: Parameter) -> [[Double]] {
    let count = parameter.shape.count
    guard count > Self.smallCount else {
      return (0..<count).map { index in (0..<count).map { $0 == index ? 1 : 0 } }
    }
    var generator = SeededGenerator(seed: 11, stream: parameter.checkpoint.names[0])
    return (0..<3).map { _ in
      let direction = (0..<count).map { _ in generator.normal() }
      let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return direction.map { $0 / norm }
    }
  }
}
