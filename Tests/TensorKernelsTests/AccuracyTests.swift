// The error bounds that kernel_table.h states, measured over all exponents and both signs: single precision against the
// C library in double precision, double precision against it in 80-bit extended precision where there is one.
import Foundation
import TensorKernels
import Testing

#if arch(x86_64)
  typealias Wide = Float80
#else
  typealias Wide = Double
#endif

private func wideSigmoid(_ x: Wide) -> Wide { x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }
private func wideArgument(_ x: Wide) -> Wide { 2 * (2 / Wide.pi).squareRoot() * (x + 0.044715 * x * x * x) }
private func wideGelu(_ x: Wide) -> Wide { x == -.infinity ? 0 : x * wideSigmoid(wideArgument(x)) }
private func wideSlope(_ x: Wide) -> Wide {
  let s = wideSigmoid(wideArgument(x))
  let cancelled = wideSigmoid(-wideArgument(x))
  return s + x * s * cancelled * 2 * (2 / Wide.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
}

/// An error in units of the last place of the exact result, rounded to the scalar type.
private func error<S: KernelScalar>(_ got: S, _ exact: Wide) -> Double {
  let rounded = S(exact)
  if exact.isNaN || got.isNaN || rounded.isInfinite || got.isInfinite {
    return rounded == got || (exact.isNaN && got.isNaN) ? 0 : .infinity
  }
  return Double(abs(Wide(got) - exact) / Wide(max(rounded.magnitude.ulp, S.leastNonzeroMagnitude)))
}

/// Every so many bit patterns, so that all exponents and both signs occur.
private func sweep<S: KernelScalar>(_: S.Type, count: Int) -> [S] {
  let bits = UInt64(MemoryLayout<S>.size * 8)
  let step = UInt64.max / UInt64(count) | 1
  return (0..<count).compactMap { i in
    let pattern = (UInt64(i) &* step) >> (64 - bits)
    let value = S.self == Float.self ? S(Float(bitPattern: UInt32(pattern))) : S(Double(bitPattern: pattern))
    return value.isNaN ? nil : value
  }
}

/// A function, its exact values, its bounds in ULP for both precisions, and by what the bound grows at an argument.
private struct Function<S: KernelScalar> {
  var name: String
  var kernel: (Kernels<S>) -> (In<S>, Out<S>, Int) -> Void
  var exact: (Wide) -> Wide
  var bound: (float: Double, double: Double)
  var growth: (Wide) -> Wide = { _ in 1 }

  static var all: [Function] {
    [
      Function(name: "exp", kernel: { $0.exp }, exact: { exp($0) }, bound: (1.1, 1)),
      Function(name: "log", kernel: { $0.log }, exact: { log($0) }, bound: (1, 1)),
      Function(name: "tanh", kernel: { $0.tanh }, exact: { tanh($0) }, bound: (2.5, 2.5)),
      Function(name: "sigmoid", kernel: { $0.sigmoid }, exact: wideSigmoid, bound: (2.5, 2.5)),
      Function(
        name: "gelu", kernel: { $0.gelu }, exact: wideGelu, bound: (3, 3),
        growth: { $0 < 0 ? 1 - max(wideArgument($0), -1000) : 1 }),
      Function(name: "square root", kernel: { $0.squareRoot }, exact: { $0.squareRoot() }, bound: (0.5001, 0.5005)),
    ]
  }

  /// The largest error over the sweep and near 0 and 1, as a multiple of the growth, and where it is.
  func worst(_ level: Level, _ points: [S]) throws -> (error: Double, at: S) {
    let kernels = try #require(S.kernels(level.value))
    var results = points
    kernel(kernels)(points, &results, points.count)
    var worst = (error: 0.0, at: S.zero)
    for (x, y) in zip(points, results) {
      let here = error(y, exact(Wide(x))) / Double(growth(Wide(x)))
      if here > worst.error { worst = (here, x) }
    }
    return worst
  }
}

@Test("Single-precision functions keep their error bounds over all exponents", arguments: Level.supported)
func accuracyFloat(level: Level) throws {
  let dense = (0..<200_000).map { Float($0) * 1e-4 - 10 }
  let points = sweep(Float.self, count: 1_000_003) + dense + [.infinity, -.infinity, 0, -0.0]
  for function in Function<Float>.all {
    let worst = try function.worst(level, points)
    #expect(worst.error <= function.bound.float, "\(function.name) at \(level): \(worst)")
  }
}

#if arch(x86_64)
  @Test("Double-precision functions keep their error bounds over all exponents", arguments: Level.supported)
  func accuracyDouble(level: Level) throws {
    let dense = (0..<50_000).map { Double($0) * 4e-4 - 10 }
    let points = sweep(Double.self, count: 200_003) + dense + [.infinity, -.infinity, 0, -0.0]
    for function in Function<Double>.all {
      let worst = try function.worst(level, points)
      #expect(worst.error <= function.bound.double, "\(function.name) at \(level): \(worst)")
    }
  }
#endif

@Test("GELU's derivative keeps its absolute error bound", arguments: Level.supported)
func accuracyOfGeluGradient(level: Level) throws {
  func check<S: KernelScalar>(_: S.Type) throws {
    let kernels = try #require(S.kernels(level.value))
    let points = (0..<200_000).map { S($0) / 8192 - 12 } + [S.greatestFiniteMagnitude, -1e30, .infinity, -.infinity]
    let ones = [S](repeating: 1, count: points.count)
    var results = ones
    kernels.geluGradient(points, ones, &results, points.count, false)
    let errors = zip(points, results).map { (x: S, y: S) -> Double in
      let exact: Wide = abs(x) > 1000 ? (x > 0 ? 1 : 0) : wideSlope(Wide(x))
      return Double(abs(Wide(y) - exact)) / Double(S.ulpOfOne)
    }
    #expect(errors.max()! <= 2, "\(S.self) at \(level)")
  }
  try check(Float.self)
  try check(Double.self)
}

@Test("Special values come out as in the C library", arguments: Level.supported)
func specialValues(level: Level) throws {
  func check<S: KernelScalar>(_: S.Type) throws {
    let kernels = try #require(S.kernels(level.value))
    func value(_ kernel: (In<S>, Out<S>, Int) -> Void, _ x: S) -> S {
      var y: S = 7
      kernel([x], &y, 1)
      return y
    }
    for kernel in [kernels.exp, kernels.log, kernels.tanh, kernels.sigmoid, kernels.gelu, kernels.relu] {
      #expect(value(kernel, .nan).isNaN)
    }
    #expect(value(kernels.exp, .infinity) == .infinity && value(kernels.exp, -.infinity) == 0)
    #expect(value(kernels.exp, 0) == 1 && value(kernels.sigmoid, 0) == 0.5 && value(kernels.log, 1) == 0)
    #expect(value(kernels.log, 0) == -.infinity && value(kernels.log, -0.0) == -.infinity)
    #expect(value(kernels.log, -1).isNaN && value(kernels.log, -.infinity).isNaN)
    #expect(value(kernels.log, .infinity) == .infinity)
    #expect(value(kernels.tanh, -.infinity) == -1 && value(kernels.tanh, .infinity) == 1)
    #expect(value(kernels.tanh, -0.0).sign == .minus)
    #expect(value(kernels.tanh, .leastNonzeroMagnitude) == .leastNonzeroMagnitude)
    #expect(value(kernels.sigmoid, -.infinity) == 0 && value(kernels.sigmoid, .infinity) == 1)
    #expect(value(kernels.gelu, -.infinity) == 0 && value(kernels.gelu, .infinity) == .infinity)
  }
  try check(Float.self)
  try check(Double.self)
}
