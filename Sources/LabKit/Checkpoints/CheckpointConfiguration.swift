// config.json: which model a checkpoint holds and how large it is.

import Foundation
import LabErrors
import NeuralLayers
import SequenceKit

/// The contents of a checkpoint's `config.json`.
///
/// Our own form names the model: `{"model": "lstm", "vocab_size": 65, "width": 128, "layers": 2, …}`. Sizes that the
/// model has a use for must be there. `"attention": "bidirectional"` with `"model": "transformer"` is
/// `transformer-bidirectional`. The forms of transformers', nanoGPT's and PyTorch's are read, too.
public struct CheckpointConfiguration: Equatable, Sendable {
  /// The model's identifier.
  public var model: String
  /// Its sizes and options.
  public var settings: ModelConfiguration
  /// Whether it is said that there are biases; nil where nothing is said of them.
  public var biases: Bool?
  /// Whether the activation is said, or follows from the form.
  public var saysActivation = true
  /// What a user should know of how it was read, a line each.
  public var notes: [String] = []

  /// The configuration of a model to be saved.
  /// - Parameter model: The model's identifier.
  public init(model: String, settings: ModelConfiguration) {
    self.model = model
    self.settings = settings
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
    if model.hasPrefix("transformer") {
      values["activation_function"] = .string(settings.activation.rawValue)
      values["layer_norm_epsilon"] = .number(settings.normEpsilon)
      if let inner = settings.innerWidth { values["n_inner"] = .integer(inner) }
    }
    if model == "transformer" && settings.positions == .learned {
      let huggingFace: [String: JSONField] = [
        "model_type": .string("gpt2"), "n_embd": .integer(settings.width), "n_layer": .integer(settings.layerCount),
        "n_head": .integer(settings.headCount), "n_positions": .integer(settings.contextLength),
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
