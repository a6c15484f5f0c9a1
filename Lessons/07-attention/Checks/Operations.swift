// Operations that attention is written with, under the names of the lab: products, softmax, and axes in another order.

import Foundation
import LessonTape

/// The matrix product over the innermost two axes: one matrix b for all of a's, or matrix by matrix.
///
/// [.., m, k] · [k, n] or [.., k, n] → [.., m, n]. With `transposingSecond`, b is [n, k] or [.., n, k].
public func matmul<S>(_ a: Variable<S>, _ b: Variable<S>, transposingSecond: Bool = false) -> Variable<S> {
  product(a, b, transposingSecond: transposingSecond)
}

/// e^x / Σ e^x over the innermost axis, which is −1: numbers above 0 that sum to 1. e^(−∞) is 0.
public func softmax<S>(_ x: Variable<S>, along axis: Int) -> Variable<S> {
  precondition(
    x.shape.index(of: axis) == x.shape.rank - 1, "softmax: axis \(axis) of \(x.shape) is not the innermost")
  let (elements, columns) = (x.elements, x.shape[-1])
  let rows = stride(from: 0, to: elements.count, by: columns)
  let result = rows.flatMap { row in
    let scores = elements[row..<row + columns]
    let largest = scores.max() ?? 0
    let powers = scores.map { Foundation.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
  return x.tape.record(result, shape: x.shape) { gradient in
    let dx = rows.flatMap { row in
      let places = row..<row + columns
      let mean = places.reduce(0) { $0 + result[$1] * gradient[$1] }
      return places.map { result[$0] * (gradient[$0] - mean) }
    }
    return [(x.node, dx)]
  }
}

extension Variable {
  /// The same numbers in the same order, under another shape: nothing moves.
  public func reshaped(to shape: Shape) -> Variable {
    precondition(shape.count == self.shape.count, "reshaped(to:): \(self.shape) has not as many elements as \(shape)")
    return Variable(tape: tape, shape: shape, node: node)
  }

  /// The axes in another order: permuted(0, 2, 1, 3) exchanges the two in the middle. Numbers move.
  public func permuted(_ axes: Int...) -> Variable { permuted(axes) }

  /// The innermost two axes exchanged.
  public func transposed() -> Variable {
    precondition(shape.rank >= 2, "transposed: shape \(shape) has no two axes to exchange")
    return permuted(Array(0..<shape.rank - 2) + [shape.rank - 1, shape.rank - 2])
  }

  /// The part with the given indices along an axis.
  public func slice(_ range: Range<Int>, along axis: Int) -> Variable {
    let axis = shape.index(of: axis)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape[axis], "slice: \(range) is outside axis \(axis) of \(shape)")
    let inner = Shape(Array(shape.dimensions[(axis + 1)...])).count
    var result = shape
    result[axis] = range.count
    return moved((0..<shape.count).filter { range.contains($0 / inner % shape[axis]) }, to: result)
  }

  private func permuted(_ axes: [Int]) -> Variable {
    precondition(axes.sorted() == Array(0..<shape.rank), "permuted: \(axes) does not name each axis of \(shape) once")
    let strides = axes.map { Shape(Array(shape.dimensions[($0 + 1)...])).count }
    let result = Shape(axes.map { shape[$0] })
    // Axis by axis, from the outermost: where the numbers of the result stand in this value.
    let sources = zip(result.dimensions, strides).reduce([0]) { places, axis in
      places.flatMap { place in (0..<axis.0).map { place + $0 * axis.1 } }
    }
    return moved(sources, to: result)
  }

  /// Numbers of this value in other places: number i of the result is number `sources[i]`.
  fileprivate func moved(_ sources: [Int], to shape: Shape) -> Variable {
    let (x, source) = (elements, node)
    return tape.record(sources.map { x[$0] }, shape: shape) { gradient in
      var dx = x.map { _ in 0.0 }
      for (place, number) in zip(sources, gradient) { dx[place] += number }
      return [(source, dx)]
    }
  }
}

/// The parts, one after the other along an axis.
public func concatenated<S>(_ parts: [Variable<S>], along axis: Int) -> Variable<S> {
  precondition(!parts.isEmpty, "concatenated: there are no parts")
  let axis = parts[0].shape.index(of: axis)
  var shape = parts[0].shape
  shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
  for part in parts {
    var expected = shape
    expected[axis] = part.shape[axis]
    precondition(
      part.shape == expected, "concatenated: \(part.shape) does not fit \(parts[0].shape) along axis \(axis)")
  }
  // All numbers, part after part; and then each to its place.
  let all = parts[0].tape.record(parts.flatMap(\.elements), shape: [shape.count]) { gradient in
    var start = 0
    return parts.map { part in
      defer { start += part.shape.count }
      return (part.node, Array(gradient[start..<start + part.shape.count]))
    }
  }
  let outer = Shape(Array(shape.dimensions[..<axis])).count
  let starts = parts.indices.map { parts[..<$0].reduce(0) { $0 + $1.shape.count } }
  let sources = (0..<outer).flatMap { block in
    zip(parts, starts).flatMap { part, start in
      let run = part.shape.count / outer
      return start + block * run..<start + (block + 1) * run
    }
  }
  return all.moved(sources, to: shape)
}
