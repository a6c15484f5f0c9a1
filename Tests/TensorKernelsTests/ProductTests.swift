// The matrix product: factors stored either way, gaps between rows, a start, a bias, depths on both sides of the cut.
import Testing

/// One way to call the product.
private struct Setting: CustomStringConvertible {
  enum Start { case zero, result, other }
  var k: Int
  var aTransposed = false
  var bTransposed = false
  var start = Start.zero
  var bias = false
  /// Elements between the rows of every matrix.
  var gap = 0
  var description: String {
    "k \(k), transposed \(aTransposed) \(bTransposed), start \(start), bias \(bias), gap \(gap)"
  }

  func aStride(_ call: Call) -> Int { (aTransposed ? call.rows : k) + gap }
  func bStride(_ call: Call) -> Int { (bTransposed ? k : call.cols) + gap }
  func cStride(_ call: Call) -> Int { call.cols + gap }
  func aSize(_ call: Call) -> Int { (aTransposed ? k : call.rows) * aStride(call) }
  func bSize(_ call: Call) -> Int { (bTransposed ? call.cols : k) * bStride(call) }
  func cSize(_ call: Call) -> Int { call.rows * cStride(call) }

  func a(_ values: [Double], _ i: Int, _ p: Int, _ call: Call) -> Double {
    values[aTransposed ? p * aStride(call) + i : i * aStride(call) + p]
  }
  func b(_ values: [Double], _ p: Int, _ j: Int, _ call: Call) -> Double {
    values[bTransposed ? j * bStride(call) + p : p * bStride(call) + j]
  }

  /// Every choice at small depths, and some beyond the depth at which the inner extent is cut.
  static let all: [Setting] =
    [false, true].flatMap { aT in
      [false, true].flatMap { bT in
        [
          Setting(k: 1, aTransposed: aT, bTransposed: bT),
          Setting(k: 9, aTransposed: aT, bTransposed: bT, start: .result, gap: 3),
          Setting(k: 33, aTransposed: aT, bTransposed: bT, start: .other, bias: true, gap: 1),
          Setting(k: 530, aTransposed: aT, bTransposed: bT, bias: true),
          Setting(k: 257, aTransposed: aT, bTransposed: bT, start: .result, bias: true),
        ]
      }
    }
}

private func productCase<S: KernelScalar>(_: S.Type, _ at: Setting) -> Case<S> {
  Case(
    name: "product \(at)",
    arguments: [
      .input(-1...1, at.aSize), .input(-1...1, at.bSize), .input(-1...1, at.cSize), .input(-1...1, perColumn),
      .both(-1...1, at.cSize),
    ],
    tolerance: { _ in 8 + 4 * Double(at.k) },
    run: { k, p, call in
      let start = at.start == .zero ? nil : at.start == .result ? p[4] : p[2]
      let stride = at.aStride(call)
      k.product(
        p[0], at.aTransposed ? 1 : stride, at.aTransposed ? stride : 1, p[1], at.bStride(call), at.bTransposed,
        start, at.cStride(call), at.bias ? p[3] : nil, p[4], at.cStride(call), call.rows, call.cols, at.k)
    },
    reference: { arguments, call in
      for i in 0..<call.rows {
        for j in 0..<call.cols {
          let place = i * at.cStride(call) + j
          var sum = at.start == .zero ? 0 : arguments[at.start == .result ? 4 : 2][place]
          if at.bias { sum += arguments[3][j] }
          for p in 0..<at.k { sum += at.a(arguments[0], i, p, call) * at.b(arguments[1], p, j, call) }
          arguments[4][place] = sum
        }
      }
    })
}

@Suite("Matrix product")
struct ProductTests {
  @Test("agrees with a plain loop in double precision", arguments: Level.supported, Setting.all)
  private func plainLoop(_ level: Level, _ setting: Setting) throws {
    try productCase(Float.self, setting).check(level)
    try productCase(Double.self, setting).check(level)
  }

  @Test(
    "many rows, whose second factor is copied into panels, one or two rows, no depth at all: exact on small fractions",
    arguments: Level.supported, [(141, 223, 261), (5, 40, 0), (1, 300, 40), (2, 37, 100), (1, 1003, 517)])
  func panels(_ level: Level, _ extents: (Int, Int, Int)) throws {
    try checkExactly(Float.self, level, extents)
    try checkExactly(Double.self, level, extents)
  }

  @Test("a single row against a matrix that no cache holds sums in the order of two rows", arguments: Level.supported)
  func order(_ level: Level) throws {
    try checkOrder(Float.self, level)
    try checkOrder(Double.self, level)
  }

  private func checkOrder<S: KernelScalar>(_: S.Type, _ level: Level) throws {
    let kernels = try #require(S.kernels(level.value))
    var random = Random(state: 6)
    let (n, k) = (1003, 533)
    func numbers(_ count: Int) -> [S] { (0..<count).map { _ in S(Double.random(in: -1...1, using: &random)) } }
    let (a, b, start, bias) = (numbers(2 * k), numbers(k * n), numbers(2 * n), numbers(n))
    for (hasStart, hasBias) in [(false, false), (true, false), (false, true), (true, true)] {
      let products = [1, 2].map { rows in
        var c = start
        c.withUnsafeMutableBufferPointer { c in
          guard let base = c.baseAddress else { return }
          bias.withUnsafeBufferPointer { bias in
            kernels.product(
              a, k, 1, b, n, false, hasStart ? UnsafePointer(base) : nil, n, hasBias ? bias.baseAddress : nil, base, n,
              rows, n, k)
          }
        }
        return Array(c.prefix(n))
      }
      #expect(products[0] == products[1], "start \(hasStart), bias \(hasBias)")
    }
  }

  private func checkExactly<S: KernelScalar>(_: S.Type, _ level: Level, _ extents: (Int, Int, Int)) throws {
    let kernels = try #require(S.kernels(level.value))
    var random = Random(state: 5)
    let (m, n, k) = extents
    // Multiples of 1/8: every sum is exact in either precision, so the order of adding cannot show.
    func numbers(_ count: Int) -> [S] { (0..<count).map { _ in S(Int.random(in: -8...8, using: &random)) / 8 } }
    for (aT, bT) in [(false, false), (false, true), (true, false), (true, true)] {
      let (a, b) = (numbers(m * k), numbers(k * n))
      var c = [S](repeating: .nan, count: m * n)
      kernels.product(a, aT ? 1 : k, aT ? m : 1, b, bT ? k : n, bT, nil, 0, nil, &c, n, m, n, k)
      for i in 0..<m {
        for j in 0..<n {
          var sum: S = 0
          for p in 0..<k { sum += a[aT ? p * m + i : i * k + p] * b[bT ? j * k + p : p * n + j] }
          if c[i * n + j] != sum { Issue.record("[\(i), \(j)] is \(c[i * n + j]), not \(sum)") }
        }
      }
    }
  }
}
