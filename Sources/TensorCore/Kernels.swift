// The C kernels as Swift functions, one set per number type. What each does is said in kernel_table.h.

import TensorKernels

/// The vectorised kernels for one number type. See `kernel_table.h` for each one's contract and accuracy.
public final class Kernels<Scalar>: @unchecked Sendable {
  // Unchecked because C functions are not marked Sendable; these hold no state, and the class never changes.

  package typealias In = UnsafePointer<Scalar>
  package typealias Out = UnsafeMutablePointer<Scalar>
  package typealias Function = (In, Out, Int) -> Void
  package typealias Derivative = (In, In, Out, Int, Bool) -> Void

  package let exp, log, tanh, sigmoid, gelu, relu, squareRoot: Function
  package let tanhGradient, sigmoidGradient, geluGradient, reluGradient: Derivative
  package let geluWithGradient: (In, In, Out, Out, Int, Bool) -> Void
  package let add, subtract: (In, In, Out, Int) -> Void
  package let multiply, divide: (In, In, Out, Int, Bool) -> Void
  package let scale: (Scalar, In, Out, Int, Bool) -> Void
  package let fill: (Scalar, Out, Int) -> Void
  package let multiplyRow: (In, In, Out, Int, Int, Bool) -> Void
  package let sumRows: (In, Out, Int, Int, Bool) -> Void
  package let sum: (In, Int) -> Double
  package let dot: (In, In, Int) -> Double
  package let allFinite: (In, Int) -> Bool
  package let softmax: (In, Out, Int, Int) -> Void
  package let softmaxGradient: (In, In, Out, Int, Int, Bool) -> Void
  package let crossEntropy: (In, UnsafePointer<Int32>, Out, Out?, Scalar, Int, Int) -> Void
  package let layerNorm: (In, In, In, Scalar, Out, Out, Out, Int, Int) -> Void
  package let layerNormGradient: (In, In, In, In, In, Out?, Out, Out, Int, Int, Bool) -> Void
  package let pointwise:
    (
      UnsafePointer<tk_pointwise_step>, Int, UnsafePointer<UnsafeMutablePointer<Scalar>?>, UnsafePointer<Int>, Int, Int,
      Int,
      Out
    ) -> Void
  package let attentionSoftmax: (Out, Int, Int, Int, Int, Bool, Scalar, Scalar, Out?) -> Void
  package let attentionProbabilities: (Out, Int, Int, Int, Int, Bool, Scalar, Scalar, In) -> Void
  package let attentionGradient: (In, Out, Int, Int, Int, Int, Bool, Scalar) -> Void
  package let gatherRows: (In, UnsafePointer<Int32>, Out, Int, Int) -> Void
  package let scatterAddRows: (In, UnsafePointer<Int32>, Out, Int, Int) -> Void
  package let product: (In, Int, Int, In, Int, Bool, In?, Int, In?, Out, Int, Int, Int, Int) -> Void
  package let transpose: (In, Int, Out, Int, Int, Int) -> Void
  package let gather: (In, Int, Out, Int) -> Void
  package let scatter: (In, Out, Int, Int, Bool) -> Void
  package let rotate: (Out, In, In, Scalar, Int, Int) -> Void
  package let dropout: (In, Out, Int, UInt64, Int, Double, Bool) -> Void
  package let adamW:
    (
      Out, In, Out, Out, Int, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar
    ) -> Void

  init(_ table: tk_table_f32) where Scalar == Float {
    exp = table.exp
    log = table.log
    tanh = table.tanh
    sigmoid = table.sigmoid
    gelu = table.gelu
    relu = table.relu
    squareRoot = table.square_root
    tanhGradient = table.tanh_gradient
    sigmoidGradient = table.sigmoid_gradient
    geluGradient = table.gelu_gradient
    reluGradient = table.relu_gradient
    geluWithGradient = table.gelu_with_gradient
    add = table.add
    subtract = table.subtract
    multiply = table.multiply
    divide = table.divide
    scale = table.scale
    fill = table.fill
    multiplyRow = table.multiply_row
    sumRows = table.sum_rows
    sum = table.sum
    dot = table.dot
    allFinite = table.all_finite
    softmax = table.softmax
    softmaxGradient = table.softmax_gradient
    crossEntropy = table.cross_entropy
    layerNorm = table.layer_norm
    layerNormGradient = table.layer_norm_gradient
    pointwise = table.pointwise
    attentionSoftmax = table.attention_softmax
    attentionProbabilities = table.attention_probabilities
    attentionGradient = table.attention_gradient
    gatherRows = table.gather_rows
    scatterAddRows = table.scatter_add_rows
    product = table.product
    transpose = table.transpose
    gather = table.gather
    scatter = table.scatter
    rotate = table.rotate
    dropout = table.dropout
    adamW = table.adamw
  }

  init(_ table: tk_table_f64) where Scalar == Double {
    exp = table.exp
    log = table.log
    tanh = table.tanh
    sigmoid = table.sigmoid
    gelu = table.gelu
    relu = table.relu
    squareRoot = table.square_root
    tanhGradient = table.tanh_gradient
    sigmoidGradient = table.sigmoid_gradient
    geluGradient = table.gelu_gradient
    reluGradient = table.relu_gradient
    geluWithGradient = table.gelu_with_gradient
    add = table.add
    subtract = table.subtract
    multiply = table.multiply
    divide = table.divide
    scale = table.scale
    fill = table.fill
    multiplyRow = table.multiply_row
    sumRows = table.sum_rows
    sum = table.sum
    dot = table.dot
    allFinite = table.all_finite
    softmax = table.softmax
    softmaxGradient = table.softmax_gradient
    crossEntropy = table.cross_entropy
    layerNorm = table.layer_norm
    layerNormGradient = table.layer_norm_gradient
    pointwise = table.pointwise
    attentionSoftmax = table.attention_softmax
    attentionProbabilities = table.attention_probabilities
    attentionGradient = table.attention_gradient
    gatherRows = table.gather_rows
    scatterAddRows = table.scatter_add_rows
    product = table.product
    transpose = table.transpose
    gather = table.gather
    scatter = table.scatter
    rotate = table.rotate
    dropout = table.dropout
    adamW = table.adamw
  }
}

/// The instruction set that the kernels use on this machine.
public enum KernelLevel {
  /// "AVX-512", "AVX2", "SSE2" or "NEON".
  public static var current: String { String(cString: tk_level_name(tk_best_level())) }
}
