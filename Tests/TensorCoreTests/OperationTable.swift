// The one table of operations: shapes, inputs, and an independent reference for each. It drives every test of operations.

import Foundation
import TensorCore
import Testing

/// One operation on given shapes.
struct OperationRow: Sendable, CustomTestStringConvertible {
  /// The operation's name on the tape.
  let name: String
  let program: Program
  /// The inputs' shapes.
  let shapes: [[Int]]
  let draw: Draw
  /// Which input each argument is; an input may serve twice.
  let arguments: [Int]
  /// The longest sum or chain of dependent roundings, which the tolerances grow with.
  let length: Int
  let hasGradient: Bool
  private let formula: @Sendable ([Reference]) -> Reference

  init(
    _ name: String, _ program: Program, _ shapes: [[Int]], draw: Draw = .normal, arguments: [Int]? = nil,
    length: Int = 1,
    hasGradient: Bool = true, formula: @escaping @Sendable ([Reference]) -> Reference
  ) {
    self.name = name
    self.program = program
    self.shapes = shapes
    self.draw = draw
    self.arguments = arguments ?? Array(shapes.indices)
    self.length = length
    self.hasGradient = hasGradient
    self.formula = formula
  }

  var testDescription: String {
    "\(name): \(program) of \(shapes)\(arguments.count > shapes.count ? ", one twice" : "")"
  }

  /// The inputs' values; the same for every run.
  var inputs: [Reference] { shapes.enumerated().map { draw($1, "\(testDescription) \($0)") } }

  func reference(_ inputs: [Reference]) -> Reference { formula(arguments.map { inputs[$0] }) }

  func run<S>(_ inputs: [Variable<S>]) -> Variable<S> { program(arguments.map { inputs[$0] }) }

  /// What rounding may do in the given precision, relative to the largest value.
  func tolerance<S: TensorScalar>(_ type: S.Type) -> Double { Double(S.ulpOfOne) * Double(16 + 2 * length) }
}

enum OperationTable {
  static let rows = elementwise + arithmetic + products + normalisation + losses + reductions + layout + sequences

  private static let elementwise = functions.flatMap { name, program, draw, function in
    [[0], [1], [17], [3, 5], [2, 3, 4], [131]].map { shape in
      OperationRow(name, program, [shape], draw: draw) { $0[0].map(function) }
    }
  }

