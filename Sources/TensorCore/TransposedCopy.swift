// Products with a transposed matrix: where a copy of the matrix the other way round is cheaper.

extension Tape {
  /// Calls `body` with the same matrix, of which a transposed copy has been made where that pays.
  ///
  /// OpenBLAS has no fast kernel for small products with a transposed second factor. A copy costs one pass over the matrix
  /// and gains about a sixth of a product with many rows, if the matrix is small enough for the other kernels.
  /// - Parameter rows: How many rows the matrix will be multiplied with, in all.
  func withFastSecondFactor(_ matrix: Matrix<Scalar>, rows: Int, _ body: (Matrix<Scalar>) -> Void) {
    let count = matrix.rows * matrix.columns
    let fits = 16 * count <= ProductTile.smallVolume
    guard matrix.isTransposed, matrix.stride == matrix.columns, rows >= 64, fits, BLAS.hasSmallKernels else {
      return body(matrix)
    }
    withWorkspace(count) { copy in
      Scalar.kernels.transpose(matrix.base, copy, matrix.rows, matrix.columns)
      body(Matrix(UnsafePointer(copy), matrix.columns, matrix.rows))
    }
  }
}
