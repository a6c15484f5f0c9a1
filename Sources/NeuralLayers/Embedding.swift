// A table of vectors, one for each token or position.

import TensorCore

/// A table E [count, width]: E[i] for each index i.
/// - Complexity: O(indices·width) time; keeps the rows that were picked.
public struct Embedding: Sendable {
  /// E, [count, width]; weight decay applies to it.
  public let table: Parameter

  /// - Parameter deviation: The standard deviation of the first values.
  public init(
    _ name: String, count: Int, width: Int, deviation: Double, group: String, in layout: inout ParameterLayout
  ) {
    table = layout.add(
      .same(name), shape: [count, width], group: group, decays: true, initializer: .normal(deviation: deviation))
  }

  /// - Shape: indices [n] → [n, width].
  public func callAsFunction<S>(_ indices: [Int32], on tape: Tape<S>) -> Variable<S> {
    rows(of: tape[table], at: indices)
  }
}
