// What exercise 2a walks over: a small tape of numbers.

/// A record of a computation: each node is made from nodes before it.
public struct LessonTape: Sendable {
  /// A number, and how it came about.
  public struct Node: Sendable {
    /// The nodes that it was made from; none for an input. A node may stand here twice.
    public let inputs: [Int]
    /// How much this node's value changes by each of `inputs`: the derivatives of one operation, at the values that it was given.
    public let slopes: [Double]
    public let value: Double
  }

  /// In the order of computation.
  public let nodes: [Node]
}

/// What exercise 2a asks for.
public protocol BackwardWalk {
  init()

  /// The slope of one node, the output, by every node: how much it changes when that node alone is moved a little, and all that is made
  /// from it moves along.
  /// - Returns: As many numbers as the tape has nodes; 0 for nodes that the output does not depend on.
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double]
}
