// Matrix products on pointers, by BLAS. Everything that multiplies matrices in the core goes through here.

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

  /// Where the element of the matrix as it is read stands in memory.
  func element(_ row: Int, _ column: Int) -> UnsafePointer<Scalar> {
    base + (isTransposed ? column * stride + row : row * stride + column)
  }

  /// The same memory, read as the transpose.
  package var transposed: Matrix {
    var result = self
    result.isTransposed.toggle()
    return result
  }
}

/// c ← scale · a · b, or c ← c + scale · a · b where `add`; consecutive rows of c are `stride` apart.
/// - Complexity: 2·m·n·k floating-point operations.
package func multiply<Scalar: TensorScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, into c: UnsafeMutablePointer<Scalar>, stride: Int? = nil,
  add: Bool, scale: Scalar = 1
) {
  let m = a.isTransposed ? a.columns : a.rows
  let k = a.isTransposed ? a.rows : a.columns
  let n = b.isTransposed ? b.rows : b.columns
  assert(k == (b.isTransposed ? b.columns : b.rows), "inner extents differ")
  guard m > 0 && n > 0 else { return }
  let rowStride = stride ?? n
  let tile = ProductTile(m, n, k, transposed: (a.isTransposed, b.isTransposed), Scalar.self)
  // Tiles go along one axis; the loops over the other two run once.
  for k0 in Swift.stride(from: 0, to: max(k, 1), by: tile.k) {
    for m0 in Swift.stride(from: 0, to: m, by: tile.m) {
      for n0 in Swift.stride(from: 0, to: n, by: tile.n) {
        Scalar.gemm(
          a.isTransposed, b.isTransposed,
          min(tile.m, m - m0), min(tile.n, n - n0), min(tile.k, k - k0), scale, a.element(m0, k0), max(a.stride, 1),
          b.element(k0, n0), max(b.stride, 1), add || k0 > 0 ? 1 : 0, c + m0 * rowStride + n0, max(rowStride, 1))
      }
    }
  }
}

/// How a product is cut into pieces, each of which BLAS computes in one call.
///
/// OpenBLAS has kernels for small products on CPUs with AVX-512 that skip the packing of operands: up to m·n·k = 10⁶ they run at
/// the machine's peak, one element above at half of it to nine tenths. So larger products of the shapes that training has are cut
/// along one axis: the steps of a recurrence (few rows) by columns, maps with a small matrix by rows, and weight gradients
/// by the rows that they sum over. Measured on Zen 4 with OpenBLAS 0.3.21, two threads, GFLOP/s before → after:
/// 8×1024×256 92 → 214, 8×256×1024 119 → 229, 1536×192×64 194 → 223, (64×256×1536 with the first transposed) 189 → 215.
package struct ProductTile: Equatable {
  package private(set) var m, n, k: Int

  /// The largest m·n·k that the kernels for small products take.
  package static let smallVolume = 1_000_000

  package init<Scalar: TensorScalar>(
    _ m: Int, _ n: Int, _ k: Int, transposed: (Bool, Bool), _: Scalar.Type,
    hasSmallKernels: Bool = BLAS.hasSmallKernels
  ) {
    (self.m, self.n, self.k) = (m, n, max(k, 1))
    guard hasSmallKernels, Scalar.self == Float.self, m * n * k > Self.smallVolume else { return }
    /// The largest multiple of 16 that keeps a piece small, given the product of the other two extents.
    func fitting(_ rest: Int) -> Int { Self.smallVolume / rest / 16 * 16 }
    switch transposed {
    case (false, false) where m <= 32 && fitting(m * k) >= 16: self.n = fitting(m * k)
    case (false, false) where fitting(n * k) >= 16: self.m = fitting(n * k)
    case (true, false) where fitting(m * n) >= 16: self.k = fitting(m * n)
    default: break
    }
  }
}

/// Facts about the BLAS library, and its one setting.
public enum BLAS {
  /// Makes BLAS compute each product on the calling thread. The lab's threads split the batch, so BLAS must not
  /// start threads of its own. Set before the first product; setting it again does nothing.
  public static func useCallingThreadOnly() { _ = singleThread }
  private static let singleThread: Void = openblas_set_num_threads(1)

  /// The library's own description of itself: version and build options.
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// Whether the library has kernels of its own for small products on this machine.
  package static let hasSmallKernels = ["SkylakeX", "Cooperlake", "SapphireRapids"].contains(kernelName)

  /// The CPU family whose kernels the library picked on this machine.
  public static var kernelName: String { String(cString: openblas_get_corename()) }
}
