// How the rows of the table of operations call the core's public functions, in either precision.

import TensorCore

/// A call of one public function, with its settings but without its tensors.
enum Program: Sendable {
  case exp, log, tanh, sigmoid, gelu, relu, squareRoot
  case add, subtract, multiply, divide
  case scale(Double)
  case matmul(transposed: Bool)
  case linear(transposed: Bool)
  case geluLinear
  case softmax, layerNorm
  case dropout(Double, seed: UInt64)
  case crossEntropy([Int32], normalizer: Int?)
  case linearCrossEntropy([Int32], transposed: Bool)
  case sum, mean
  case sumAlong(Int)
  case transposed
  case permuted([Int])
  case slice(Range<Int>, along: Int)
  case shifted(Int)
  case concatenated(along: Int)
  case rows([Int32])
  case rotated(heads: Int, position: Int)
  case attention(AttentionOptions)
  case cachedAttention(AttentionOptions, position: Int)
  case tanhRecurrence(reversed: Bool)
  case lstmRecurrence(reversed: Bool)
  case gatedRecurrence(reversed: Bool)
  /// Over rows of a table, whose numbers are given time-major.
  case tableRecurrence([Int32], batchSize: Int, isLSTM: Bool, reversed: Bool)

  /// Calls the function. A recurrence with memories gives its states and its memories, one after the other.
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .exp: TensorCore.exp(x[0])
    case .log: TensorCore.log(x[0])
    case .tanh: TensorCore.tanh(x[0])
    case .sigmoid: TensorCore.sigmoid(x[0])
    case .gelu: TensorCore.gelu(x[0])
    case .relu: TensorCore.relu(x[0])
    case .squareRoot: TensorCore.squareRoot(x[0])
    case .add: x[0] + x[1]
    case .subtract: x[0] - x[1]
    case .multiply: x[0] * x[1]
    case .divide: x[0] / x[1]
    case .scale(let factor): S(factor) * x[0]
    case .matmul(let transposed): TensorCore.matmul(x[0], x[1], transposingSecond: transposed)
    case .linear(let transposed):
      TensorCore.linear(
        x[0], x[1], bias: x[2], adding: x.count > 3 ? x[3] : nil, transposingWeight: transposed)
    case .geluLinear: TensorCore.geluLinear(x[0], x[1], bias: x[2], adding: x.count > 3 ? x[3] : nil)
    case .softmax: TensorCore.softmax(x[0], along: -1)
    case .layerNorm: TensorCore.layerNorm(x[0], gain: x[1], bias: x[2], epsilon: 0x1p-10)
    case .dropout(let probability, let seed): TensorCore.dropout(x[0], probability: probability, seed: seed)
    case .crossEntropy(let targets, let normalizer):
      TensorCore.crossEntropy(x[0], targets: targets, normalizer: normalizer).mean
    case .linearCrossEntropy(let targets, let transposed):
      TensorCore.linearCrossEntropy(
        x[0], weight: x[1], bias: x.count > 2 ? x[2] : nil, transposingWeight: transposed, targets: targets
      ).mean
    case .sum: x[0].sum()
    case .mean: x[0].mean()
    case .sumAlong(let axis): x[0].sum(along: axis)
    case .transposed: x[0].transposed()
    case .permuted(let axes):
      axes.count == 3 ? x[0].permuted(axes[0], axes[1], axes[2]) : x[0].permuted(axes[0], axes[1], axes[2], axes[3])
    case .slice(let range, let axis): x[0].slice(range, along: axis)
    case .shifted(let offset): x[0].shifted(by: offset)
    case .concatenated(let axis): TensorCore.concatenated(x, along: axis)
    case .rows(let indices): TensorCore.rows(of: x[0], at: indices)
    case .rotated(let heads, let position): TensorCore.rotated(x[0], headCount: heads, position: position)
    case .attention(let options): TensorCore.attention(x[0], options)
    case .cachedAttention(let options, let position): cached(x, options, position)
    case .tanhRecurrence(let reversed): recurrence(RecurrentInput(x[0]), x, TanhCell(), reversed)
    case .lstmRecurrence(let reversed): recurrence(RecurrentInput(x[0]), x, LSTMCell(), reversed)
    case .gatedRecurrence(let reversed): recurrence(RecurrentInput(x[0]), x, GatedCell(), reversed)
    case .tableRecurrence(let indices, let batchSize, let isLSTM, let reversed):
      isLSTM
        ? recurrence(RecurrentInput(rowsOf: x[0], at: indices, batchSize: batchSize), x, LSTMCell(), reversed)
        : recurrence(RecurrentInput(rowsOf: x[0], at: indices, batchSize: batchSize), x, TanhCell(), reversed)
    }
  }

  private func cached<S>(_ x: [Variable<S>], _ options: AttentionOptions, _ position: Int) -> Variable<S> {
    var cache = x[1].value
    return TensorCore.attention(x[0], cache: &cache, position: position, options)
  }

  /// The fifth and sixth tensor are the initial state and memory.
  private func recurrence<S>(
    _ input: RecurrentInput<S>, _ x: [Variable<S>], _ cell: some RecurrentCell, _ reversed: Bool
  ) -> Variable<S> {
    let initial = x.count > 4 ? (state: x[4], memory: x.count > 5 ? x[5] : nil) : nil
    let result = TensorCore.recurrence(
      input, inputWeight: x[1], recurrentWeight: x[2], bias: x[3], cell: cell, reversed: reversed, initialState: initial
    )
    guard let memories = result.memories else { return result.states }
    return TensorCore.concatenated([result.states, memories], along: 0)
  }
}

/// A cell as one may add it from outside, of the kind that the core's own do not cover: two gates, no memory. h = σ(a₀)·tanh(a₁).
struct GatedCell: RecurrentCell {
  var name: String { "gatedRecurrence" }
  var gateCount: Int { 2 }
  var hasMemory: Bool { false }
  var workPerElement: (forward: Int, backward: Int) { (3, 8) }
  var chain: (forward: Int, backward: Int) { (2, 4) }

  func forward<S>(_ step: CellStep<S>) {
    let width = step.width
    for row in 0..<step.rows {
      let gates = step.gates + row * 2 * width
      S.kernels.sigmoid(gates, gates, width)
      S.kernels.tanh(gates + width, gates + width, width)
      S.kernels.multiply(gates, gates + width, step.state + row * width, width, false)
    }
  }

  func backward<S>(_ step: CellGradientStep<S>) {
    for row in 0..<step.rows {
      for column in 0..<step.width {
        let first = row * 2 * step.width + column
        let (s, t) = (step.gates[first], step.gates[first + step.width])
        let dh = step.stateGradient[row * step.width + column]
        step.gatesGradient[first] = dh * t * s * (1 - s)
        step.gatesGradient[first + step.width] = dh * s * (1 - t * t)
      }
    }
  }
}
