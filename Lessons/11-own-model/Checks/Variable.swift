// A value on the tape, and what may be done with it.

import Foundation

/// A value on a tape: a row of numbers for each sequence, or a matrix of weights.
public struct Variable<Scalar: TensorScalar> {
  /// The tape that it is on.
  public let tape: Tape<Scalar>
  let node: Int

  /// A copy of its numbers. What is computed from a copy is not on the tape.
  public var value: [Scalar] { tape.values[node] }

  /// A value made from this one, number by number.
  fileprivate func mapped(
    _ function: (Double) -> Double, slope: @escaping (_ x: Double, _ y: Double) -> Double
  ) -> Variable {
    let x = value.map { Double($0) }
    let y = x.map(function)
    return tape.record(y.map { Scalar($0) }) { gradient in
      [(node, gradient.indices.map { gradient[$0] * Scalar(slope(x[$0], y[$0])) })]
    }
  }

  fileprivate func affine(_ scale: Scalar, _ offset: Scalar) -> Variable {
    mapped({ Double(scale) * $0 + Double(offset) }, slope: { _, _ in Double(scale) })
  }

  /// A value made from two, number by number.
  fileprivate static func joined(
    _ a: Variable, _ b: Variable, _ function: (Scalar, Scalar) -> Scalar,
    slopes: @escaping (Scalar, Scalar) -> (Scalar, Scalar)
  ) -> Variable {
    let (x, y) = (a.value, b.value)
    precondition(x.count == y.count, "values of \(x.count) and of \(y.count) numbers are put together")
    return a.tape.record(zip(x, y).map(function)) { gradient in
      let both = gradient.indices.map { index in
        let slopes = slopes(x[index], y[index])
        return (slopes.0 * gradient[index], slopes.1 * gradient[index])
      }
      return [(a.node, both.map(\.0)), (b.node, both.map(\.1))]
    }
  }

  /// Rows times a matrix of as many rows as each of these has numbers.
  func times(_ matrix: Variable, rows: Int) -> Variable {
    let (x, m) = (value, matrix.value)
    let (inner, outer) = (x.count / rows, m.count * rows / x.count)
    var y = [Scalar](repeating: 0, count: rows * outer)
    for row in 0..<rows {
      for k in 0..<inner {
        for column in 0..<outer { y[row * outer + column] += x[row * inner + k] * m[k * outer + column] }
      }
    }
    return tape.record(y) { gradient in
      var (dx, dm) = (x.map { _ in Scalar(0) }, m.map { _ in Scalar(0) })
      for row in 0..<rows {
        for k in 0..<inner {
          for column in 0..<outer {
            dx[row * inner + k] += gradient[row * outer + column] * m[k * outer + column]
            dm[k * outer + column] += gradient[row * outer + column] * x[row * inner + k]
          }
        }
      }
      return [(node, dx), (matrix.node, dm)]
    }
  }

  /// One row, under each other as often as there are sequences.
  func repeated(_ rows: Int) -> Variable {
    let (row, source) = (value, node)
    return tape.record((0..<rows).flatMap { _ in row }) { gradient in
      [(source, row.indices.map { column in (0..<rows).reduce(0) { $0 + gradient[$1 * row.count + column] } })]
    }
  }
}

// MARK: What a cell is written with

/// x + y, number by number.
public func + <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { .joined(x, y, +, slopes: { _, _ in (1, 1) }) }

/// x − y, number by number.
public func - <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { .joined(x, y, -, slopes: { _, _ in (1, -1) }) }

/// x · y, number by number.
public func * <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> { .joined(x, y, *, slopes: { ($1, $0) }) }

/// x / y, number by number.
public func / <S>(x: Variable<S>, y: Variable<S>) -> Variable<S> {
  .joined(x, y, /, slopes: { (1 / $1, -$0 / ($1 * $1)) })
}

/// Each number times a factor.
public func * <S>(factor: S, x: Variable<S>) -> Variable<S> { x.affine(factor, 0) }

/// Each number plus a number.
public func + <S>(x: Variable<S>, number: S) -> Variable<S> { x.affine(1, number) }

/// Each number less a number.
public func - <S>(x: Variable<S>, number: S) -> Variable<S> { x.affine(1, -number) }

/// A number less each number.
public func - <S>(number: S, x: Variable<S>) -> Variable<S> { x.affine(-1, number) }

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
