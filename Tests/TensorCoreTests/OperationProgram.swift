// How the rows of the table of operations call the core's public functions, in either precision.

import TensorCore

/// A call of one public function, with its settings but without its tensors.
enum Program: Sendable {
  case exp, log, tanh, sigmoid, gelu, exactGELU, relu, squareRoot
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
  case recurrence(TestCell, reversed: Bool)
  /// Over rows of a table, whose numbers are given time-major.
  case tableRecurrence(TestCell, [Int32], batchSize: Int, reversed: Bool)
  case affine(scale: Double, offset: Double)
  case stacked

  /// Calls the function. A recurrence with memories gives its states and its memories, one after the other.
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .exp: TensorCore.exp(x[0])
    case .log: TensorCore.log(x[0])
    case .tanh: TensorCore.tanh(x[0])
    case .sigmoid: TensorCore.sigmoid(x[0])
    case .gelu: TensorCore.gelu(x[0])
    case .exactGELU: TensorCore.exactGELU(x[0])
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
    case .recurrence(let cell, let reversed): recurrence(RecurrentInput(x[0]), x, cell, reversed)
    case .tableRecurrence(let cell, let indices, let batchSize, let reversed):
      recurrence(RecurrentInput(rowsOf: x[0], at: indices, batchSize: batchSize), x, cell, reversed)
    case .affine(1, let offset): x[0] + S(offset)
    case .affine(-1, 0): -x[0]
    case .affine(-1, let offset): S(offset) - x[0]
    case .affine(let scale, let offset): S(scale) * x[0] - S(-offset)
    case .stacked: TensorCore.stacked(x)
    }
  }

  private func cached<S>(_ x: [Variable<S>], _ options: AttentionOptions, _ position: Int) -> Variable<S> {
    var cache = x[1].value
    return TensorCore.attention(x[0], cache: &cache, position: position, options)
  }

  /// After x, W, U and b come b′, h and c before the first step, where there are any.
  private func recurrence<S>(
    _ input: RecurrentInput<S>, _ x: [Variable<S>], _ cell: TestCell, _ reversed: Bool
  ) -> Variable<S> {
    let initial = x.dropFirst(cell.hasRecurrentBias ? 5 : 4)
    let result = TensorCore.recurrence(
      input, inputWeight: x[1], recurrentWeight: x[2], bias: x[3], recurrentBias: cell.hasRecurrentBias ? x[4] : nil,
      program: cell.program, reversed: reversed, initialState: initial.first.map { ($0, initial.dropFirst().first) })
    guard let memories = result.memories else { return result.states }
    return TensorCore.concatenated([result.states, memories], along: 0)
  }
}
