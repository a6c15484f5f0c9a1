// Reading config.json: one rule for all forms; what changes a model is computed or refused, and forms must agree.

import Foundation
import LabErrors
import NeuralLayers
import SequenceKit

extension CheckpointConfiguration {
  /// Reads any of the forms, or several at once: ours, transformers' GPT-2, nanoGPT's `model_args`, the arguments of
  /// PyTorch's layers.
  /// - Parameters:
  ///   - file: The file's path, for messages.
  ///   - models: The models that there are: they say which settings they have a use for.
  ///   - positionCount: The positions that the weights have vectors for, where that is known.
  ///   - head: Whose weights the head has where that is not said.
  /// - Throws: ``CheckpointError/configuration(file:problem:)``, also for a model that computes something else than
  ///   ours; ``CheckpointError/unknownModel(file:model:known:)``
  public init(
    json: Data, file: String, models: [any SequenceModel.Type], positionCount: Int? = nil, head: HeadKind = .usual
  ) throws(CheckpointError) {
    let fields = try JSONFields(json: json, file: file)
    let reader = try ConfigurationReader(fields, models: models)
    try reader.checkFixed()
    model = reader.model
    biases = try fields.flag("bias")
    settings = try reader.settings(positionCount: positionCount, head: head)
    saysActivation = reader.saysActivation
    notes = try reader.notes()
  }
}

/// Reads settings by all the names that they go by.
private struct ConfigurationReader {
  let fields: JSONFields
  let form: ConfigurationForm
  /// The model's identifier.
  let model: String
  private let type: any SequenceModel.Type

  init(_ fields: JSONFields, models: [any SequenceModel.Type]) throws(CheckpointError) {
    self.fields = fields
    let (form, model) = try Self.named(by: fields)
    (self.form, self.model) = (form, model)
    guard let type = models.first(where: { $0.identifier == model }) else {
      throw .unknownModel(file: fields.file, model: model, known: models.map { $0.identifier })
    }
    self.type = type
  }

  // MARK: Which model

