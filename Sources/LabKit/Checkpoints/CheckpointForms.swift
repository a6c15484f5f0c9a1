// How parameters stand in a checkpoint: their shapes, their order, and as tensors to be written.

import NeuralLayers
import TensorCore

extension Safetensors.Tensor {
  init<Scalar: TensorScalar>(name: String, shape: [Int], scalars: [Scalar]) {
    if let floats = scalars as? [Float] {
      self.init(name: name, shape: shape, values: floats)
    } else {
      self.init(name: name, shape: shape, values: scalars.map { Double($0) })
    }
  }
}

extension Parameter {
  var isTransposed: Bool { if case .transposed = checkpoint { true } else { false } }

  /// The shape of each of its tensors in a checkpoint.
  var checkpointShape: [Int] { isTransposed ? shape.dimensions.reversed() : shape.dimensions }

  /// Whether it is one of GPT-2's matrices, which transformers keeps in a `Conv1D` and nanoGPT in an `nn.Linear`.
  var isConv1D: Bool {
    guard case .same(let name) = checkpoint, shape.rank == 2 else { return false }
    return [".c_attn.weight", ".c_proj.weight", ".c_fc.weight"].contains(where: name.hasSuffix)
  }

  /// Values in the parameter's layout as values in the checkpoint's.
  func rearranged<Scalar>(_ values: [Scalar]) -> [Scalar] { isTransposed ? turned(values) : values }

  /// The transpose of values in the parameter's layout.
  func turned<Scalar>(_ values: [Scalar]) -> [Scalar] {
    let (rows, columns) = (shape[0], shape[1])
    var result: [Scalar] = []
    result.reserveCapacity(values.count)
    for column in 0..<columns {
      for row in 0..<rows { result.append(values[row * columns + column]) }
    }
    return result
  }

  /// Writes the transpose of values, [columns, rows], to memory in the parameter's layout, [rows, columns].
  func turn<Scalar>(_ values: [Scalar], into memory: UnsafeMutableBufferPointer<Scalar>) {
    let (rows, columns) = (shape[0], shape[1])
    for column in 0..<columns {
      for row in 0..<rows { memory[row * columns + column] = values[column * rows + row] }
    }
  }
}

extension Checkpoint {
  /// Parameters as the tensors of a checkpoint. Of a parameter that stands as a sum, the second tensor is zero.
  ///
  /// - Parameter prefix: What is put before every name.
  public static func tensors<Scalar>(
    of parameters: Parameters<Scalar>, prefix: String = ""
  ) -> [Safetensors.Tensor] {
    parameters.layout.parameters.flatMap { parameter in
      let values = parameter.rearranged(parameters[parameter].scalars)
      return parameter.checkpoint.names.enumerated().map { index, name in
        Safetensors.Tensor(
          name: prefix + name, shape: parameter.checkpointShape,
          scalars: index == 0 ? values : Array(repeating: 0, count: values.count))
      }
    }
  }

  /// A gradient as tensors under the checkpoint's names. Both summands of a parameter that stands as a sum have its
  /// gradient.
  public static func gradientTensors<Scalar>(_ gradients: Parameters<Scalar>) -> [Safetensors.Tensor] {
    gradients.layout.parameters.flatMap { parameter in
      let values = parameter.rearranged(gradients[parameter].scalars)
      return parameter.checkpoint.names.map {
        Safetensors.Tensor(name: $0, shape: parameter.checkpointShape, scalars: values)
      }
    }
  }
}
