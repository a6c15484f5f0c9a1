// A large matrix product whose columns several threads share.

/// The least bytes of a second factor that are worth waking threads for.
private let leastShared = 1 << 20

/// c ← a · b, plus a bias for every row and another matrix of c's extents, if given. Where a team is given and b is large, each of its
/// threads takes some columns, and makes of each number what a thread alone would.
///
/// A model that reads token by token reads all of its weights for each: what memory delivers is the limit, and one core cannot ask
/// for all of that.
@specialized(where Scalar == Float)
func multiply<Scalar: TensorScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, into c: UnsafeMutablePointer<Scalar>, bias: UnsafePointer<Scalar>?,
  plus addend: Matrix<Scalar>?, sharedBy team: ThreadTeam?
) {
  let (m, k, n) = (a.extents.rows, b.extents.rows, b.extents.columns)
  // What goes to BLAS is not the same number by number however it is cut.
  guard let team, team.count > 1, k * n * MemoryLayout<Scalar>.stride >= leastShared, m * k * n <= largestKernelVolume
  else { return multiply(a, b, into: c, add: false, bias: bias, plus: addend) }
  let line = 64 / MemoryLayout<Scalar>.stride
  let parts = ThreadTeam.ranges(of: (n + line - 1) / line, parts: team.count)
  team.run(parts.count) { part in
    let (first, end) = (parts[part].lowerBound * line, min(n, parts[part].upperBound * line))
    multiply(
      a, b.columns(first..<end), into: c + first, stride: n, add: false, bias: bias.map { $0 + first },
      plus: addend?.columns(first..<end))
  }
}

extension Matrix {
  /// Rows and columns as it is meant.
  fileprivate var extents: (rows: Int, columns: Int) { isTransposed ? (columns, rows) : (rows, columns) }

  /// Some columns of what it is meant to be, in the same memory.
  fileprivate func columns(_ range: Range<Int>) -> Matrix {
    isTransposed
      ? Matrix(base + range.lowerBound * stride, range.count, columns, stride: stride).transposed
      : Matrix(base + range.lowerBound, rows, range.count, stride: stride)
  }
}
