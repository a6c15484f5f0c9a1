// Matrix products of the core: kernel and BLAS give what a plain loop gives.

import TensorCore
import Testing

@Suite("Matrix products")
struct ProductTests {
  /// m, n, k of products with few rows, many rows, a long sum, and odd extents.
  private static let shapes = [
    (8, 1024, 256), (16, 513, 128), (31, 77, 1000), (1537, 65, 33), (700, 40, 64), (64, 65, 1537), (33, 128, 300),
  ]

  @Test("values and gradients in Float equal those in Double", arguments: shapes)
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

  @Test("a team's product is what one thread makes, bit by bit, for rows and columns of any number")
  func shared() {
    var generator = SeededGenerator(seed: 13, stream: "shared")
    func tensor(_ shape: Shape) -> Tensor<Float> {
      Tensor((0..<shape.count).map { _ in Float(generator.normal()) }, shape: shape)
    }
    for (m, n, k) in [(1, 1009, 300), (2, 700, 401), (7, 515, 600), (1, 48, 6000), (3, 8, 8)] {
      let (x, weight, turned, bias, addend) = (
        tensor([m, k]), tensor([k, n]), tensor([n, k]), tensor([n]), tensor([m, n])
      )
      func products(_ team: ThreadTeam?) -> [[Float]] {
        let tape = Tape<Float>(recordsGradients: false)
        tape.team = team
        let (x, bias, addend) = (tape.constant(x), tape.constant(bias), tape.constant(addend))
        let straight = tape.constant(weight)
        return [
          matmul(x, straight), linear(x, straight, bias: bias, adding: addend),
          linear(x, tape.constant(turned), bias: bias, transposingWeight: true),
          geluLinear(x, straight, bias: bias, adding: addend),
        ].map { $0.value.scalars }
      }
      let alone = products(nil)
      for threads in [1, 2, 3] { #expect(products(ThreadTeam(count: threads)) == alone, "\(m), \(n), \(k)") }
    }
  }

  /// What a product is added to.
  enum Start: CaseIterable { case zero, result, other }

  @Test("by the core's kernel and by BLAS: equal to a plain loop", arguments: [largestKernelVolume, 0], Start.allCases)
  func plainLoop(_ kernelVolume: Int, _ start: Start) {
    let (m, n, k) = (31, 53, 101)
    var generator = SeededGenerator(seed: 12, stream: "plain loop")
    // Multiples of 1/8: sums of products are exact in Float, so that the two must agree to the bit.
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.index(below: 17) - 8) / 8 } }
    for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
      let (aRows, aColumns) = transposeA ? (k, m) : (m, k)
      let (bRows, bColumns) = transposeB ? (n, k) : (k, n)
      let (aStride, bStride, stride) = (aColumns + 3, bColumns + 5, n + 7)
      let (a, b, before, other) = (
        numbers(aRows * aStride), numbers(bRows * bStride), numbers(m * stride), numbers(m * stride)
      )
      for bias in [nil, numbers(n)] {
        var (c, expected) = (before, before)
        for i in 0..<m {
          for j in 0..<n {
            let place = i * stride + j
            var sum = (start == .zero ? 0 : start == .result ? before[place] : other[place]) + (bias?[j] ?? 0)
            for x in 0..<k {
              sum +=
                (transposeA ? a[x * aStride + i] : a[i * aStride + x])
                * (transposeB ? b[j * bStride + x] : b[x * bStride + j])
            }
            expected[place] = sum
          }
        }
        let memory = [a, b, other, bias ?? []].map { Tensor($0, shape: [$0.count]).storage }
        let first = Matrix(memory[0].base, aRows, aColumns, stride: aStride)
        let second = Matrix(memory[1].base, bRows, bColumns, stride: bStride)
        multiply(
          transposeA ? first.transposed : first, transposeB ? second.transposed : second, into: &c, stride: stride,
          add: start == .result, bias: bias.map { _ in UnsafePointer(memory[3].base) },
          plus: start == .other ? Matrix(memory[2].base, m, n, stride: stride) : nil, kernelVolume: kernelVolume)
        withExtendedLifetime(memory) {}
        #expect(c == expected, "transposed \(transposeA) \(transposeB), bias \(bias != nil)")
      }
    }
  }
}
