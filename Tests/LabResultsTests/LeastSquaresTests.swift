// Least squares against examples worked out by hand, and against what defines the solution.

import LabResults
import TestSupport
import Testing

@Suite("Least squares")
struct LeastSquaresTests {
  private func isNear(_ found: [Double]?, _ expected: [Double], _ tolerance: Double = 1e-12) -> Bool {
    guard let found, found.count == expected.count else { return false }
    return zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  @Test("a line through three points that are not on one")
  func line() {
    // (0, 6), (1, 0), (2, 0). Normal equations: 3a + 3b = 6, 3a + 5b = 0, so b = −3, a = 5.
    #expect(isNear(LeastSquares.solve(columns: [[1, 1, 1], [0, 1, 2]], values: [6, 0, 0]), [5, -3]))
    // One unknown: Σxy/Σx² = (2 + 6 + 15)/(1 + 4 + 9).
    #expect(isNear(LeastSquares.solve(columns: [[1, 2, 3]], values: [2, 3, 5]), [23.0 / 14]))
  }

  @Test("a parabola through five points: y = x² has no other terms")
  func parabola() {
    let x: [Double] = [-2, -1, 0, 1, 2]
    let columns = [x.map { _ in 1 }, x, x.map { $0 * $0 }]
    #expect(isNear(LeastSquares.solve(columns: columns, values: x.map { $0 * $0 }), [0, 0, 1]))
    // y = |x|: by symmetry b = 0, and 5a + 10c = 6, 10a + 34c = 18 give c = 3/7, a = 12/35.
    #expect(isNear(LeastSquares.solve(columns: columns, values: x.map(abs)), [12.0 / 35, 0, 3.0 / 7]))
  }

  @Test("a square system is solved exactly, with zeros on its diagonal and signs of all kinds")
  func square() {
    // 2y = 4, −x + y = 5: y = 2, x = −3.
    #expect(isNear(LeastSquares.solve(columns: [[0, -1], [2, 1]], values: [4, 5]), [-3, 2]))
  }

  @Test("what remains is orthogonal to every column, whatever their sizes")
  func orthogonal() throws {
    var random = Noise(seed: 4)
    for scale in [1e-9, 1, 1e12] {
      let columns = (0..<5).map { index in
        (0..<12).map { _ in random.next() * (index.isMultiple(of: 2) ? scale : 1) }
      }
      let values = (0..<12).map { _ in random.next() }
      let solution = try #require(LeastSquares.solve(columns: columns, values: values))
      let rest = values.indices.map { row in
        values[row] - columns.indices.reduce(0) { $0 + columns[$1][row] * solution[$1] }
      }
      for column in columns {
        let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(zip(column, rest).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12 * length)
      }
    }
  }

  @Test("no solution where there is none to choose")
  func undetermined() {
    #expect(LeastSquares.solve(columns: [[1, 1, 1], [2, 2, 2]], values: [1, 2, 3]) == nil)
    #expect(LeastSquares.solve(columns: [[1, 2, 3], [0, 0, 0]], values: [1, 2, 3]) == nil)
    #expect(LeastSquares.solve(columns: [[1], [2]], values: [1]) == nil)
    #expect(LeastSquares.solve(columns: [[1, 2]], values: [1, .nan]) == nil)
    #expect(LeastSquares.solve(columns: [[1, .infinity]], values: [1, 2]) == nil)
    #expect(LeastSquares.solve(columns: [], values: [1, 2]) == [])
  }
}
