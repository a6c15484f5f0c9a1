// The shape of a tensor: up to eight extents, held inline so that shapes cost no allocation.

/// The extents of a tensor, outermost axis first. Data is row-major and dense.
///
///     let shape: Shape = [32, 128, 64]  // [B, T, d]
///     shape.count      // 262144
///     shape.columns    // 64: the innermost extent
///     shape.rows       // 4096: all the others together
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  private var extents: SIMD8<Int32>

  /// The number of axes, 0 (a scalar) to 8.
  public let rank: Int

  /// - Precondition: at most eight extents, none negative.
  public init(_ extents: [Int]) {
    precondition(extents.count <= 8, "a shape has at most 8 axes, not \(extents.count)")
    self.extents = .zero
    self.rank = extents.count
    for (axis, extent) in extents.enumerated() {
      precondition(extent >= 0 && extent <= Int(Int32.max), "extent \(extent) of a shape is out of range")
      self.extents[axis] = Int32(extent)
    }
  }

  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// The extent of an axis; negative axes count from the innermost, −1.
  public subscript(axis: Int) -> Int {
    get { Int(extents[index(of: axis)]) }
    set { extents[index(of: axis)] = Int32(newValue) }
  }

  /// The axis as a number from 0, for an axis that may be counted from the innermost.
  public func index(of axis: Int) -> Int {
    let index = axis < 0 ? rank + axis : axis
    precondition(index >= 0 && index < rank, "axis \(axis) is not in shape \(self)")
    return index
  }

  /// The number of elements.
  public var count: Int {
    var product = 1
    for axis in 0..<rank { product *= Int(extents[axis]) }
    return product
  }

  /// The innermost extent; 1 for a scalar.
  public var columns: Int { rank == 0 ? 1 : self[-1] }

  /// The product of all extents but the innermost.
  public var rows: Int { rank == 0 ? 1 : dimensions.dropLast().reduce(1, *) }

  /// The extents as an array.
  public var dimensions: [Int] { (0..<rank).map { Int(extents[$0]) } }

  /// Whether the innermost axes of `other` are exactly this shape.
  public func isSuffix(of other: Shape) -> Bool {
    guard rank <= other.rank else { return false }
    for axis in 0..<rank where self[axis] != other[other.rank - rank + axis] { return false }
    return true
  }

  public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}
