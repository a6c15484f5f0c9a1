// Numbers with a shape, off the tape.

/// Numbers one after the other in memory, and what extents they have.
public struct Tensor<Scalar: TensorScalar>: Equatable, Sendable {
  /// The extents, outermost first.
  public let shape: Shape
  /// The numbers, the innermost axis first to move.
  public let scalars: [Scalar]

  /// A tensor of the given numbers.
  public init(_ scalars: [Scalar], shape: Shape) {
    precondition(scalars.count == shape.count, "\(scalars.count) numbers do not fill shape \(shape)")
    (self.scalars, self.shape) = (scalars, shape)
  }

  /// A tensor filled with one number.
  public init(repeating value: Scalar, shape: Shape) {
    self.init(Array(repeating: value, count: shape.count), shape: shape)
  }
}

/// The extents of a value, outermost first: [batch, time, feature].
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extents as an array.
  public private(set) var dimensions: [Int]

  /// A shape of these extents; none: one number.
  public init(_ extents: [Int]) { dimensions = extents }

  public init(arrayLiteral elements: Int...) { dimensions = elements }

  /// How many axes there are.
  public var rank: Int { dimensions.count }
  /// How many numbers there are.
  public var count: Int { dimensions.reduce(1, *) }

  /// The extent of an axis; negative axes count from the innermost, −1.
  public subscript(axis: Int) -> Int {
    get { dimensions[index(of: axis)] }
    set { dimensions[index(of: axis)] = newValue }
  }

  /// The axis as a number from 0, for an axis that may be counted from the innermost.
  public func index(of axis: Int) -> Int {
    let index = axis < 0 ? rank + axis : axis
    precondition(dimensions.indices.contains(index), "axis \(axis) is not in shape \(self)")
    return index
  }

  /// Whether the innermost axes of another shape are exactly this one.
  public func isSuffix(of other: Shape) -> Bool { dimensions == other.dimensions.suffix(rank) }

  public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}
