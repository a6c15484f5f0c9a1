// The product of matrices on a tape.

/// The matrix product over the innermost two axes: one matrix b for all of a's, or matrix by matrix. Lessons give it to
/// exercises under the lab's name, `matmul`, where a product is what is to be written.
/// - Shape: [.., m, k] · [k, n] or [.., k, n] → [.., m, n]; b is [.., n, k] if it is to be transposed.
package func product<S>(_ a: Variable<S>, _ b: Variable<S>, transposingSecond: Bool = false) -> Variable<S> {
  let isShared = b.shape.rank == 2
  precondition(a.shape.rank >= 2 && b.shape.rank >= 2, "matmul: shapes \(a.shape) and \(b.shape) are not matrices")
  let k = a.shape[-1]
  let (inner, n) = transposingSecond ? (b.shape[-1], b.shape[-2]) : (b.shape[-2], b.shape[-1])
  precondition(k == inner, "matmul: inner extents of \(a.shape) and \(b.shape) differ")
  precondition(
    isShared || a.shape.dimensions.dropLast(2) == b.shape.dimensions.dropLast(2),
    "matmul: outer extents of \(a.shape) and \(b.shape) differ")
  let shape = Shape(a.shape.dimensions.dropLast() + [n])
  let rows = isShared ? a.shape.count / k : a.shape[-2]
  /// Calls `body` with the places of a, b and the result of every product of two numbers.
  func forEachTerm(_ body: (_ a: Int, _ b: Int, _ c: Int) -> Void) {
    for row in 0..<shape.count / n {
      let matrix = row / rows * k * n
      for column in 0..<n {
        for i in 0..<k {
          body(row * k + i, matrix + (transposingSecond ? column * k + i : i * n + column), row * n + column)
        }
      }
    }
  }
  let (x, y) = (a.elements, b.elements)
  var result = [Double](repeating: 0, count: shape.count)
  forEachTerm { result[$2] += x[$0] * y[$1] }
  return a.tape.record(result, shape: shape) { gradient in
    var (dx, dy) = (x.map { _ in 0.0 }, y.map { _ in 0.0 })
    forEachTerm { a, b, c in
      dx[a] += gradient[c] * y[b]
      dy[b] += gradient[c] * x[a]
    }
    return [(a.node, dx), (b.node, dy)]
  }
}
