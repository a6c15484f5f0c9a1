// The two number types of the core: Float to train with, Double to check with.

import COpenBLAS
import TensorKernels

/// A number type that tensors are made of.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {
  /// The vectorised kernels for this type, chosen for this machine's CPU.
  static var kernels: Kernels<Self> { get }

  /// C ← alpha·op(A)·op(B) + beta·C by BLAS on the calling thread; row-major, op being the transpose where asked for.
  /// A is [m, k], B is [k, n], C is [m, n]; `ld…` is the distance of consecutive rows in memory.
  static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Self, _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
}

extension Float: TensorScalar {
  private static let shared = Kernels(tk_select_f32(tk_best_level()).pointee)
  public static var kernels: Kernels<Float> { shared }

  public static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Float, _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(m),
      blasint(n), blasint(k),
      alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
  }
}

extension Double: TensorScalar {
  private static let shared = Kernels(tk_select_f64(tk_best_level()).pointee)
  public static var kernels: Kernels<Double> { shared }

  public static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ alpha: Double, _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>, _ ldb: Int,
    _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) {
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans, blasint(m),
      blasint(n), blasint(k),
      alpha, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
  }
}
