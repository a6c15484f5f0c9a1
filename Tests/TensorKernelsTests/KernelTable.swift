// The two kernel tables behind one generic type, so that every test is written once for both precisions.
import TensorKernels

typealias In<S> = UnsafePointer<S>?
typealias Out<S> = UnsafeMutablePointer<S>?
typealias Indices = UnsafePointer<Int32>?

/// One level's kernels for one scalar type; names and parameters as in kernel_table.h.
struct Kernels<S> {
  let exp, log, tanh, sigmoid, gelu, relu, squareRoot: (In<S>, Out<S>, Int) -> Void
  let tanhGradient, sigmoidGradient, geluGradient, reluGradient, multiply,
    divide: (In<S>, In<S>, Out<S>, Int, Bool) -> Void
  let geluWithGradient: (In<S>, In<S>, Out<S>, Out<S>, Int, Bool) -> Void
  let add, subtract: (In<S>, In<S>, Out<S>, Int) -> Void
  let scale: (S, In<S>, Out<S>, Int, Bool) -> Void
  let fill: (S, Out<S>, Int) -> Void
  let multiplyRow, softmaxGradient: (In<S>, In<S>, Out<S>, Int, Int, Bool) -> Void
  let sumRows: (In<S>, Out<S>, Int, Int, Bool) -> Void
  let sum: (In<S>, Int) -> Double
  let dot: (In<S>, In<S>, Int) -> Double
  let allFinite: (In<S>, Int) -> Bool
  let softmax: (In<S>, Out<S>, Int, Int) -> Void
  let crossEntropy: (In<S>, Indices, Out<S>, Out<S>, S, Int, Int) -> Void
  let layerNorm: (In<S>, In<S>, In<S>, S, Out<S>, Out<S>, Out<S>, Int, Int) -> Void
  let layerNormGradient: (In<S>, In<S>, In<S>, In<S>, In<S>, Out<S>, Out<S>, Out<S>, Int, Int, Bool) -> Void
  let pointwise:
    (
      UnsafePointer<tk_pointwise_step>?, Int, UnsafePointer<UnsafeMutablePointer<S>?>?, UnsafePointer<Int>?, Int, Int,
      Int,
      Out<S>
    ) -> Void
  let attentionSoftmax: (Out<S>, Int, Int, Int, Int, Bool, S, S, Out<S>) -> Void
  let attentionProbabilities: (Out<S>, Int, Int, Int, Int, Bool, S, S, In<S>) -> Void
  let attentionGradient: (In<S>, Out<S>, Int, Int, Int, Int, Bool, S) -> Void
  let gatherRows, scatterAddRows: (In<S>, Indices, Out<S>, Int, Int) -> Void
  let product: (In<S>, Int, Int, In<S>, Int, Bool, In<S>, Int, In<S>, Out<S>, Int, Int, Int, Int) -> Void
  let transpose: (In<S>, Int, Out<S>, Int, Int, Int) -> Void
  let gather: (In<S>, Int, Out<S>, Int) -> Void
  let scatter: (In<S>, Out<S>, Int, Int, Bool) -> Void
  let rotate: (Out<S>, In<S>, In<S>, S, Int, Int) -> Void
  let dropout: (In<S>, Out<S>, Int, UInt64, Int, Double, Bool) -> Void
  let adamw: (Out<S>, In<S>, Out<S>, Out<S>, Int, S, S, S, S, S, S, S, S) -> Void
}

extension Kernels<Float> {
  init(_ table: tk_table_f32) {
    self.init(
      exp: table.exp, log: table.log, tanh: table.tanh, sigmoid: table.sigmoid, gelu: table.gelu, relu: table.relu,
      squareRoot: table.square_root, tanhGradient: table.tanh_gradient, sigmoidGradient: table.sigmoid_gradient,
      geluGradient: table.gelu_gradient, reluGradient: table.relu_gradient, multiply: table.multiply,
      divide: table.divide, geluWithGradient: table.gelu_with_gradient, add: table.add, subtract: table.subtract,
      scale: table.scale, fill: table.fill, multiplyRow: table.multiply_row,
      softmaxGradient: table.softmax_gradient, sumRows: table.sum_rows, sum: table.sum, dot: table.dot,
      allFinite: table.all_finite, softmax: table.softmax, crossEntropy: table.cross_entropy,
      layerNorm: table.layer_norm, layerNormGradient: table.layer_norm_gradient, pointwise: table.pointwise,
      attentionSoftmax: table.attention_softmax,
      attentionProbabilities: table.attention_probabilities, attentionGradient: table.attention_gradient,
      gatherRows: table.gather_rows, scatterAddRows: table.scatter_add_rows, product: table.product,
      transpose: table.transpose, gather: table.gather, scatter: table.scatter, rotate: table.rotate,
      dropout: table.dropout, adamw: table.adamw)
  }
}

extension Kernels<Double> {
  init(_ table: tk_table_f64) {
    self.init(
      exp: table.exp, log: table.log, tanh: table.tanh, sigmoid: table.sigmoid, gelu: table.gelu, relu: table.relu,
      squareRoot: table.square_root, tanhGradient: table.tanh_gradient, sigmoidGradient: table.sigmoid_gradient,
      geluGradient: table.gelu_gradient, reluGradient: table.relu_gradient, multiply: table.multiply,
      divide: table.divide, geluWithGradient: table.gelu_with_gradient, add: table.add, subtract: table.subtract,
      scale: table.scale, fill: table.fill, multiplyRow: table.multiply_row,
      softmaxGradient: table.softmax_gradient, sumRows: table.sum_rows, sum: table.sum, dot: table.dot,
      allFinite: table.all_finite, softmax: table.softmax, crossEntropy: table.cross_entropy,
      layerNorm: table.layer_norm, layerNormGradient: table.layer_norm_gradient, pointwise: table.pointwise,
      attentionSoftmax: table.attention_softmax,
      attentionProbabilities: table.attention_probabilities, attentionGradient: table.attention_gradient,
      gatherRows: table.gather_rows, scatterAddRows: table.scatter_add_rows, product: table.product,
      transpose: table.transpose, gather: table.gather, scatter: table.scatter, rotate: table.rotate,
      dropout: table.dropout, adamw: table.adamw)
  }
}

/// A precision that there are kernels for.
protocol KernelScalar: BinaryFloatingPoint, Sendable where Self.RawSignificand: FixedWidthInteger {
  static func kernels(_ level: tk_level) -> Kernels<Self>?
}

extension Float: KernelScalar {
  static func kernels(_ level: tk_level) -> Kernels<Float>? { tk_select_f32(level).map { Kernels($0.pointee) } }
}

extension Double: KernelScalar {
  static func kernels(_ level: tk_level) -> Kernels<Double>? { tk_select_f64(level).map { Kernels($0.pointee) } }
}

/// The levels that this machine runs, for parameterised tests.
enum Level: UInt32, CaseIterable, CustomStringConvertible {
  case baseline = 0
  case avx2, avx512

  var value: tk_level { tk_level(rawValue: rawValue) }
  var description: String { String(cString: tk_level_name(value)) }
  static let supported = allCases.filter { tk_select_f32($0.value) != nil }
}
