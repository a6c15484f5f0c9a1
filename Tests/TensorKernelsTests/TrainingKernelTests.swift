// Rows by index, dropout's mask, and AdamW's step.
import TensorKernels
import Testing

private let tableRows = 7

private func rowCases<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  let table: (Call) -> Int = { tableRows * $0.cols }
  let indices: (Int, Int, inout Random) -> [Int32] = { rows, _, random in
    (0..<rows).map { _ in Int32.random(in: 0..<Int32(tableRows), using: &random) }
  }
  return [
    Case(
      name: "gather rows", arguments: [.input(-4...4, table), .output()], tolerance: { _ in 0 }, integers: indices,
      run: { k, p, call in k.gatherRows(p[0], call.integers, p[1], call.rows, call.cols) },
      reference: { a, call in
        for i in 0..<call.count { a[1][i] = a[0][Int(call.integers[i / call.cols]) * call.cols + i % call.cols] }
      }),
    Case(
      name: "scatter rows", arguments: [.input(), .both(-4...4, table)], tolerance: { 4 + 4 * Double($0.rows) },
      integers: indices,
      run: { k, p, call in k.scatterAddRows(p[0], call.integers, p[1], call.rows, call.cols) },
      reference: { a, call in
        for i in 0..<call.count { a[1][Int(call.integers[i / call.cols]) * call.cols + i % call.cols] += a[0][i] }
      }),
  ]
}

private func moveCases<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  let half: (Call) -> Int = { $0.cols }
  return [
    Case(
      name: "transpose", arguments: [.input(), .output()], tolerance: { _ in 0 },
      run: { k, p, call in k.transpose(p[0], call.cols, p[1], call.rows, call.rows, call.cols) },
      reference: { a, call in
        for i in 0..<call.count { a[1][i % call.cols * call.rows + i / call.cols] = a[0][i] }
      }),
    Case(
      name: "transpose with gaps between rows",
      arguments: [.input(-4...4, { $0.rows * ($0.cols + 3) }), .both(-4...4, { $0.cols * ($0.rows + 2) })],
      tolerance: { _ in 0 },
      run: { k, p, call in k.transpose(p[0], call.cols + 3, p[1], call.rows + 2, call.rows, call.cols) },
      reference: { a, call in
        for r in 0..<call.rows {
          for c in 0..<call.cols { a[1][c * (call.rows + 2) + r] = a[0][r * (call.cols + 3) + c] }
        }
      }),
    Case(
      name: "gather", arguments: [.input(), .output(perRow)], tolerance: { _ in 0 },
      run: { k, p, call in k.gather(p[0], call.cols, p[1], call.cols == 0 ? 0 : call.rows) },
      reference: { a, call in
        for r in 0..<(call.cols == 0 ? 0 : call.rows) { a[1][r] = a[0][r * call.cols] }
      }),
    Case(
      name: "scatter", arguments: [.input(-4...4, perRow), .both()], adds: [false, true],
      run: { k, p, call in k.scatter(p[0], p[1], call.cols, call.cols == 0 ? 0 : call.rows, call.add) },
      reference: { a, call in
        for r in 0..<(call.cols == 0 ? 0 : call.rows) {
          a[1][r * call.cols] = (call.add ? a[1][r * call.cols] : 0) + a[0][r]
        }
      }),
    Case(
      name: "rotate", arguments: [.both(-4...4, { 2 * $0.count }), .input(-1...1, half), .input(-1...1, half)],
      tolerance: { _ in 16 },
      run: { k, p, call in k.rotate(p[0], p[1], p[2], -1, call.rows, call.cols) },
      reference: { a, call in
        for i in 0..<call.count {
          let (c, first) = (i % call.cols, i / call.cols * 2 * call.cols + i % call.cols)
          let (x, y) = (a[0][first], a[0][first + call.cols])
          a[0][first] = x * a[1][c] + y * a[2][c]
          a[0][first + call.cols] = y * a[1][c] - x * a[2][c]
        }
      }),
  ]
}

/// Whether dropout keeps a position: SplitMix64's output of that number, as a fraction of 1.
private func keeps(_ position: Int, seed: UInt64, probability: Double) -> Bool {
  var random = Random(state: seed &+ UInt64(position) &* 0x9e37_79b9_7f4a_7c15)
  return Double(random.next() >> 11) / 9_007_199_254_740_992 < probability
}

private func dropout<S: KernelScalar>(_: S.Type, seed: UInt64, offset: Int, probability: Double) -> Case<S> {
  Case(
    name: "dropout \(seed) \(offset) \(probability)", arguments: [.input(), .output()], adds: [false, true],
    aliases: [(1, 0, true)],
    run: { k, p, call in k.dropout(p[0], p[1], call.count, seed, offset, probability, call.add) },
    reference: { a, call in
      for i in 0..<call.count {
        let kept = keeps(offset + i, seed: seed, probability: probability)
        a[1][i] = (call.add ? a[1][i] : 0) + (kept ? a[0][i] / probability : 0)
      }
    })
}

private func adamw<S: KernelScalar>(_: S.Type) -> Case<S> {
  let (scale, rate, beta1, beta2, epsilon, decay) = (0.5, 0.0625, 0.875, 0.984375, 0.0009765625, 0.25)
  let (correction1, correction2) = (0.125, 0.03125)
  return Case(
    name: "AdamW", arguments: [.both(), .input(), .both(-1...1), .both(0...1)], tolerance: { _ in 16 },
    run: { k, p, call in
      k.adamw(
        p[0], p[1], p[2], p[3], call.count, S(scale), S(rate), S(beta1), S(beta2), S(epsilon), S(decay),
        S(correction1), S(correction2))
    },
    reference: { a, call in
      for i in 0..<call.count {
        let g = scale * a[1][i]
        a[2][i] = beta1 * a[2][i] + (1 - beta1) * g
        a[3][i] = beta2 * a[3][i] + (1 - beta2) * g * g
        let step = a[2][i] / correction1 / ((a[3][i] / correction2).squareRoot() + epsilon)
        a[0][i] += -rate * decay * a[0][i] - rate * step
      }
    })
}

private func check<S: KernelScalar>(_: S.Type, _ level: Level) throws {
  for test in rowCases(S.self) + moveCases(S.self) { try test.check(level) }
  let masks: [(UInt64, Int, Double)] = [(1, 0, 0.5), (0xdead_beef_dead_beef, 12_345_678_901, 0.875), (7, 3, 1)]
  for (seed, offset, probability) in masks {
    try dropout(S.self, seed: seed, offset: offset, probability: probability).check(level)
  }
  try adamw(S.self).check(level)
}

@Test("Rows by index, dropout and AdamW equal a plain loop", arguments: Level.supported)
func trainingKernels(level: Level) throws {
  try check(Float.self, level)
  try check(Double.self, level)
}

@Test("Dropout keeps the share it is asked for, and another share for another seed", arguments: [0.1, 0.5, 0.9])
func dropoutShare(probability: Double) throws {
  let kernels = try #require(Float.kernels(tk_best_level()))
  let count = 400_000
  let ones = [Float](repeating: 1, count: count)
  var masks = [[Float]](repeating: ones, count: 2)
  for seed in 0..<2 { kernels.dropout(ones, &masks[seed], count, UInt64(seed), 0, probability, false) }
  for mask in masks {
    let share = Double(mask.count { $0 != 0 }) / Double(count)
    #expect(abs(share - probability) < 0.004)  // five standard deviations
  }
  let both = Double(zip(masks[0], masks[1]).count { $0 != 0 && $1 != 0 }) / Double(count)
  #expect(abs(both - probability * probability) < 0.004)
}
