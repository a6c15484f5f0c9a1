// Element-wise kernels, their derivatives, arithmetic, and rows against matrices, each against a plain loop.
import Foundation
import Testing

private func sigmoid(_ x: Double) -> Double { x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }
private let root = (2 / Double.pi).squareRoot()
private func gelu(_ x: Double) -> Double {
  x == -.infinity ? 0 : 0.5 * x * (1 + tanh(root * (x + 0.044715 * x * x * x)))
}
private func geluSlope(_ x: Double) -> Double {
  if x.isInfinite { return x > 0 ? 1 : 0 }
  let t = tanh(root * (x + 0.044715 * x * x * x))
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x)
}
private func relu(_ x: Double) -> Double { x <= 0 ? 0 : x }
/// A choice, not a product: 0 · ∞ must not become NaN.
private func reluGradient(_ y: Double, _ dy: Double) -> Double { y.isNaN ? y : y > 0 ? dy : 0 }

private func functions<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  typealias Entry = (String, ClosedRange<Double>, (Kernels<S>) -> (In<S>, Out<S>, Int) -> Void, (Double) -> Double)
  let table: [Entry] = [
    ("exp", -10...10, { $0.exp }, { exp($0) }),
    ("log", 0...100, { $0.log }, { log($0) }),
    ("tanh", -6...6, { $0.tanh }, { tanh($0) }),
    ("sigmoid", -20...20, { $0.sigmoid }, sigmoid),
    ("gelu", -6...6, { $0.gelu }, gelu),
    ("relu", -2...2, { $0.relu }, relu),
    ("square root", 0...9, { $0.squareRoot }, { $0.squareRoot() }),
  ]
  return table.map { name, range, kernel, f in
    Case(
      name: name, arguments: [.input(range), .output()], aliases: [(1, 0, false)],
      run: { k, p, call in kernel(k)(p[0], p[1], call.count) },
      reference: { a, call in for i in 0..<call.count { a[1][i] = f(a[0][i]) } })
  }
}

private func operands<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  typealias Kernel = (In<S>, In<S>, Out<S>, Int, Bool) -> Void
  typealias Entry = (String, alias: Bool, (Kernels<S>) -> Kernel, (Double, Double) -> Double)
  let table: [Entry] = [
    ("tanh gradient", false, { $0.tanhGradient }, { y, dy in dy * (1 - y * y) }),
    ("sigmoid gradient", false, { $0.sigmoidGradient }, { y, dy in dy * (y * (1 - y)) }),
    ("gelu gradient", false, { $0.geluGradient }, { x, dy in dy * geluSlope(x) }),
    ("relu gradient", false, { $0.reluGradient }, reluGradient),
    ("multiply", true, { $0.multiply }, { $0 * $1 }),
    ("divide", true, { $0.divide }, { $0 / $1 }),
  ]
  let adding: [Case<S>] = table.map { name, alias, kernel, f in
    Case(
      name: name, arguments: [.input(), .input(), .output()], adds: [false, true],
      aliases: [(2, 1, alias)] + (alias ? [(2, 0, true)] : []), tolerance: { _ in 40 },
      run: { k, p, call in kernel(k)(p[0], p[1], p[2], call.count, call.add) },
      reference: { a, call in
        for i in 0..<call.count { a[2][i] = (call.add ? a[2][i] : 0) + f(a[0][i], a[1][i]) }
      })
  }
  let plain: [(String, (Kernels<S>) -> (In<S>, In<S>, Out<S>, Int) -> Void, (Double, Double) -> Double)] = [
    ("add", { $0.add }, { $0 + $1 }), ("subtract", { $0.subtract }, { $0 - $1 }),
  ]
  return adding
    + plain.map { name, kernel, f in
      Case(
        name: name, arguments: [.input(), .input(), .output()], aliases: [(2, 0, false), (2, 1, false)],
        run: { k, p, call in kernel(k)(p[0], p[1], p[2], call.count) },
        reference: { a, call in for i in 0..<call.count { a[2][i] = f(a[0][i], a[1][i]) } })
    }
}

private func scalars<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  [
    Case(
      name: "gelu with gradient", arguments: [.input(), .input(), .output(), .both()], adds: [false, true],
      aliases: [(3, 1, true)], tolerance: { _ in 40 },
      run: { k, p, call in k.geluWithGradient(p[0], p[1], p[2], p[3], call.count, call.add) },
      reference: { a, call in
        for i in 0..<call.count {
          a[2][i] = (call.add ? a[2][i] : 0) + a[1][i] * geluSlope(a[0][i])
          a[3][i] = gelu(a[0][i])
        }
      }),
    Case(
      name: "scale", arguments: [.input(), .output()], adds: [false, true], aliases: [(1, 0, true)],
      run: { k, p, call in k.scale(-1.375, p[0], p[1], call.count, call.add) },
      reference: { a, call in
        for i in 0..<call.count { a[1][i] = (call.add ? a[1][i] : 0) - 1.375 * a[0][i] }
      }),
    Case(
      name: "fill", arguments: [.output()], run: { k, p, call in k.fill(2.5, p[0], call.count) },
      reference: { a, call in a[0] = Array(repeating: 2.5, count: call.count) }),
  ]
}

private func rows<S: KernelScalar>(_: S.Type) -> [Case<S>] {
  [
    Case(
      name: "multiply row", arguments: [.input(), .input(-4...4, perColumn), .output()], adds: [false, true],
      aliases: [(2, 0, true)],
      run: { k, p, call in k.multiplyRow(p[0], p[1], p[2], call.rows, call.cols, call.add) },
      reference: { a, call in
        for i in 0..<call.count { a[2][i] = (call.add ? a[2][i] : 0) + a[0][i] * a[1][i % call.cols] }
      })
  ]
}

@Test("Element-wise kernels equal a plain loop", arguments: Level.supported)
func elementwise(level: Level) throws {
  for test in functions(Float.self) + operands(Float.self) + scalars(Float.self) + rows(Float.self) {
    try test.check(level)
  }
  for test in functions(Double.self) + operands(Double.self) + scalars(Double.self) + rows(Double.self) {
    try test.check(level)
  }
}
