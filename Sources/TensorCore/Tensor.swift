// Plain numbers with a shape, off the tape: model inputs, results, recurrent states, checkpoints.

import Foundation
import TensorKernels

/// A dense row-major array of numbers with a shape. A value: copies are independent (copy on write).
public struct Tensor<Scalar: TensorScalar>: @unchecked Sendable {
  // Unchecked because the storage is a class; it is written only where this value holds the sole reference.
  /// The extents, outermost first.
  public private(set) var shape: Shape
  package private(set) var storage: TensorStorage<Scalar>

  /// A tensor filled with one number.
  public init(repeating value: Scalar, shape: Shape) {
    self.shape = shape
    storage = TensorStorage(count: shape.count)
    Scalar.kernels.fill(value, storage.base, shape.count)
  }

  /// A tensor of the given numbers, row-major.
  /// - Precondition: `scalars.count == shape.count`.
  public init(_ scalars: [Scalar], shape: Shape) {
    precondition(scalars.count == shape.count, "\(scalars.count) numbers do not fill shape \(shape)")
    self.init(shape: shape) { destination in
      scalars.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { destination.update(from: start, count: source.count) }
      }
    }
  }

  /// A tensor whose elements `fill` writes, every one of them.
  package init(shape: Shape, fill: (UnsafeMutablePointer<Scalar>) -> Void) {
    self.shape = shape
    storage = TensorStorage(count: shape.count)
    fill(storage.base)
  }

  /// The elements, row-major.
  public var scalars: [Scalar] { Array(UnsafeBufferPointer(start: storage.base, count: shape.count)) }

  /// Calls `body` with the elements in place, after making them this value's own.
  public mutating func withUnsafeMutableScalars<R>(_ body: (UnsafeMutableBufferPointer<Scalar>) throws -> R) rethrows
    -> R
  {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: shape.count))
  }

  /// Calls `body` with the elements in place.
  public func withUnsafeScalars<R>(_ body: (UnsafeBufferPointer<Scalar>) throws -> R) rethrows -> R {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.base, count: shape.count))
  }

  /// The same elements under another shape.
  /// - Precondition: the shapes have the same count.
  public func reshaped(to shape: Shape) -> Tensor {
    precondition(shape.count == self.shape.count, "reshaped(to:): \(self.shape) has not as many elements as \(shape)")
    var result = self
    result.shape = shape
    return result
  }

  package mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    let copy = TensorStorage<Scalar>(count: shape.count)
    copy.base.update(from: storage.base, count: shape.count)
    storage = copy
  }
}

/// The memory of a tensor: aligned to a cache line, at an address that does not move.
package final class TensorStorage<Scalar: TensorScalar> {
  package let base: UnsafeMutablePointer<Scalar>

  init(count: Int) {
    base = allocateAligned(count: count)
  }

  deinit { base.deallocate() }
}

/// Bytes from which on large pages are worth what they take at the end.
private let leastForLargePages = 8 * TK_LARGE_PAGE

/// Uninitialised memory for `count` numbers, aligned to a cache line of 64 bytes; much memory lies in large pages where the system has them.
/// Without memory, the program aborts with `ENOMEM` in `errno`, and without words: a program that wants some handles `SIGABRT`.
func allocateAligned<Scalar>(count: Int) -> UnsafeMutablePointer<Scalar> {
  let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
  let isLarge = bytes >= leastForLargePages
  var memory: UnsafeMutableRawPointer?
  let result = posix_memalign(&memory, isLarge ? Int(TK_LARGE_PAGE) : 64, bytes)
  guard let memory else {
    errno = result
    abort()
  }
  if isLarge { tk_prefer_large_pages(memory, bytes) }
  return memory.bindMemory(to: Scalar.self, capacity: max(count, 1))
}
