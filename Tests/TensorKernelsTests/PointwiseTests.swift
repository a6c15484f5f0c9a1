// Programs of element-wise steps: each step alone and with an addend, on strided memory, and several steps over scratch memory.
import Foundation
import TensorKernels
import Testing

private func sigmoid(_ x: Double) -> Double { x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }
private func gelu(_ x: Double) -> Double {
  x == -.infinity ? 0 : 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
}
private func geluSlope(_ x: Double) -> Double {
  if x.isInfinite { return x > 0 ? 1 : 0 }
  let root = (2 / Double.pi).squareRoot()
  let t = tanh(root * (x + 0.044715 * x * x * x))
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x)
}

/// A kind of step, how many operands it has, and what it computes; 2.5·u − 0.75 for the affine one.
private struct Kind: Sendable {
  let name: String
  let code: tk_pointwise_code
  let operands: Int
  var range = -4.0...4.0
  let value: @Sendable (Double, Double, Double) -> Double
}

private let kinds = [
  Kind(name: "add", code: TK_ADD, operands: 2) { u, v, _ in u + v },
  Kind(name: "subtract", code: TK_SUBTRACT, operands: 2) { u, v, _ in u - v },
  Kind(name: "multiply", code: TK_MULTIPLY, operands: 2) { u, v, _ in u * v },
  Kind(name: "divide", code: TK_DIVIDE, operands: 2, range: 0.5...4) { u, v, _ in u / v },
  Kind(name: "affine", code: TK_AFFINE, operands: 1) { u, _, _ in 2.5 * u - 0.75 },
  Kind(name: "exp", code: TK_EXP, operands: 1) { u, _, _ in exp(u) },
  Kind(name: "log", code: TK_LOG, operands: 1, range: 0.1...9) { u, _, _ in log(u) },
  Kind(name: "tanh", code: TK_TANH, operands: 1) { u, _, _ in tanh(u) },
  Kind(name: "sigmoid", code: TK_SIGMOID, operands: 1) { u, _, _ in sigmoid(u) },
  Kind(name: "gelu", code: TK_GELU, operands: 1) { u, _, _ in gelu(u) },
  Kind(name: "relu", code: TK_RELU, operands: 1) { u, _, _ in u <= 0 ? 0 : u },
  Kind(name: "square root", code: TK_SQUARE_ROOT, operands: 1, range: 0...9) { u, _, _ in u.squareRoot() },
  Kind(name: "tanh gradient", code: TK_TANH_GRADIENT, operands: 2) { u, v, _ in v * (1 - u * u) },
  Kind(name: "sigmoid gradient", code: TK_SIGMOID_GRADIENT, operands: 2) { u, v, _ in v * (u * (1 - u)) },
  Kind(name: "gelu gradient", code: TK_GELU_GRADIENT, operands: 2) { u, v, _ in v * geluSlope(u) },
  Kind(name: "relu gradient", code: TK_RELU_GRADIENT, operands: 2) { u, v, _ in u.isNaN ? u : u > 0 ? v : 0 },
  Kind(name: "tanh gradient of a product", code: TK_TANH_GRADIENT_OF_PRODUCT, operands: 3) { u, v, w in
    v * w * (1 - u * u)
  },
  Kind(name: "sigmoid gradient of a product", code: TK_SIGMOID_GRADIENT_OF_PRODUCT, operands: 3) { u, v, w in
    v * w * (u * (1 - u))
  },
]

extension Kernels {
  /// Runs steps over matrices of `cols` columns whose rows are as far apart as given.
  fileprivate func run(
    _ steps: [tk_pointwise_step], _ slots: [(UnsafeMutablePointer<S>, row: Int)], rows: Int, cols: Int,
    scratch: Out<S> = nil
  ) {
    pointwise(steps, steps.count, slots.map { $0.0 }, slots.map(\.row), slots.count, rows, cols, scratch)
  }
}

private func step(
  _ code: tk_pointwise_code, _ operands: [Int], addend: Int? = nil, to y: Int, scale: Double = 1, offset: Double = 0
) -> tk_pointwise_step {
  func index(_ place: Int) -> Int32 { operands.count > place ? Int32(operands[place]) : -1 }
  return tk_pointwise_step(
    code: code, a: index(0), b: index(1), c: index(2), addend: addend.map { Int32($0) } ?? -1, y: Int32(y),
    scale: scale,
    offset: offset)
}

/// Each kind by itself, with and without an addend: operands 0 to 2, the addend 3, the result 4.
private func single<S: KernelScalar>(_: S.Type, _ kind: Kind) -> Case<S> {
  Case(
    name: "step \(kind.name)",
    arguments: Array(repeating: .input(kind.range), count: kind.operands) + [.both()], adds: [false, true],
    tolerance: { _ in 60 },
    run: { k, p, call in
      let slots = p.map { ($0, row: call.cols) }
      let y = kind.operands
      k.run(
        [
          step(kind.code, Array(0..<y), addend: call.add ? y : nil, to: y, scale: 2.5, offset: -0.75)
        ], slots, rows: call.rows, cols: call.cols)
    },
    reference: { a, call in
      for i in 0..<call.count {
        let operands = (0..<3).map { a[min($0, kind.operands - 1)][i] }
        a[kind.operands][i] =
          kind.value(operands[0], operands[1], operands[2]) + (call.add ? a[kind.operands][i] : 0)
      }
    })
}

/// An LSTM's step on gates that stand side by side: c = σ(f)·c + σ(i)·tanh(g), h = σ(o)·tanh(c), with two intermediate values.
private func gated<S: KernelScalar>(_: S.Type) -> Case<S> {
  Case(
    name: "an LSTM's steps", arguments: [.input(-6...6) { 4 * $0.count }, .both(), .output()], tolerance: { _ in 40 },
    run: { k, p, call in
      let slots =
        (0..<4).map { (p[0] + $0 * call.cols, row: 4 * call.cols) } + [(p[1], row: call.cols), (p[2], row: call.cols)]
      let steps = [
        step(TK_SIGMOID, [1], to: 6), step(TK_MULTIPLY, [6, 4], to: 4), step(TK_SIGMOID, [0], to: 6),
        step(TK_TANH, [2], to: 7), step(TK_MULTIPLY, [6, 7], addend: 4, to: 4), step(TK_TANH, [4], to: 6),
        step(TK_SIGMOID, [3], to: 7), step(TK_MULTIPLY, [7, 6], to: 5),
      ]
      withUnsafeTemporaryAllocation(of: S.self, capacity: 2 * Int(TK_SCRATCH)) {
        k.run(steps, slots, rows: call.rows, cols: call.cols, scratch: $0.baseAddress)
      }
    },
    reference: { a, call in
      for j in 0..<call.count {
        let (row, column) = j.quotientAndRemainder(dividingBy: call.cols)
        let gate = (0..<4).map { a[0][row * 4 * call.cols + $0 * call.cols + column] }
        a[1][j] = sigmoid(gate[1]) * a[1][j] + sigmoid(gate[0]) * tanh(gate[2])
        a[2][j] = sigmoid(gate[3]) * tanh(a[1][j])
      }
    })
}

private func check<S: KernelScalar>(_: S.Type, _ level: Level) throws {
  for kind in kinds { try single(S.self, kind).check(level) }
  try gated(S.self).check(level)
}

@Test("Programs of element-wise steps equal plain loops", arguments: Level.supported)
func pointwiseKernels(level: Level) throws {
  try check(Float.self, level)
  try check(Double.self, level)
}
