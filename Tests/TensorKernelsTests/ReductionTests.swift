// Sums over rows and everything, and the check for finite values.
import Testing

private func reductions<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  [
    Case(
      name: "sum rows", arguments: [.input(), .output(perColumn)], adds: [false, true],
      tolerance: { 8 + 4 * Double($0.rows) },
      run: { k, p, call in k.sumRows(p[0], p[1], call.rows, call.cols, call.add) },
      reference: { a, call in
        for c in 0..<call.cols {
          if !call.add { a[1][c] = 0 }
          for r in 0..<call.rows { a[1][c] += a[0][r * call.cols + c] }
        }
      }),
    Case(
      name: "sum", arguments: [.input(), .output(one)], tolerance: { 2 + 4 * Double($0.count) },
      run: { k, p, call in p[1][0] = S(k.sum(p[0], call.count)) },
      reference: { a, _ in a[1][0] = a[0].reduce(0, +) }),
    Case(
      name: "dot", arguments: [.input(), .input(), .output(one)], tolerance: { 2 + 4 * Double($0.count) },
      run: { k, p, call in p[2][0] = S(k.dot(p[0], p[1], call.count)) },
      reference: { a, _ in a[2][0] = zip(a[0], a[1]).reduce(0) { $0 + $1.0 * $1.1 } }),
  ]
}

@Test("Reductions equal a plain loop", arguments: Level.supported)
func reductionKernels(level: Level) throws {
  for test in reductions(Float.self) { try test.check(level) }
  for test in reductions(Double.self) { try test.check(level) }
}

@Test("Long sums of floats run in double precision", arguments: Level.supported)
func longSums(level: Level) throws {
  let kernels = try #require(Float.kernels(level.value))
  let values = [Float](repeating: 0.1, count: 1_000_003)
  let exact = Double(Float(0.1)) * 1_000_003
  #expect(abs(kernels.sum(values, values.count) - exact) < 1e-8 * exact)
  #expect(abs(kernels.dot(values, values, values.count) - exact * Double(Float(0.1))) < 1e-8 * exact)
}

@Test("One value that is not finite is found wherever it is", arguments: Level.supported)
func allFinite(level: Level) throws {
  func check<S: KernelScalar>(_: S.Type) throws {
    let kernels = try #require(S.kernels(level.value))
    for count in [0, 1, 3, 8, 16, 37, 65] {
      var values = [S](repeating: -S.greatestFiniteMagnitude, count: count)
      #expect(kernels.allFinite(values, count))
      for i in values.indices {
        for bad in [S.nan, .infinity, -.infinity] {
          values[i] = bad
          #expect(!kernels.allFinite(values, count), "\(bad) at \(i) of \(count)")
        }
        values[i] = 1
      }
    }
  }
  try check(Float.self)
  try check(Double.self)
}
