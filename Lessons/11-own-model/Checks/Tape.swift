// A tape for the numbers of a cell: what was computed, in order, and the way back.

/// A kind of number that values are made of; in this check, Double.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {}

extension Double: TensorScalar {}

/// What was computed so far. It has the few names of the lab's own tape that a cell needs, so that a cell which passes
/// here compiles there.
public final class Tape<Scalar: TensorScalar> {
  /// What a node hands back to those that it was made of, from its own gradient.
  typealias Back = (_ gradient: [Scalar]) -> [(node: Int, gradient: [Scalar])]

  private(set) var values: [[Scalar]] = []
  private var ways: [Back] = []

  init() {}

  /// A value that nothing leads back from.
  public func constant(_ value: [Scalar]) -> Variable<Scalar> { record(value) { _ in [] } }

  func record(_ value: [Scalar], _ back: @escaping Back) -> Variable<Scalar> {
    values.append(value)
    ways.append(back)
    return Variable(tape: self, node: values.count - 1)
  }

  /// The gradients by all nodes of the sum of some values, each times a factor: one walk back (lesson 2).
  func gradients(of terms: [(value: Variable<Scalar>, factors: [Scalar])]) -> [[Scalar]] {
    var result = values.map { [Scalar](repeating: 0, count: $0.count) }
    func add(_ gradient: [Scalar], to node: Int) {
      for index in gradient.indices { result[node][index] += gradient[index] }
    }
    for term in terms { add(term.factors, to: term.value.node) }
    for node in values.indices.reversed() where result[node].contains(where: { $0 != 0 }) {
      for (source, gradient) in ways[node](result[node]) { add(gradient, to: source) }
    }
    return result
  }
}
