// Matrix products on pointers. Everything that multiplies matrices in the core goes through here.

import COpenBLAS

/// A row-major matrix in memory, possibly a block of a larger one, possibly read transposed.
package struct Matrix<Scalar: TensorScalar> {
  let base: UnsafePointer<Scalar>
  let rows: Int
  let columns: Int
  /// The distance between consecutive rows in memory, in elements.
  let stride: Int
  var isTransposed = false

  package init(_ base: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The same memory, read as the transpose.
  package var transposed: Matrix {
    var result = self
    result.isTransposed.toggle()
    return result
  }
}

/// c ← a · b, or c ← c + a · b where `add`, plus a bias for every row and another matrix of c's extents, if given; consecutive
/// rows of c are `stride` apart.
///
/// Products up to m·n·k = `kernelVolume` go to a kernel of the core: at the sizes of this lab it is a tenth to twice as fast as
/// OpenBLAS 0.3.21 on the same machine, above all for few rows and for transposed factors. Larger ones go to BLAS.
/// - Complexity: 2·m·n·k floating-point operations.
@specialized(where Scalar == Float)
package func multiply<Scalar: TensorScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, into c: UnsafeMutablePointer<Scalar>, stride: Int? = nil,
  add: Bool, bias: UnsafePointer<Scalar>? = nil, plus addend: Matrix<Scalar>? = nil,
  kernelVolume: Int = largestKernelVolume
) {
  let m = a.isTransposed ? a.columns : a.rows
  let k = a.isTransposed ? a.rows : a.columns
  let n = b.isTransposed ? b.rows : b.columns
  assert(k == (b.isTransposed ? b.columns : b.rows), "inner extents differ")
  assert(!add || addend == nil, "a product is added to c or to another matrix, not to both")
  guard m > 0 && n > 0 else { return }
  let rowStride = stride ?? n
  let start = add ? UnsafePointer(c) : addend?.base
  let startStride = add ? rowStride : addend?.stride ?? 0
  if m * n * k <= kernelVolume {
    Scalar.kernels.product(
      a.base, a.isTransposed ? 1 : a.stride, a.isTransposed ? a.stride : 1, b.base, b.stride, b.isTransposed, start,
      startStride, bias, c, rowStride, m, n, k)
    return
  }
  for row in 0..<m {
    let line = c + row * rowStride
    if let addend { line.update(from: addend.base + row * addend.stride, count: n) }
    if let bias {
      if start == nil { line.update(from: bias, count: n) } else { Scalar.kernels.add(line, bias, line, n) }
    }
  }
  Scalar.gemm(
    a.isTransposed, b.isTransposed, m, n, k, 1, a.base, max(a.stride, 1), b.base, max(b.stride, 1),
    start != nil || bias != nil ? 1 : 0, c, max(rowStride, 1))
}

/// The largest m·n·k that the core's own kernel takes.
package let largestKernelVolume = 1_000_000_000

/// Facts about the BLAS library, and its one setting.
public enum BLAS {
  /// Makes BLAS compute each product on the calling thread. The lab's threads split the batch, so BLAS must not
  /// start threads of its own. Set before the first product; setting it again does nothing.
  public static func useCallingThreadOnly() { _ = singleThread }
  private static let singleThread: Void = openblas_set_num_threads(1)

  /// The threads that the library starts by itself: as many as there are cores.
  public static var threadCount: Int { Int(openblas_get_num_threads()) }

  /// The library's own description of itself: version and build options.
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// The CPU family whose kernels the library picked on this machine.
  public static var kernelName: String { String(cString: openblas_get_corename()) }
}
