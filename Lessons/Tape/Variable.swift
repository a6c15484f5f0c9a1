// A value on the tape, and what may be done with each of its numbers.

import Foundation

/// A value on a tape.
public struct Variable<Scalar: TensorScalar> {
  /// The tape that it is on.
  public let tape: Tape<Scalar>
  /// The extents, outermost first.
  public let shape: Shape
  package let node: Int

  package init(tape: Tape<Scalar>, shape: Shape, node: Int) {
    (self.tape, self.shape, self.node) = (tape, shape, node)
  }

  /// A copy of its numbers. What is computed from a copy is not on the tape.
  public var value: Tensor<Scalar> { Tensor(elements.map { Scalar($0) }, shape: shape) }

  package var elements: [Double] { tape.values[node] }

  /// A value made from this one, number by number.
  fileprivate func mapped(
    _ function: (Double) -> Double, slope: @escaping (_ x: Double, _ y: Double) -> Double
  ) -> Variable {
    let (x, source) = (elements, node)
    let y = x.map(function)
    return tape.record(y, shape: shape) { gradient in
      [(source, gradient.indices.map { gradient[$0] * slope(x[$0], y[$0]) })]
    }
  }

  fileprivate func affine(_ scale: Scalar, _ offset: Scalar) -> Variable {
    let (scale, offset) = (Double(scale), Double(offset))
    return mapped({ scale * $0 + offset }, slope: { _, _ in scale })
  }

  /// A value made from two, number by number; the second is repeated along the outer axes that it does not have.
  fileprivate static func joined(
    _ name: String, _ a: Variable, _ b: Variable, _ function: (Double, Double) -> Double,
    slopes: @escaping (Double, Double) -> (Double, Double)
  ) -> Variable {
    precondition(b.shape.isSuffix(of: a.shape), "\(name): shape \(b.shape) is not a suffix of \(a.shape)")
    let (x, y) = (a.elements, b.elements)
    return a.tape.record(x.indices.map { function(x[$0], y[$0 % y.count]) }, shape: a.shape) { gradient in
      var (dx, dy) = (x, y.map { _ in 0.0 })
      for index in gradient.indices {
        let slopes = slopes(x[index], y[index % y.count])
        dx[index] = slopes.0 * gradient[index]
        dy[index % y.count] += slopes.1 * gradient[index]
      }
      return [(a.node, dx), (b.node, dy)]
    }
  }
}

// MARK: Two values

/// x + y, number by number. y may have the innermost axes of x alone: then it is added to each part of x alike.
public func + <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { .joined("add", x, y, +, slopes: { _, _ in (1, 1) }) }

/// x − y, number by number; shapes as for +.
public func - <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> {
  .joined("subtract", x, y, -, slopes: { _, _ in (1, -1) })
}

/// x · y, number by number; shapes as for +.
public func * <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { .joined("multiply", x, y, *, slopes: { ($1, $0) }) }

/// x / y, number by number; shapes as for +.
public func / <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> {
  .joined("divide", x, y, /, slopes: { (1 / $1, -$0 / ($1 * $1)) })
}

// MARK: A value and a number

/// Each number times a factor.
public func * <S>(factor: S, x: Variable<S>) -> Variable<S> { x.affine(factor, 0) }

/// Each number plus a number.
public func + <S>(x: Variable<S>, number: S) -> Variable<S> { x.affine(1, number) }

/// Each number less a number.
public func - <S>(x: Variable<S>, number: S) -> Variable<S> { x.affine(1, -number) }

/// A number less each number.
public func - <S>(number: S, x: Variable<S>) -> Variable<S> { x.affine(-1, number) }

// MARK: Functions

/// e to each number.
public func exp<S>(_ x: Variable<S>) -> Variable<S> { x.mapped({ Foundation.exp($0) }, slope: { $1 }) }

/// The natural logarithm of each number.
public func log<S>(_ x: Variable<S>) -> Variable<S> { x.mapped({ Foundation.log($0) }, slope: { x, _ in 1 / x }) }

/// Bends each number to between −1 and 1.
public func tanh<S>(_ x: Variable<S>) -> Variable<S> { x.mapped({ Foundation.tanh($0) }, slope: { 1 - $1 * $1 }) }

/// Bends each number to between 0 and 1.
public func sigmoid<S>(_ x: Variable<S>) -> Variable<S> {
  x.mapped({ (1 + Foundation.tanh($0 / 2)) / 2 }, slope: { $1 * (1 - $1) })
}

/// Each number above 0, and 0 for those below.
public func relu<S>(_ x: Variable<S>) -> Variable<S> { x.mapped({ max(0, $0) }, slope: { x, _ in x > 0 ? 1 : 0 }) }
