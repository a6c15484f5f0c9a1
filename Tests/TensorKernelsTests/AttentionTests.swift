// Attention's softmax, its second run from the stored sums, and its gradient: causal or not, with offsets, strides
// and position slopes. Keys out of sight start as NaN, because they are not read.
import Foundation
import Testing

/// One way to call the attention kernels.
private struct Setting: CustomStringConvertible {
  var causal: Bool
  var first: Int
  var gap: Int
  var slope: Double
  var scale = 0.375
  var description: String { "causal \(causal), first \(first), gap \(gap), slope \(slope)" }

  func size(_ call: Call) -> Int { call.rows * (call.cols + gap) }
  func seen(_ row: Int, _ call: Call) -> Int { causal ? min(call.cols, first + row + 1) : call.cols }
  func start(_ row: Int, _ call: Call) -> Int { row * (call.cols + gap) }

  func logits(_ scores: [Double], _ row: Int, _ call: Call) -> [Double] {
    (0..<seen(row, call)).map { scale * scores[start(row, call) + $0] - slope * Double(abs(first + row - $0)) }
  }

  func hide(_ scores: inout [Double], _ call: Call, by value: Double) {
    for r in 0..<call.rows {
      for c in seen(r, call)..<call.cols { scores[start(r, call) + c] = value }
    }
  }

  static let all = [true, false].flatMap { causal in
    [(0, 0), (3, 0), (0, 5), (40, 1)].flatMap { first, gap in
      [0, 0.125].map { Setting(causal: causal, first: first, gap: gap, slope: $0) }
    }
  }
}

private func softmaxCase<S: KernelScalar>(_: S.Type, _ at: Setting, sums: Bool) -> Case<S> {
  Case(
    name: "attention softmax \(at)", arguments: [.both(-9...9, at.size)] + (sums ? [.output(perRow)] : []),
    tolerance: { 64 + Double($0.cols) / 8 }, prepare: { a, call in at.hide(&a[0], call, by: .nan) },
    run: { k, p, call in
      k.attentionSoftmax(
        p[0], call.rows, call.cols, call.cols + at.gap, at.first, at.causal, S(at.scale), S(at.slope),
        sums ? p[1] : nil)
    },
    reference: { a, call in
      for r in 0..<call.rows {
        let (probabilities, logSum) = softmax(at.logits(a[0], r, call)[...])
        for (c, p) in probabilities.enumerated() { a[0][at.start(r, call) + c] = p }
        if sums { a[1][r] = logSum }
      }
      at.hide(&a[0], call, by: 0)
    })
}

private func probabilityCase<S: KernelScalar>(_: S.Type, _ at: Setting) -> Case<S> {
  Case(
    name: "attention probabilities \(at)", arguments: [.both(-9...9, at.size), .input(3...6, perRow)],
    tolerance: { _ in 64 }, prepare: { a, call in at.hide(&a[0], call, by: .nan) },
    run: { k, p, call in
      k.attentionProbabilities(
        p[0], call.rows, call.cols, call.cols + at.gap, at.first, at.causal, S(at.scale), S(at.slope), p[1])
    },
    reference: { a, call in
      for r in 0..<call.rows {
        for (c, logit) in at.logits(a[0], r, call).enumerated() { a[0][at.start(r, call) + c] = exp(logit - a[1][r]) }
      }
      at.hide(&a[0], call, by: 0)
    })
}

private func gradientCase<S: KernelScalar>(_: S.Type, _ at: Setting) -> Case<S> {
  Case(
    name: "attention gradient \(at)",
    arguments: [.input(0...1, at.size), .both(-4...4, at.size)],
    tolerance: { 16 + 8 * Double($0.cols) },
    prepare: { a, call in
      at.hide(&a[0], call, by: .nan)
      at.hide(&a[1], call, by: .nan)
    },
    run: { k, p, call in
      k.attentionGradient(
        p[0], p[1], call.rows, call.cols, call.cols + at.gap, at.first, at.causal, S(at.scale))
    },
    reference: { a, call in
      for r in 0..<call.rows {
        let seen = at.start(r, call)..<at.start(r, call) + at.seen(r, call)
        let mean = seen.reduce(0) { $0 + a[0][$1] * a[1][$1] }
        for i in seen { a[1][i] = at.scale * a[0][i] * (a[1][i] - mean) }
      }
      at.hide(&a[1], call, by: 0)
    })
}

private func check<S: KernelScalar>(_: S.Type, _ level: Level) throws {
  for setting in Setting.all {
    try softmaxCase(S.self, setting, sums: true).check(level)
    try softmaxCase(S.self, setting, sums: false).check(level)
    try probabilityCase(S.self, setting).check(level)
    try gradientCase(S.self, setting).check(level)
  }
}

@Test("Attention's kernels equal a plain loop", arguments: Level.supported)
func attentionKernels(level: Level) throws {
  try check(Float.self, level)
  try check(Double.self, level)
}
