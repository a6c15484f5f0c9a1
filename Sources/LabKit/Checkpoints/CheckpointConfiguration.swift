// config.json: which model a checkpoint holds and how large it is, in our form or in that of Hugging Face's GPT-2.

import Foundation
import LabErrors
import NeuralLayers
import SequenceKit

/// The contents of a checkpoint's `config.json`.
///
/// Our own form names the model: `{"model": "lstm", "vocab_size": 65, "width": 128, "layers": 2, …}`. Only `model`,
/// `vocab_size` and `width` must be there. `"attention": "bidirectional"` with `"model": "transformer"` is
/// `transformer-bidirectional`.
public struct CheckpointConfiguration: Equatable, Sendable {
  /// The model's identifier.
  public var model: String
  /// Its sizes and options.
  public var settings: ModelConfiguration

  /// The configuration of a model to be saved.
  /// - Parameter model: The model's identifier.
  public init(model: String, settings: ModelConfiguration) {
    self.model = model
    self.settings = settings
  }

  /// Reads either form.
  /// - Parameters:
  ///   - file: The file's path, for messages.
  ///   - defaultContext: The context length where none is given.
  ///   - defaultHead: Whose weights the head has where that is not said.
  /// - Throws: ``CheckpointError/configuration(file:problem:)``, also for a GPT-2 that computes something else than ours.
  public init(
    json: Data, file: String, defaultContext: Int = 1024, defaultHead: HeadKind = .usual
  ) throws(CheckpointError) {
    let fields: JSONFields
    do {
      fields = JSONFields(file: file, values: try JSONDecoder().decode([String: JSONField].self, from: json))
    } catch {
      throw .configuration(file: file, problem: "it is not a JSON object with the model's settings")
    }
    if fields.has("model") {
      try self.init(ours: fields, defaultContext: defaultContext, defaultHead: defaultHead)
    } else if try fields.string("model_type") == "gpt2" {
      try self.init(huggingFace: fields)
    } else {
      throw fields.problem(#"it names no model: "model" is missing, and "model_type" is not "gpt2""#)
    }
  }

  private init(ours fields: JSONFields, defaultContext: Int, defaultHead: HeadKind) throws(CheckpointError) {
    var name = try fields.required("model", fields.string)
    switch try fields.string("attention") {
    case nil: break
    case "bidirectional": if name == "transformer" { name = "transformer-bidirectional" }
    case "causal":
      guard name != "transformer-bidirectional" else {
        throw fields.problem(#"the model is "transformer-bidirectional", but "attention" is "causal""#)
      }
    case let other?:
      throw fields.problem(#""attention" must be "causal" or "bidirectional", not "\#(printable(other))""#)
    }
    model = name
    settings = ModelConfiguration(
      vocabularySize: try fields.required("vocab_size", fields.integer),
      width: try fields.required("width", fields.integer), layerCount: try fields.integer("layers") ?? 1,
      headCount: try fields.integer("heads") ?? 1, contextLength: try fields.integer("context") ?? defaultContext,
      head: try fields.choice("head") ?? defaultHead, positions: try fields.choice("positions") ?? .learned,
      forgetBias: try fields.number("forget_bias") ?? 1,
      dropout: try fields.number("dropout") ?? 0)
  }

  /// GPT-2 as transformers' `save_pretrained` describes it. What we would compute differently is refused.
  private init(huggingFace fields: JSONFields) throws(CheckpointError) {
    let activation = try fields.string("activation_function") ?? "gelu_new"
    guard ["gelu_new", "gelu_pytorch_tanh"].contains(activation) else {
      throw fields.problem(
        #""activation_function" is "\#(printable(activation))"; only gelu_new and gelu_pytorch_tanh are computed here"#)
    }
    let epsilon = try fields.number("layer_norm_epsilon") ?? 1e-5
    guard epsilon == 1e-5 else {
      throw fields.problem(#""layer_norm_epsilon" is \#(epsilon); only 1e-05 is computed here"#)
    }
    // What each switch must be for our equations to be the model's; all of these are GPT-2's defaults.
    let switches = [
      ("scale_attn_weights", true), ("scale_attn_by_inverse_layer_idx", false), ("add_cross_attention", false),
    ]
    for (name, needed) in switches {
      guard try fields.flag(name) ?? needed == needed else {
        throw fields.problem(#""\#(name)" is \#(!needed); only \#(needed) is computed here"#)
      }
    }
    let width = try fields.required("n_embd", fields.integer)
    if let inner = try fields.integer("n_inner"), !(width < 1 << 32 && inner == 4 * width) {
      throw fields.problem(#""n_inner" is \#(inner); only four times "n_embd" is computed here"#)
    }
    var context = try fields.integer("n_positions")
    if context == nil { context = try fields.integer("n_ctx") }
    guard let context else { throw fields.problem(#""n_positions" is missing"#) }
    model = "transformer"
    settings = ModelConfiguration(
      vocabularySize: try fields.required("vocab_size", fields.integer), width: width,
      layerCount: try fields.required("n_layer", fields.integer),
      headCount: try fields.required("n_head", fields.integer), contextLength: context,
      head: try fields.flag("tie_word_embeddings") ?? true ? .tied : .separate)
  }

  /// The contents of a `config.json` in our form: pretty, keys sorted, the same bytes for the same settings.
  ///
  /// A Transformer that is GPT-2 also carries Hugging Face's keys, so that transformers loads it.
  /// - Throws: ``OutputError/cannotWrite(path:reason:)``, if a number in the settings is not finite.
  public func json() throws(OutputError) -> Data {
    var values: [String: JSONField] = [
      "model": .string(model), "vocab_size": .integer(settings.vocabularySize), "width": .integer(settings.width),
      "layers": .integer(settings.layerCount), "heads": .integer(settings.headCount),
      "context": .integer(settings.contextLength), "head": .string(settings.head.rawValue),
      "positions": .string(settings.positions.rawValue),
      "forget_bias": .number(settings.forgetBias), "dropout": .number(settings.dropout),
    ]
    if model == "transformer" { values["attention"] = .string("causal") }
    if model == "transformer-bidirectional" { values["attention"] = .string("bidirectional") }
    if model == "transformer" && settings.positions == .learned {
      let huggingFace: [String: JSONField] = [
        "model_type": .string("gpt2"), "n_embd": .integer(settings.width), "n_layer": .integer(settings.layerCount),
        "n_head": .integer(settings.headCount), "n_positions": .integer(settings.contextLength),
        "activation_function": .string("gelu_new"), "layer_norm_epsilon": .number(1e-5),
        "tie_word_embeddings": .flag(settings.head == .tied), "attn_pdrop": .number(0),
        "embd_pdrop": .number(settings.dropout),
        "resid_pdrop": .number(settings.dropout), "bos_token_id": .null, "eos_token_id": .null,
      ]
      values.merge(huggingFace) { ours, _ in ours }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do { return try encoder.encode(values) + Data("\n".utf8) } catch {
      throw .cannotWrite(path: Checkpoint.configurationName, reason: "the model's settings have no JSON")
    }
  }
}
