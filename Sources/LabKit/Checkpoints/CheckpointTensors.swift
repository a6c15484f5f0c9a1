// Between parameters and the named tensors of a safetensors file, in the names and layouts that others load.

import NeuralLayers
import SequenceKit
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
  /// The shape of each of its tensors in a checkpoint.
  var checkpointShape: [Int] {
    if case .transposed = checkpoint { shape.dimensions.reversed() } else { shape.dimensions }
  }

  /// Values in the parameter's layout as values in the checkpoint's, or with `reversed` the other way around.
  func rearranged<Scalar>(_ values: [Scalar], reversed: Bool = false) -> [Scalar] {
    guard case .transposed = checkpoint else { return values }
    let (rows, columns) = reversed ? (shape[1], shape[0]) : (shape[0], shape[1])
    var result: [Scalar] = []
    result.reserveCapacity(values.count)
    for column in 0..<columns {
      for row in 0..<rows { result.append(values[row * columns + column]) }
    }
    return result
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

  /// A gradient as tensors under the checkpoint's names. Both summands of a parameter that stands as a sum have its gradient.
  public static func gradientTensors<Scalar>(_ gradients: Parameters<Scalar>) -> [Safetensors.Tensor] {
    gradients.layout.parameters.flatMap { parameter in
      let values = parameter.rearranged(gradients[parameter].scalars)
      return parameter.checkpoint.names.map {
        Safetensors.Tensor(name: $0, shape: parameter.checkpointShape, scalars: values)
      }
    }
  }
}

/// A safetensors file that is read as the parameters of a layout. All names, types and shapes are checked before memory is
/// taken for the values, so that a file cannot ask for more than it holds.
struct CheckpointTensors {
  let file: SafetensorsFile
  /// Whether names lack `huggingFacePrefix`, as those that GPT2Model writes.
  private let isWithoutPrefix: Bool

  init(_ file: SafetensorsFile) {
    self.file = file
    isWithoutPrefix = !file.names.contains { $0.contains(Self.huggingFacePrefix) }
  }

  /// What GPT2LMHeadModel writes before the names of GPT2Model.
  private static let huggingFacePrefix = "transformer."

  /// The name in the file for a name in the layout.
  private func fileName(_ name: String) -> String {
    isWithoutPrefix && name.hasPrefix(Self.huggingFacePrefix)
      ? String(name.dropFirst(Self.huggingFacePrefix.count)) : name
  }

  /// The number of positions in a table of learned positions, if the file has one.
  var positionCount: Int? {
    let name = fileName("transformer.wpe.weight")
    guard let shape = try? file.shape(of: name), shape.count == 2 else { return nil }
    return shape[0]
  }

  /// Whose weights the head has, in a file whose configuration does not say: those of the embedding, if there is no other matrix, or
  /// if that is the embedding once more. Matrices that were trained apart do not agree bit by bit; and if they do, both are one model.
  var head: HeadKind {
    for (embedding, head) in [("embed.weight", "head.weight"), ("transformer.wte.weight", "lm_head.weight")]
    where file.contains(head) {
      guard let first = try? file.doubles(fileName(embedding)) else { return .separate }
      return (try? file.doubles(head)) == first ? .tied : .separate
    }
    return .tied
  }

  /// Checks that the file has just what the layout asks for.
  /// - Parameters:
  ///   - prefixes: What names begin with in the file: a set of all tensors for each prefix.
  ///   - optional: A tensor that may be there, too.
  func check(
    _ layout: ParameterLayout, prefixes: [String] = [""], optional: String? = nil
  ) throws(CheckpointError) {
    var known = Set([optional].compactMap { $0 })
    for prefix in prefixes {
      for parameter in layout.parameters {
        for name in parameter.checkpoint.names {
          known.insert(prefix + fileName(name))
          try check(prefix + fileName(name), shape: parameter.checkpointShape)
        }
      }
    }
    if let extra = file.names.first(where: { !known.contains($0) && !Self.isIgnored($0) }) {
      throw .extraTensor(file: file.path, tensor: extra, found: (try? file.shape(of: extra)) ?? [])
    }
  }

  /// Whether a tensor is no weight: the causal masks that older versions of transformers wrote.
  private static func isIgnored(_ name: String) -> Bool {
    name.hasSuffix(".attn.bias") || name.hasSuffix(".attn.masked_bias")
  }

  private func check(_ name: String, shape: [Int]) throws(CheckpointError) {
    guard let found = try? file.shape(of: name), let type = try? file.type(of: name) else {
      throw .missingTensor(file: file.path, tensor: name, expected: shape)
    }
    guard [.float16, .bfloat16, .float32, .float64].contains(type) else {
      throw .wrongType(file: file.path, tensor: name, found: type.rawValue)
    }
    guard found == shape else { throw .wrongShape(file: file.path, tensor: name, expected: shape, found: found) }
  }

  /// Checks that the file has just what a model asks for. Where its head is tied, the head may be there once more, equal to the embedding.
  func check(_ model: any SequenceModel) throws(CheckpointError) {
    let (head, table) = (model.head, model.head.embedding.table)
    try check(model.parameters, optional: head.kind == .tied ? head.weightName : nil)
    guard head.kind == .tied, file.contains(head.weightName) else { return }
    let name = fileName(table.checkpoint.names[0])
    try check(head.weightName, shape: table.checkpointShape)
    guard try values(head.weightName, Double.self) == values(name, Double.self) else {
      throw .untiedHead(file: file.path, tensor: head.weightName, embedding: name)
    }
  }

  /// The parameters, after `check` has passed.
  func parameters<Scalar>(
    _ layout: ParameterLayout, as type: Scalar.Type, prefix: String = ""
  ) throws(CheckpointError) -> Parameters<Scalar> {
    let result = Parameters<Scalar>(zerosFor: layout)
    for parameter in layout.parameters {
      let names = parameter.checkpoint.names.map { prefix + fileName($0) }
      var scalars = try values(names[0], type)
      for name in names.dropFirst() {
        // Adding zero would turn −0 into 0; a file is read back as it was written, bit for bit.
        for (index, term) in try values(name, type).enumerated() where term != 0 { scalars[index] += term }
      }
      if let index = scalars.firstIndex(where: { !$0.isFinite }) {
        throw .nonFinite(file: file.path, tensor: names[0], index: index, value: "an infinite sum")
      }
      result[parameter] = Tensor(parameter.rearranged(scalars, reversed: true), shape: parameter.shape)
    }
    return result
  }

  /// A tensor's values, all of them finite.
  private func values<Scalar: TensorScalar>(
    _ name: String, _ type: Scalar.Type
  ) throws(CheckpointError) -> [Scalar] {
    let scalars: [Scalar]
    do throws(SafetensorsError) {
      if type == Float.self {
        scalars = try file.floats(name).map { Scalar($0) }
      } else {
        scalars = try file.doubles(name).map { Scalar($0) }
      }
    } catch { throw .tensors(error) }
    if let index = scalars.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(file: file.path, tensor: name, index: index, value: "\(scalars[index])")
    }
    return scalars
  }
}
