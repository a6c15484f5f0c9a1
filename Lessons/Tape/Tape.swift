// A tape for the small values of checks: what was computed, in order, and the way back.

/// A kind of number that values are made of; in checks, Double.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {}

extension Double: TensorScalar {}

/// What was computed so far. It has the few names of the lab's own tape that exercises need, so that what passes its
/// check compiles there. Whatever its kind of number is called, it keeps Double.
public final class Tape<Scalar: TensorScalar> {
  /// What a node hands back to those that it was made of, from its own gradient.
  package typealias Back = (_ gradient: [Double]) -> [(node: Int, gradient: [Double])]

  private(set) var values: [[Double]] = []
  private var ways: [Back] = []

  package init() {}

  /// A value that nothing leads back from.
  public func constant(_ tensor: Tensor<Scalar>) -> Variable<Scalar> {
    record(tensor.scalars.map { Double($0) }, shape: tensor.shape) { _ in [] }
  }

  /// Notes a value, and how its gradient goes back.
  package func record(_ value: [Double], shape: Shape, _ back: @escaping Back) -> Variable<Scalar> {
    values.append(value)
    ways.append(back)
    return Variable(tape: self, shape: shape, node: values.count - 1)
  }

  /// The gradients by all nodes of the sum of some values, each times a factor: one walk back (lesson 2).
  package func gradients(of terms: [(value: Variable<Scalar>, factors: [Double])]) -> [[Double]] {
    var result = values.map { [Double](repeating: 0, count: $0.count) }
    func add(_ gradient: [Double], to node: Int) {
      for index in gradient.indices { result[node][index] += gradient[index] }
    }
    for term in terms { add(term.factors, to: term.value.node) }
    for node in values.indices.reversed() where result[node].contains(where: { $0 != 0 }) {
      for (source, gradient) in ways[node](result[node]) { add(gradient, to: source) }
    }
    return result
  }
}