  /// The form, and the model's identifier, on which all keys that name it agree.
  private static func named(by fields: JSONFields) throws(CheckpointError) -> (ConfigurationForm, String) {
    var names: [(key: String, value: String, model: String)] = []
    if let name = try fields.string("model") { names.append(("model", name, name)) }
    for key in ["model_type", "mode"] {
      guard let name = try fields.string(key) else { continue }
      guard name != "RNN_RELU" else {
        throw fields.problem("\"\(key)\" is \"RNN_RELU\"; only RNN_TANH is computed here")
      }
      guard let model = foreignNames[name.lowercased()] else {
        throw fields.problem(
          "\"\(key)\" is \"\(printable(name))\"; of others' models, gpt2 of transformers' and nn.RNN, nn.LSTM "
            + "and nn.GRU of PyTorch's are computed here")
      }
      names.append((key, name, model))
    }
    if names.isEmpty, fields.has("block_size"), fields.has("n_embd") {
      names = [("block_size", "GPT-2's", "transformer")]
    }
    guard var first = names.first else {
      throw fields.problem(
        #"it names no model: "model" is missing, and "model_type" is not "gpt2"; for GPT-2, add "model_type": "gpt2""#)
    }
    if let attention = try fields.string("attention") {
      guard ["causal", "bidirectional"].contains(attention) else {
        throw fields.problem(
          #""attention" must be "causal" or "bidirectional", not "\#(printable(attention))""#)
      }
      if first.model == "transformer", attention == "bidirectional" {
        first = ("attention", attention, "transformer-bidirectional")
      }
      guard first.model != "transformer-bidirectional" || attention != "causal" else {
        throw fields.problem(#"the model is "transformer-bidirectional", but "attention" is "causal""#)
      }
    }
    for other in names where other.key != "model" && other.model != first.model {
      throw fields.problem(
        "\"\(first.key)\" is \"\(printable(first.value))\", but \"\(other.key)\" is \"\(other.value)\"")
    }
    let form: ConfigurationForm =
      switch names[0].key {
      case "model": .lab
      case "block_size": .nanoGPT
      default: first.model == "transformer" ? .transformers : .pyTorch
      }
    return (form, first.model)
  }

  /// What others call the models. `nn.RNN` has a mode for each of its functions; only tanh is computed here.
  private static let foreignNames = [
    "gpt2": "transformer", "rnn": "rnn", "rnn_tanh": "rnn", "lstm": "lstm", "gru": "gru",
  ]

  // MARK: What is refused

  /// Checks the keys of which one value is computed here.
  func checkFixed() throws(CheckpointError) {
    for (key, value) in fields.values.sorted(by: { $0.key < $1.key }) where value != .null {
      guard case .only(let values)? = KeyUse.of(key), !values.contains(where: value.equals) else { continue }
      let computed = values.isEmpty ? "null" : values.map(\.text).joined(separator: " or ")
      throw fields.problem("\"\(key)\" is \(value.text); only \(computed) is computed here")
    }
    if let flag = try fields.flag("bidirectional"), flag != (type.sight != .left) {
      throw fields.problem(
        "\"bidirectional\" is \(flag), but \(model) reads \(flag ? "from left to right" : "both sides"); birnn, "
          + "with its one layer as nn.RNN's, reads both")
    }
    let isGPT2 = form == .nanoGPT || form == .transformers || fields.values["model_type"] == .string("gpt2")
    if isGPT2, let positions = try fields.string("positions"), positions != "learned" {
      throw fields.problem("\"positions\" is \"\(printable(positions))\", but GPT-2 has learned ones")
    }
    if !hasAttention, let name = try fields.string("activation_function"), name != "tanh" {
      throw fields.problem(
        "\"activation_function\" is \"\(printable(name))\"; \(model) here computes its own equations alone")
    }
  }

  var saysActivation: Bool { !hasAttention || form == .nanoGPT || fields.has("activation_function") }

  private var hasAttention: Bool { type.settings.contains(.heads) }

  // MARK: Settings

  func settings(positionCount: Int?, head: HeadKind) throws(CheckpointError) -> ModelConfiguration {
    let width = try required(.width, fields.integer)
    let positions: PositionEncoding = try fields.choice("positions") ?? .learned
    let context = try agreed(.context, fields.integer) ?? (positions == .learned ? positionCount : nil)
    if context == nil, type.settings.contains(.positions) { throw missing(.context) }
    let heads = try hasAttention ? required(.heads, fields.integer) : agreed(.heads, fields.integer) ?? 1
    let inner = try fields.integer("n_inner")
    // Four times the width is what stands for no inner width of its own.
    let isUsual = inner.map { width < 1 << 32 && $0 == 4 * width } ?? true
    return ModelConfiguration(
      vocabularySize: try required(.vocabulary, fields.integer), width: width,
      layerCount: try required(.layers, fields.integer), headCount: heads,
      // Recurrent models read any length: this is only how much of a text they are trained on at once.
      contextLength: context ?? 1024, head: try self.head() ?? (form == .transformers ? .tied : head),
      positions: positions, forgetBias: try fields.number("forget_bias") ?? 1,
      dropout: try fields.number("dropout") ?? 0, activation: try activation(),
      normEpsilon: try fields.number("layer_norm_epsilon") ?? LayerNorm.usualEpsilon, innerWidth: isUsual ? nil : inner)
  }

  /// The value of a setting, on which all its names agree; nil if it has none of them.
  private func agreed<Value: Equatable>(
    _ setting: ConfigurationSetting, _ read: (String) throws(CheckpointError) -> Value?
  ) throws(CheckpointError) -> Value? {
    var first: (name: String, value: Value)?
    for name in setting.names {
      guard let value = try read(name) else { continue }
      if let first, first.value != value {
        throw fields.problem("\"\(first.name)\" is \(first.value), but \"\(name)\" is \(value); here they are one")
      }
      first = first ?? (name, value)
    }
    return first?.value
  }

  private func required<Value: Equatable>(
    _ setting: ConfigurationSetting, _ read: (String) throws(CheckpointError) -> Value?
  ) throws(CheckpointError) -> Value {
    guard let value = try agreed(setting, read) else { throw missing(setting) }
    return value
  }

  private func missing(_ setting: ConfigurationSetting) -> CheckpointError {
    fields.problem("\"\(setting.name(in: form))\" is missing")
  }

  private func head() throws(CheckpointError) -> HeadKind? {
    let ours: HeadKind? = try fields.choice("head")
    guard let isTied = try fields.flag("tie_word_embeddings") else { return ours }
    if let ours, (ours == .tied) != isTied {
      throw fields.problem("\"head\" is \"\(ours)\", but \"tie_word_embeddings\" is \(isTied)")
    }
    return isTied ? .tied : .separate
  }

  private func activation() throws(CheckpointError) -> Activation {
    guard hasAttention, let name = try fields.string("activation_function") else {
      return form == .nanoGPT ? .exactGELU : .gelu
    }
    guard let known = Activation(name: name) else {
      let all = Activation.allCases.map(\.rawValue).joined(separator: ", ")
      throw fields.problem("\"activation_function\" is \"\(printable(name))\"; only \(all) are computed here")
    }
    return known
  }

  // MARK: Notes

  /// What a user should know of how the file was read.
  func notes() throws(CheckpointError) -> [String] {
    var notes: [String] = []
    if form == .nanoGPT, !fields.has("activation_function") {
      notes.append(
        "config.json has nanoGPT's form, which names no activation: GELU by the error function is computed, as "
          + "nanoGPT does; if it was trained with the tanh form, add \"activation_function\": \"gelu_new\"")
    }
    let unknown = fields.values.keys.filter { KeyUse.of($0) == nil }.sorted()
    if !unknown.isEmpty {
      let names = unknown.prefix(5).map { "\"\(printable($0))\"" }.joined(separator: ", ")
      notes.append(
        "config.json has \(unknown.count == 1 ? "a key" : "keys") not known here, and ignored: "
          + names + (unknown.count > 5 ? " and \(unknown.count - 5) more" : ""))
    }
    return notes
  }
}
