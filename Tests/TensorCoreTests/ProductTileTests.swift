// Products in pieces: pieces as small as they are meant to be, and the same result as a plain loop.

import TensorCore
import Testing

@Suite("Products in pieces")
struct ProductTileTests {
  /// m, n, k just above and far above the volume that is computed whole.
  private static let shapes = [
    (8, 1024, 256), (16, 513, 128), (31, 77, 1000), (1537, 65, 33), (700, 40, 64), (64, 65, 1537), (33, 128, 300),
  ]

  @Test("a piece never exceeds the volume where a rule applies, and one axis alone is cut", arguments: shapes)
  func volumes(_ m: Int, _ n: Int, _ k: Int) {
    for transposed in [(false, false), (true, false)] {
      let tile = ProductTile(m, n, k, transposed: transposed, Float.self, hasSmallKernels: true)
      let cuts = [tile.m < m, tile.n < n, tile.k < k].count { $0 }
      #expect(cuts <= 1)
      if cuts == 1 { #expect(tile.m * tile.n * tile.k <= ProductTile.smallVolume) }
    }
    let whole = ProductTile(m, n, k, transposed: (false, true), Float.self, hasSmallKernels: true)
    #expect((whole.m, whole.n, whole.k) == (m, n, k), "a transposed second factor is left whole")
    let double = ProductTile(m, n, k, transposed: (false, false), Double.self, hasSmallKernels: true)
    #expect((double.m, double.n, double.k) == (m, n, k), "double precision is left whole")
    let other = ProductTile(m, n, k, transposed: (false, false), Float.self, hasSmallKernels: false)
    #expect((other.m, other.n, other.k) == (m, n, k), "so is everything where there are no such kernels")
  }

  @Test("values and gradients in Float equal those in Double, which is never cut", arguments: shapes)
  func products(_ m: Int, _ n: Int, _ k: Int) {
    func run<S: TensorScalar>(_: S.Type, transposed: Bool) -> [[Double]] {
      var generator = SeededGenerator(seed: 11, stream: "products")
      func tensor(_ shape: Shape) -> Tensor<S> {
        // Multiples of 1/8: sums of products are exact in Float, so that the two must agree to the bit.
        Tensor((0..<shape.count).map { _ in S(generator.index(below: 17) - 8) / 8 }, shape: shape)
      }
      let tape = Tape<S>()
      let (a, b) = (tape.input(tensor([m, k])), tape.input(tensor(transposed ? [n, k] : [k, n])))
      let product = matmul(a, b, transposingSecond: transposed)
      let weighted = (product * tape.constant(tensor([m, n]))).sum()
      let value = product.value
      tape.backward(from: weighted, keeping: [a, b])
      return [value, tape.gradient(of: a), tape.gradient(of: b)].map { $0.scalars.map { Double($0) } }
    }
    for transposed in [false, true] {
      #expect(run(Float.self, transposed: transposed) == run(Double.self, transposed: transposed))
    }
  }

  /// Sizes just above the volume that is computed whole: one for each axis that is cut, and one with odd extents.
  private static let thresholds = [(8, 1024, 128), (1025, 32, 33), (33, 32, 1025), (101, 101, 101)]

  @Test("rows of any stride, transposed or not, added or not: equal to a plain loop", arguments: thresholds)
  func plainLoop(_ m: Int, _ n: Int, _ k: Int) {
    var generator = SeededGenerator(seed: 12, stream: "plain loop")
    // Multiples of 1/8: sums of products are exact in Float, so that the two must agree to the bit.
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.index(below: 17) - 8) / 8 } }
    for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
      let (aRows, aColumns) = transposeA ? (k, m) : (m, k)
      let (bRows, bColumns) = transposeB ? (n, k) : (k, n)
      let (aStride, bStride, stride) = (aColumns + 3, bColumns + 5, n + 7)
      let (a, b, start) = (numbers(aRows * aStride), numbers(bRows * bStride), numbers(m * stride))
      for add in [false, true] {
        var (c, expected) = (start, start)
        for i in 0..<m {
          for j in 0..<n {
            var sum: Float = add ? start[i * stride + j] : 0
            for x in 0..<k {
              sum +=
                (transposeA ? a[x * aStride + i] : a[i * aStride + x])
                * (transposeB ? b[j * bStride + x] : b[x * bStride + j])
            }
            expected[i * stride + j] = sum
          }
        }
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            c.withUnsafeMutableBufferPointer { c in
              guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
              let first = Matrix(a, aRows, aColumns, stride: aStride)
              let second = Matrix(b, bRows, bColumns, stride: bStride)
              multiply(
                transposeA ? first.transposed : first, transposeB ? second.transposed : second, into: c,
                stride: stride, add: add)
            }
          }
        }
        #expect(c == expected, "transposed \(transposeA) \(transposeB), add \(add)")
      }
    }
  }
}
