// A value on a tape.

/// A tensor on a tape: what mathematical functions take and return. It is a handle, cheap to copy, valid until the tape is reset.
public struct Variable<Scalar: TensorScalar> {
  /// The tape that holds the value.
  public let tape: Tape<Scalar>
  /// The extents of the value, outermost first.
  public let shape: Shape
  let node: Int
  /// Tells variables of an earlier use of the tape from current ones.
  let generation: Int

  /// A copy of the elements.
  /// - Precondition: the value has not been released; after `backward`, leaves, kept values and the loss remain.
  public var value: Tensor<Scalar> {
    tape.check(self)
    return Tensor(shape: shape) { $0.update(from: tape.value(of: node), count: shape.count) }
  }

  /// The only element.
  /// - Precondition: `shape.count == 1`.
  public var scalar: Scalar {
    precondition(shape.count == 1, "scalar: shape \(shape) has \(shape.count) elements")
    tape.check(self)
    return tape.value(of: node).pointee
  }

  /// The same elements under another shape. Nothing is copied.
  /// - Precondition: the shapes have the same count.
  public func reshaped(to shape: Shape) -> Variable {
    precondition(shape.count == self.shape.count, "reshaped(to:): \(self.shape) has not as many elements as \(shape)")
    return Variable(tape: tape, shape: shape, node: node, generation: generation)
  }

  /// Calls `body` with the elements in place, where `value` would copy them.
  /// - Precondition: as of `value`; `body` resets nothing.
  package func withUnsafeScalars<R>(_ body: (UnsafeBufferPointer<Scalar>) throws -> R) rethrows -> R {
    try body(UnsafeBufferPointer(start: elements, count: shape.count))
  }

  /// The elements in place.
  package var elements: UnsafeMutablePointer<Scalar> {
    tape.check(self)
    return tape.value(of: node)
  }
}
