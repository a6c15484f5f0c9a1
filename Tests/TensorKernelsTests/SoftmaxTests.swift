// Softmax, its gradient, and cross-entropy with and without a gradient, with ignored targets.
import Foundation
import Testing

/// Softmax of one row and the logarithm of its sum. A sum that is not finite makes the whole row NaN, as in the kernels.
func softmax(_ x: ArraySlice<Double>) -> (probabilities: [Double], logSum: Double) {
  let highest = x.filter { !$0.isNaN }.max() ?? -.infinity
  let powers = x.map { exp($0 - highest) }
  let sum = powers.reduce(0, +)
  return (powers.map { $0 / sum }, highest + log(sum))
}

private func cases<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  [
    Case(
      name: "softmax", arguments: [.input(-9...9), .output()], aliases: [(1, 0, false)],
      tolerance: { 16 + Double($0.cols) / 8 },
      run: { k, p, call in k.softmax(p[0], p[1], call.rows, call.cols) },
      reference: { a, call in
        for r in 0..<call.rows {
          let row = r * call.cols..<(r + 1) * call.cols
          a[1].replaceSubrange(row, with: softmax(a[0][row]).probabilities)
        }
      }),
    Case(
      name: "softmax gradient", arguments: [.input(0...1), .input(), .output()], adds: [false, true],
      aliases: [(2, 1, false)], tolerance: { 16 + 8 * Double($0.cols) },
      run: { k, p, call in k.softmaxGradient(p[0], p[1], p[2], call.rows, call.cols, call.add) },
      reference: { a, call in
        for r in 0..<call.rows {
          let row = r * call.cols..<(r + 1) * call.cols
          let mean = row.reduce(0) { $0 + a[0][$1] * a[1][$1] }
          for i in row { a[2][i] = (call.add ? a[2][i] : 0) + a[0][i] * (a[1][i] - mean) }
        }
      }),
  ] + [true, false].map { crossEntropy(S.self, gradient: $0) }
}

private func crossEntropy<S: KernelScalar>(_: S.Type, gradient: Bool) -> Case<S> {
  Case(
    name: gradient ? "cross-entropy" : "cross-entropy without gradient",
    arguments: [.input(-9...9), .output(perRow)] + (gradient ? [.output()] : []),
    aliases: gradient ? [(2, 0, false)] : [], tolerance: { 16 + Double($0.cols) / 8 },
    integers: { rows, cols, random in
      (0..<rows).map { _ in cols == 0 ? -1 : Int32.random(in: -1..<Int32(cols), using: &random) }
    },
    run: { k, p, call in
      k.crossEntropy(p[0], call.integers, p[1], gradient ? p[2] : nil, 0.375, call.rows, call.cols)
    },
    reference: { a, call in
      for r in 0..<call.rows {
        let row = r * call.cols..<(r + 1) * call.cols
        let target = Int(call.integers[r])
        let (probabilities, logSum) = softmax(a[0][row])
        a[1][r] = target < 0 ? 0 : logSum - a[0][r * call.cols + target]
        guard gradient else { continue }
        for c in 0..<call.cols {
          a[2][r * call.cols + c] = target < 0 ? 0 : 0.375 * (probabilities[c] - (c == target ? 1 : 0))
        }
      }
    })
}

@Test("Softmax and cross-entropy equal a plain loop", arguments: Level.supported)
func softmaxKernels(level: Level) throws {
  for test in cases(Float.self) { try test.check(level) }
  for test in cases(Double.self) { try test.check(level) }
}

@Test("Logits far apart neither overflow nor lose the sure answer", arguments: Level.supported)
func extremeLogits(level: Level) throws {
  let kernels = try #require(Float.kernels(level.value))
  let logits: [Float] = [1e30, -1e30, 0, 1e30, 88, 1e3, -1e3, 1e4, 0, 0]
  var losses: [Float] = [9, 9]
  var gradient = [Float](repeating: 9, count: 10)
  kernels.crossEntropy(logits, [0, 1], &losses, &gradient, 1, 2, 5)
  #expect(losses == [Float(log(2.0)), 11_000])
  #expect(gradient == [-0.5, 0, 0, 0.5, 0, 0, -1, 1, 0, 0])
}
