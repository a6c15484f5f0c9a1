// Plain arrays of Doubles with a shape: what the reference formulas compute with, sharing no code with the core.

import TensorCore

/// A dense row-major array.
struct Reference: Equatable, Sendable {
  var shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) {
    precondition(values.count == shape.reduce(1, *))
    self.shape = shape
    self.values = values
  }

  /// Zeros.
  init(_ shape: [Int]) { self.init(shape, [Double](repeating: 0, count: shape.reduce(1, *))) }

  init<S: TensorScalar>(_ tensor: Tensor<S>) { self.init(tensor.shape.dimensions, tensor.scalars.map { Double($0) }) }

  var columns: Int { shape.last ?? 1 }
  var rows: Int { shape.dropLast().reduce(1, *) }

  func tensor<S: TensorScalar>(of type: S.Type = S.self) -> Tensor<S> {
    Tensor(values.map { S($0) }, shape: Shape(shape))
  }

  func reshaped(_ shape: [Int]) -> Reference { Reference(shape, values) }

  func map(_ function: (Double) -> Double) -> Reference { Reference(shape, values.map(function)) }

  /// The part of the flat values from `start` on, as an array of the given shape.
  func part(at start: Int, _ shape: [Int]) -> Reference {
    Reference(shape, Array(values[start..<start + shape.reduce(1, *)]))
  }

  static func + (a: Reference, b: Reference) -> Reference { Reference(a.shape, zip(a.values, b.values).map(+)) }
}

/// How the numbers of an input are drawn: multiples of 1/1024, so that they are the same in both precisions.
enum Draw: Sendable {
  /// Standard normal.
  case normal
  /// Normal with deviation ½: recurrences with larger weights are too rough for finite differences.
  case mild
  /// Normal, but at least 0.1 away from 0, where some functions have a kink.
  case offZero
  /// In 0.5..<2.
  case positive

  func callAsFunction(_ shape: [Int], _ stream: String) -> Reference {
    var generator = SeededGenerator(seed: 2026, stream: stream)
    var result = Reference(shape)
    for index in result.values.indices {
      let number =
        switch self {
        case .normal: generator.normal()
        case .mild: generator.normal() / 2
        case .offZero: { $0 < 0 ? $0 - 0.125 : $0 + 0.125 }(generator.normal())
        case .positive: 0.5 + 1.5 * generator.uniform()
        }
      result.values[index] = (number * 1024).rounded() / 1024
    }
    return result
  }
}

/// The largest difference, relative to the largest expected magnitude. Not a number if either has one that the other lacks.
func deviation(_ actual: Reference, _ expected: Reference) -> Double {
  guard actual.shape == expected.shape else { return .infinity }
  var (worst, scale) = (0.0, 0.0)
  for (a, b) in zip(actual.values, expected.values) where a != b {
    let difference = abs(a - b)
    if !(difference <= worst) { worst = difference }
  }
  for b in expected.values where b.isFinite { scale = max(scale, abs(b)) }
  return worst == 0 ? 0 : worst / (scale == 0 ? 1 : scale)
}

/// The gradient of Σ weights ⊙ f(inputs) by the chosen elements of one input, by five-point central differences. With a step of
/// 2⁻¹² the truncation error h⁴f⁽⁵⁾/30 is near 1e-16·f⁽⁵⁾ and that of rounding near 1e-12·f.
func numericalGradient(
  _ function: ([Reference]) -> Reference, at inputs: [Reference], by input: Int, elements: [Int], weights: Reference
) -> [Double] {
  let step = 0x1p-12
  return elements.map { element in
    func output(_ offset: Double) -> Reference {
      var moved = inputs
      moved[input].values[element] += offset * step
      return function(moved)
    }
    let (near, far) = ((output(1), output(-1)), (output(2), output(-2)))
    var sum = 0.0
    for index in weights.values.indices {
      let first = near.0.values[index] - near.1.values[index]
      let second = far.0.values[index] - far.1.values[index]
      sum += weights.values[index] * (8 * first - second)
    }
    return sum / (12 * step)
  }
}
