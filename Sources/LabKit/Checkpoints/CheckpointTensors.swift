// Between parameters and the named tensors of a safetensors file, in the names and layouts that others load.

import LabErrors
import NeuralLayers
import SequenceKit
import TensorCore

/// The weights of a checkpoint as the parameters of a layout. All names, types and shapes are checked before memory is
/// taken for the values, so that a file cannot ask for more than it holds.
struct CheckpointTensors {
  private(set) var files: WeightFiles
  /// Whether names lack `huggingFacePrefix`, as those that GPT2Model writes.
  private let isWithoutPrefix: Bool
  /// Whether GPT-2's matrices stand as nn.Linear's [out, in], as in nanoGPT, and not as Conv1D's [in, out].
  private(set) var hasLinearMatrices = false
  /// Biases that the file does not have: they are zero.
  private(set) var absentBiases: Set<String> = []
  /// What was done that a user should know of, a line each.
  private(set) var notes: [String] = []
  /// Whether values that are not finite are read as they are: those of a step that failed.
  var acceptsNonFinite = false

  init(_ files: WeightFiles) {
    self.files = files
    isWithoutPrefix = !files.names.contains { $0.contains(Self.huggingFacePrefix) }
  }

  /// What GPT2LMHeadModel writes before the names of GPT2Model.
  private static let huggingFacePrefix = "transformer."

  /// The name in the file for a name in the layout.
  func fileName(_ name: String) -> String {
    isWithoutPrefix && name.hasPrefix(Self.huggingFacePrefix)
      ? String(name.dropFirst(Self.huggingFacePrefix.count)) : name
  }

  /// The number of positions in a table of learned positions, if the file has one.
  var positionCount: Int? {
    guard let shape = files.shape(of: fileName("transformer.wpe.weight")), shape.count == 2 else { return nil }
    return shape[0]
  }

  /// Whose weights the head has, in a file whose configuration does not say: those of the embedding, if there is no other matrix, or
  /// if that is the embedding once more. Matrices that were trained apart do not agree bit by bit; and if they do, both are one model.
  /// - Parameter comparing: Whether to look at values; else, a matrix of its own is taken for another one.
  func head(comparing: Bool) -> HeadKind {
    let parts = RecurrentNames(files).map { [($0.weight(of: "embed"), $0.weight(of: "head"))] } ?? []
    for (embedding, head) in [("embed.weight", "head.weight"), ("transformer.wte.weight", "lm_head.weight")] + parts
    where files.contains(head) {
      return comparing && files.areEqual(fileName(embedding), head) ? .tied : .separate
    }
    return .tied
  }

  // MARK: Adapting

  /// Finds out in which of the forms that others write the weights of a model stand.
  /// - Parameter biases: Whether the configuration says that there are biases; nil: it says nothing.
  mutating func adapt(to layout: ParameterLayout, biases: Bool?) throws(CheckpointError) {
    if let names = RecurrentNames(files), names.suit(layout) {
      files = try files.renamed(names.name(of:))
      notes.append(names.note)
    }
    try findMatrices(layout)
    try findBiases(layout, expected: biases)
  }

  /// GPT-2's matrices: transformers has them as Conv1D's [in, out], nanoGPT as nn.Linear's [out, in], under the same
  /// names. Those that are not square tell which it is, and must all agree; the square ones are as they are.
  private mutating func findMatrices(_ layout: ParameterLayout) throws(CheckpointError) {
    var (straight, turned): (String?, String?)
    for parameter in layout.parameters where parameter.isConv1D {
      let (name, shape) = (fileName(parameter.checkpoint.names[0]), parameter.checkpointShape)
      guard shape[0] != shape[1], let found = files.shape(of: name) else { continue }
      if found == shape { straight = straight ?? name }
      if found == shape.reversed() { turned = turned ?? name }
    }
    if let straight, let turned {
      throw .weights(
        file: files.path,
        problem:
          "'\(printable(turned))' stands as [out, in], as nn.Linear has it, but '\(printable(straight))' as "
          + "[in, out]; all must "
          + "stand one way")
    }
    guard turned != nil else { return }
    hasLinearMatrices = true
    notes.append("matrices stand as nn.Linear's [out, in], as nanoGPT writes them; they are transposed")
  }

  /// A model without biases, as of nn.Linear(bias=False), is one whose biases are zero; but none of a kind may be there
  /// then.
  private mutating func findBiases(_ layout: ParameterLayout, expected: Bool?) throws(CheckpointError) {
    let names = layout.parameters.flatMap(\.checkpoint.names).filter { $0.isBias }.map(fileName)
    let ofHead = names.filter { $0 == "head.bias" }
    let ofBody = names.filter { $0 != "head.bias" }
    let present = ofBody.filter(files.contains)
    if expected == false, let first = present.first {
      throw .weights(file: files.path, problem: "config.json says \"bias\": false, but there is '\(printable(first))'")
    }
    if expected == true, present.isEmpty, !ofBody.isEmpty {
      throw .weights(file: files.path, problem: "config.json says \"bias\": true, but there are none")
    }
    // A file without weights either is of another model, and not one without biases.
    guard layout.parameters.contains(where: { files.contains(fileName($0.checkpoint.names[0])) }) else { return }
    if present.isEmpty, !ofBody.isEmpty {
      absentBiases.formUnion(ofBody)
      notes.append("there are no biases, as with bias=False; they are zero")
    }
    if let bias = ofHead.first, !files.contains(bias) {
      absentBiases.insert(bias)
      if !present.isEmpty { notes.append("there is no '\(bias)', as with bias=False; it is zero") }
    }
  }

