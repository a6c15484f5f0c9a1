// Matrix products on pointers, by BLAS. Everything that multiplies matrices in the core goes through here.

import COpenBLAS

/// A row-major matrix in memory, possibly a block of a larger one, possibly read transposed.
struct Matrix<Scalar: TensorScalar> {
  let base: UnsafePointer<Scalar>
  let rows: Int
  let columns: Int
  /// The distance between consecutive rows in memory, in elements.
  let stride: Int
  var isTransposed = false

  init(_ base: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The same memory, read as the transpose.
  var transposed: Matrix {
    var result = self
    result.isTransposed.toggle()
    return result
  }
}

/// c ← scale · a · b, or c ← c + scale · a · b where `add`; consecutive rows of c are `stride` apart.
/// - Complexity: 2·m·n·k floating-point operations.
func multiply<Scalar: TensorScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, into c: UnsafeMutablePointer<Scalar>, stride: Int? = nil,
  add: Bool, scale: Scalar = 1
) {
  let m = a.isTransposed ? a.columns : a.rows
  let k = a.isTransposed ? a.rows : a.columns
  let n = b.isTransposed ? b.rows : b.columns
  assert(k == (b.isTransposed ? b.columns : b.rows), "inner extents differ")
  guard m > 0 && n > 0 else { return }
  Scalar.gemm(
    a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans, m, n, k,
    scale, a.base, max(a.stride, 1), b.base, max(b.stride, 1), add ? 1 : 0, c, max(stride ?? n, 1))
}

/// Facts about the BLAS library, and its one setting.
public enum BLAS {
  /// Makes BLAS compute each product on the calling thread. The lab's threads split the batch, so BLAS must not
  /// start threads of its own. Set before the first product; setting it again does nothing.
  public static func useCallingThreadOnly() { _ = singleThread }
  private static let singleThread: Void = openblas_set_num_threads(1)

  /// The library's own description of itself: version and build options.
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// The CPU family whose kernels the library picked on this machine.
  public static var kernelName: String { String(cString: openblas_get_corename()) }
}
