// What exercise 9b asks for.

/// The span of a computation.
public protocol GraphSpan {
  /// How many steps a computation takes at least, when as many operations as one likes can be done in a step, but each only after those
  /// whose results it reads: the number of operations of the longest chain. 0 for no operations.
  /// - Parameter graph: For each operation, the numbers of those whose results it reads; of none, if it reads inputs alone. Operations
  ///   stand in any order; none waits for itself.
  static func span(of graph: [[Int]]) -> Int
}