  // MARK: Checking

  /// Checks that the files have just what the layout asks for.
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
          try check(prefix + fileName(name), shape: storedShape(parameter))
        }
      }
    }
    if let extra = files.names.first(where: { !known.contains($0) && !Self.isIgnored($0) }) {
      throw .extraTensor(
        file: files.path(of: extra), tensor: files.storedName(extra), found: files.shape(of: extra) ?? [],
        hint: TensorFamily.hint(forExtra: extra))
    }
  }

  /// Whether a tensor is no weight: the causal masks that older versions of transformers, and nanoGPT, write.
  static func isIgnored(_ name: String) -> Bool {
    name.hasSuffix(".attn.bias") || name.hasSuffix(".attn.masked_bias")
  }

  private func check(_ name: String, shape: [Int]) throws(CheckpointError) {
    if absentBiases.contains(name) { return }
    guard let found = files.shape(of: name), let type = files.type(of: name) else {
      throw .missingTensor(
        file: files.path, tensor: name, expected: shape, hint: TensorFamily(files).hint(forMissing: name))
    }
    let (file, stored) = (files.path(of: name), files.storedName(name))
    guard type.isReal else {
      throw .wrongType(file: file, tensor: stored, found: type.rawValue)
    }
    guard found == shape else {
      let isTurned = found.count == 2 && found == shape.reversed()
      let isOther = name.hasPrefix("core.") && found.first != shape.first
      throw .wrongShape(
        file: file, tensor: stored, expected: shape, found: found,
        hint: isTurned
          ? "it stands transposed" : isOther ? "its tensors are those of \(TensorFamily(files).words)" : nil)
    }
  }

  /// Checks that the files have just what a model asks for. Where its head is tied, the head may be there once more,
  /// equal to the embedding.
  /// - Parameter comparing: Whether to look at values, for that.
  func check(_ model: any SequenceModel, comparing: Bool = true) throws(CheckpointError) {
    let (head, table) = (model.head, model.head.embedding.table)
    try check(model.parameters, optional: head.kind == .tied ? head.weightName : nil)
    guard head.kind == .tied, files.contains(head.weightName) else { return }
    let name = fileName(table.checkpoint.names[0])
    try check(head.weightName, shape: table.checkpointShape)
    guard !comparing || files.areEqual(head.weightName, name) else {
      throw .untiedHead(file: files.path(of: head.weightName), tensor: head.weightName, embedding: name)
    }
  }

  // MARK: Reading

  /// The shape in the file.
  func storedShape(_ parameter: Parameter) -> [Int] {
    hasLinearMatrices && parameter.isConv1D ? parameter.checkpointShape.reversed() : parameter.checkpointShape
  }

  /// The parameters, after `check` has passed.
  /// - Complexity: O(parameters) time; memory for them, and for the largest of those that stand transposed or as a
  ///   sum once more.
  func parameters<Scalar>(
    _ layout: ParameterLayout, as type: Scalar.Type, prefix: String = ""
  ) throws(CheckpointError) -> Parameters<Scalar> {
    let result = Parameters<Scalar>(zerosFor: layout)
    for parameter in layout.parameters {
      let names = parameter.checkpoint.names.map { prefix + fileName($0) }.filter { !absentBiases.contains($0) }
      guard let first = names.first else { continue }
      let memory = UnsafeMutableBufferPointer(start: result.memory(of: parameter), count: parameter.shape.count)
      let isTurned = parameter.isTransposed != (hasLinearMatrices && parameter.isConv1D)
      if isTurned {
        parameter.turn(try values(first, count: memory.count, type), into: memory)
      } else {
        try files.read(first, into: memory)
        try checkFinite(UnsafeBufferPointer(memory), first)
      }
      for name in names.dropFirst() {
        // Adding zero would turn −0 into 0; a file is read back as it was written, bit for bit.
        for (index, term) in try values(name, count: memory.count, type).enumerated() where term != 0 {
          memory[index] += term
        }
      }
      if names.count > 1, !acceptsNonFinite, let index = memory.firstIndex(where: { !$0.isFinite }) {
        throw .nonFinite(file: files.path(of: first), tensor: first, index: index, value: "an infinite sum")
      }
    }
    return result
  }

  /// A tensor's values, all of them finite.
  private func values<Scalar: TensorScalar>(
    _ name: String, count: Int, _ type: Scalar.Type
  ) throws(CheckpointError) -> [Scalar] {
    var values = [Scalar](repeating: 0, count: count)
    try values.withUnsafeMutableBufferPointer { (memory) throws(CheckpointError) in
      try files.read(name, into: memory)
      try checkFinite(UnsafeBufferPointer(memory), name)
    }
    return values
  }

  private func checkFinite<Scalar: TensorScalar>(
    _ values: UnsafeBufferPointer<Scalar>, _ name: String
  ) throws(CheckpointError) {
    guard !acceptsNonFinite, let start = values.baseAddress, !Scalar.kernels.allFinite(start, values.count) else {
      return
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(
        file: files.path(of: name), tensor: files.storedName(name), index: index, value: "\(values[index])")
    }
  }
}

extension String {
  /// Whether this is the checkpoint name of a bias.
  fileprivate var isBias: Bool { hasSuffix(".bias") || contains(".bias_ih_l") || contains(".bias_hh_l") }
}
