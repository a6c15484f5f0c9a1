// Layer normalisation and its gradient.
import Testing

private let epsilon = 0.0009765625  // 2⁻¹⁰, the same in both precisions

private func forward<S: KernelScalar>(_: S.Type) -> Case<S> {
  Case(
    name: "layer norm",
    arguments: [
      .input(), .input(-2...2, perColumn), .input(-2...2, perColumn), .output(), .output(perRow), .output(perRow),
    ],
    tolerance: { 64 + Double($0.cols) },
    prepare: { a, call in  // One column has no variance, so that rstd is large: away from that for the comparison.
      if call.cols == 1 { a[0] = a[0].map { _ in 0.5 } }
    },
    run: { k, p, call in k.layerNorm(p[0], p[1], p[2], S(epsilon), p[3], p[4], p[5], call.rows, call.cols) },
    reference: { a, call in
      for r in 0..<call.rows {
        let row = a[0][r * call.cols..<(r + 1) * call.cols]
        let n = Double(call.cols)
        let mean = row.reduce(0, +) / n
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
        a[4][r] = mean
        a[5][r] = 1 / (variance + epsilon).squareRoot()
        for (c, x) in row.enumerated() { a[3][r * call.cols + c] = (x - mean) * a[5][r] * a[1][c] + a[2][c] }
      }
    })
}

/// The last two of x, gain, mean, rstd, dy, dx, dgain, dbias always accumulate.
private func backward<S: KernelScalar>(_: S.Type, input: Bool) -> Case<S> {
  let sums: [Argument] = [.both(-4...4, perColumn), .both(-4...4, perColumn)]
  return Case(
    name: input ? "layer norm gradient" : "layer norm gradient without dx",
    arguments: [.input(), .input(-2...2, perColumn), .input(-1...1, perRow), .input(0.5...2, perRow), .input()]
      + (input ? [.output()] : []) + sums,
    adds: input ? [false, true] : [false], aliases: input ? [(5, 4, false)] : [],
    tolerance: { 64 + 16 * Double($0.cols + $0.rows) },
    run: { k, p, call in
      k.layerNormGradient(
        p[0], p[1], p[2], p[3], p[4], input ? p[5] : nil, p[p.count - 2], p[p.count - 1], call.rows, call.cols, call.add
      )
    },
    reference: { a, call in
      for r in 0..<call.rows {
        let start = r * call.cols
        let n = Double(call.cols)
        let normal = (0..<call.cols).map { (a[0][start + $0] - a[2][r]) * a[3][r] }
        let dy = Array(a[4][start..<start + call.cols])
        let g = (0..<call.cols).map { dy[$0] * a[1][$0] }
        let shift = g.reduce(0, +) / n
        let slope = zip(g, normal).reduce(0) { $0 + $1.0 * $1.1 } / n
        for c in 0..<call.cols {
          a[a.count - 2][c] += dy[c] * normal[c]
          a[a.count - 1][c] += dy[c]
          guard input else { continue }
          a[5][start + c] = (call.add ? a[5][start + c] : 0) + a[3][r] * (g[c] - shift - normal[c] * slope)
        }
      }
    })
}

@Test("Layer normalisation and its gradient equal a plain loop", arguments: Level.supported)
func layerNormKernels(level: Level) throws {
  for test in [forward(Float.self), backward(Float.self, input: true), backward(Float.self, input: false)] {
    try test.check(level)
  }
  for test in [forward(Double.self), backward(Double.self, input: true), backward(Double.self, input: false)] {
    try test.check(level)
  }
}