  private static let functions: [(String, Program, Draw, @Sendable (Double) -> Double)] = [
    ("exp", .exp, .normal, { Foundation.exp($0) }),
    ("log", .log, .positive, { Foundation.log($0) }),
    ("tanh", .tanh, .normal, { Foundation.tanh($0) }),
    ("sigmoid", .sigmoid, .normal, { 1 / (1 + Foundation.exp(-$0)) }),
    (
      "gelu", .gelu, .normal,
      { x in x / 2 * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) }
    ),
    ("exactGELU", .exactGELU, .normal, { $0 * Reference.normalShare(below: $0) }),
    ("relu", .relu, .offZero, { $0 > 0 ? $0 : 0 }),
    ("squareRoot", .squareRoot, .positive, { $0.squareRoot() }),
    ("scale", .scale(-1.75), .normal, { -1.75 * $0 }),
    ("scale", .affine(scale: -1, offset: 0), .normal, { -$0 }),
    ("affine", .affine(scale: 1, offset: 0.75), .normal, { $0 + 0.75 }),
    ("affine", .affine(scale: -1, offset: 1), .normal, { 1 - $0 }),
  ]

  private static let arithmetic = binaries.flatMap { name, program, function in
    let formula: @Sendable ([Reference]) -> Reference = { Reference.binary($0[0], $0[1], function) }
    let shapes = [
      [[0], [0]], [[1], [1]], [[19], [19]], [[4, 5], [4, 5]], [[7, 5], [5]], [[2, 3, 5], [3, 5]], [[2, 3, 5], []],
      [[0, 3], [3]],
    ]
    return shapes.map { OperationRow(name, program, $0, draw: .positive, length: 8, formula: formula) }
      + [OperationRow(name, program, [[3, 5]], draw: .positive, arguments: [0, 0], formula: formula)]
  }

  private static let binaries: [(String, Program, @Sendable (Double, Double) -> Double)] = [
    ("add", .add, { $0 + $1 }), ("subtract", .subtract, { $0 - $1 }), ("multiply", .multiply, { $0 * $1 }),
    ("divide", .divide, { $0 / $1 }),
  ]

  private static let products: [OperationRow] = [false, true].flatMap { transposed in
    func second(_ shape: [Int]) -> [Int] {
      transposed ? shape.dropLast(2) + [shape[shape.count - 1], shape[shape.count - 2]] : shape
    }
    let plain = [
      ([1, 1], [1, 1]), ([3, 5], [5, 7]), ([17, 33], [33, 9]), ([2, 3, 5], [5, 4]), ([2, 3, 5], [2, 5, 4]),
      ([5], [5, 3]),
      ([2, 2, 3, 4], [2, 2, 4, 5]), ([0, 3], [3, 2]), ([2, 0], [0, 3]), ([2, 3], [3, 0]), ([0, 2, 3], [0, 3, 2]),
    ].map { a, b in
      OperationRow("matmul", .matmul(transposed: transposed), [a, second(b)], length: 33) {
        .matmul($0[0], $0[1], transposed: transposed)
      }
    }
    let biased = [
      ([3, 5], [5, 7]), ([1, 1], [1, 1]), ([2, 3, 5], [5, 4]), ([2, 0], [0, 3]), ([0, 3], [3, 2]),
    ].flatMap { a, b in
      let plain = OperationRow("linear", .linear(transposed: transposed), [a, second(b), [b[1]]], length: 7) {
        .matmul($0[0], $0[1], transposed: transposed, bias: $0[2])
      }
      let shapes = [a, second(b), [b[1]], a.dropLast() + [b[1]]]
      let added = OperationRow("linear", .linear(transposed: transposed), shapes, length: 8) {
        .matmul($0[0], $0[1], transposed: transposed, bias: $0[2]) + $0[3]
      }
      return [plain, added]
    }
    // Its own input on top: the addend's gradient joins one that is there already.
    let residual = OperationRow(
      "linear", .linear(transposed: transposed), [[4, 5], [5, 5], [5]], arguments: [0, 1, 2, 0], length: 10
    ) { .matmul($0[0], $0[1], transposed: transposed, bias: $0[2]) + $0[3] }
    let square = OperationRow("matmul", .matmul(transposed: transposed), [[5, 5]], arguments: [0, 0], length: 10) {
      .matmul($0[0], $0[1], transposed: transposed)
    }
    return plain + biased + [residual, square] + (transposed ? [] : fused)
  }

  /// One block of rows, and several: a block of 300 columns has 218 rows in Float and 109 in Double.
  private static let fused: [OperationRow] = [
    ([1, 1], [1, 1]), ([3, 5], [5, 7]), ([2, 3, 5], [5, 4]), ([0, 3], [3, 2]), ([250, 300], [300, 3]),
  ].flatMap { a, b in
    let formula: @Sendable ([Reference]) -> Reference = { inputs in
      var activated = inputs[0]
      activated.values = activated.values.map { x in
        0.5 * x * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      }
      let product = Reference.matmul(activated, inputs[1], transposed: false, bias: inputs[2])
      return inputs.count > 3 ? product + inputs[3] : product
    }
    let shapes = [a, b, [b[1]]]
    return [shapes, shapes + [a.dropLast() + [b[1]]]].map {
      OperationRow("geluLinear", .geluLinear, $0, length: a[a.count - 1] + 16, formula: formula)
    }
  }

  private static let normalisation: [OperationRow] =
    [[1], [7], [3, 5], [2, 3, 17], [0, 4], [4, 1], [2, 130]].flatMap { shape in
      let width = shape[shape.count - 1]
      return [
        OperationRow("softmax", .softmax, [shape], length: width) { $0[0].softmax() },
        OperationRow("layerNorm", .layerNorm, [shape, [width], [width]], length: 2 * width) {
          $0[0].layerNorm($0[1], $0[2], epsilon: 0x1p-10)
        },
        OperationRow("dropout", .dropout(0.3, seed: 99), [shape]) { $0[0].dropout(0.3, seed: 99) },
      ]
    }

  private static let losses: [OperationRow] = [
    ([1, 1], [0]), ([4, 5], [2, -1, 0, 4]), ([2, 3, 7], [6, 0, -1, 3, -1, 2]), ([2, 3], [-1, -1]), ([0, 3], []),
    ([3, 130], [129, 64, 0]),
  ].flatMap { (shape: [Int], targets: [Int32]) in
    let columns = shape[shape.count - 1]
    let plain = [nil, 10].map { normalizer in
      OperationRow("crossEntropy", .crossEntropy(targets, normalizer: normalizer), [shape], length: columns) {
        $0[0].crossEntropy(targets, normalizer: normalizer)
      }
    }
    return plain
      + [(false, false), (false, true), (true, false), (true, true)].map { transposed, hasBias in
        let weight = transposed ? [columns, 3] : [3, columns]
        return OperationRow(
          "linearCrossEntropy", .linearCrossEntropy(targets, transposed: transposed),
          [shape.dropLast() + [3], weight] + (hasBias ? [[columns]] : []), length: columns + 3
        ) { .matmul($0[0], $0[1], transposed: transposed, bias: hasBias ? $0[2] : nil).crossEntropy(targets) }
      }
  }

  private static let reductions: [OperationRow] =
    [[], [1], [7], [3, 5], [131]].flatMap { shape in
      [
        OperationRow("sum", .sum, [shape], length: 131) { Reference([], [$0[0].values.reduce(0, +)]) },
        // The mean of one element is its sum.
        OperationRow(shape.reduce(1, *) == 1 ? "sum" : "mean", .mean, [shape], length: 131) {
          Reference([], [$0[0].values.reduce(0, +) / Double($0[0].values.count)])
        },
      ]
    }
    + [
      ([3, 5], 0), ([3, 5], 1), ([2, 3, 4], 1), ([2, 3, 4], 0), ([2, 3, 4], 2), ([0, 3], 0), ([3, 0], 1), ([1, 1], 0),
    ].map {
      shape, axis in
      OperationRow("sum", .sumAlong(axis), [shape], length: 5) { $0[0].sum(along: axis) }
    }
}
