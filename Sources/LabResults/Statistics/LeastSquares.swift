// Linear least squares for a few unknowns, by Householder reflections.

/// Finds the combination of columns that comes closest to given values.
public enum LeastSquares {
  /// The coefficients x for which ‖A·x − b‖ is least, A having the given columns.
  ///
  /// Columns are scaled to length 1 first, so that terms of very different size, such as n and n²·d, do no harm; then A = Q·R by
  /// Householder reflections, and R·x = Qᵀ·b.
  /// - Returns: nil for fewer values than columns, for columns that depend on each other (to about 12 digits), or where a number is
  ///   not finite.
  /// - Precondition: each column has as many entries as there are values.
  /// - Complexity: O(values · columns²).
  /// - Source: Golub and Van Loan, Matrix Computations, section 5.3.
  public static func solve(columns: [[Double]], values: [Double]) -> [Double]? {
    precondition(
      columns.allSatisfy { $0.count == values.count }, "LeastSquares: columns and values differ in their number")
    guard values.count >= columns.count, values.allSatisfy(\.isFinite) else { return nil }
    let lengths = columns.map(length)
    guard lengths.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var matrix = zip(columns, lengths).map { column, length in column.map { $0 / length } }
    var rest = values
    for k in matrix.indices {
      // The part of this column that the ones before do not hold already; R's diagonal is ± its length.
      let size = length(matrix[k][k...])
      guard size > 1e-12 else { return nil }
      let diagonal = matrix[k][k] > 0 ? -size : size
      var reflector = Array(matrix[k][k...])
      reflector[0] -= diagonal
      for column in k..<matrix.count { reflect(&matrix[column], from: k, by: reflector) }
      reflect(&rest, from: k, by: reflector)
    }
    var solution = [Double](repeating: 0, count: matrix.count)
    for row in matrix.indices.reversed() {
      let known = (row + 1..<matrix.count).reduce(0) { $0 + matrix[$1][row] * solution[$1] }
      solution[row] = (rest[row] - known) / matrix[row][row]
    }
    return zip(solution, lengths).map { $0 / $1 }
  }

  /// v − 2·u·(u·v)/(u·u) for the entries of v from `start` on.
  private static func reflect(_ vector: inout [Double], from start: Int, by reflector: [Double]) {
    let norm = reflector.reduce(0) { $0 + $1 * $1 }
    let product = reflector.indices.reduce(0) { $0 + reflector[$1] * vector[start + $1] }
    for index in reflector.indices { vector[start + index] -= 2 * product / norm * reflector[index] }
  }

  private static func length(_ vector: some Sequence<Double>) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
