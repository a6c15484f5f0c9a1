// Checkpoints that are damaged, hostile or of another model: each is refused in one line that says what is wrong.

import Corpora
import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("Broken checkpoints")
struct BrokenCheckpointTests {
  /// A change to a checkpoint of the Transformer, and what is said about it.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: Int32
    let message: String
    let damage: @Sendable (CheckpointFolder) throws -> Void

    init(
      _ name: String, _ code: Int32, _ message: String, _ damage: @escaping @Sendable (CheckpointFolder) throws -> Void
    ) {
      (testDescription, self.code, self.message, self.damage) = (name, code, message, damage)
    }
  }

  @Test("A fault is refused with its message and exit code", arguments: configurationFaults + fileFaults + tensorFaults)
  func refused(_ fault: Fault) throws {
    let folder = try CheckpointFolder("transformer")
    try fault.damage(folder)
    let failure = try #require(folder.failure(), "it loads")
    #expect(failure.message == fault.message)
    #expect(failure.code == fault.code)
    #expect(!failure.message.contains("\n"))
  }

  @Test("No context may take more than 2^29 numbers in all layers, whatever the weights are")
  func contextBound() throws {
    var settings = ModelConfiguration(
      vocabularySize: 2, width: 64, layerCount: 2, contextLength: 1 << 22, positions: .alibi)
    try settings.validate()
    settings.contextLength += 1
    let message =
      "a context of 4194305 at width 64 in 2 layers takes too much memory: context, width and number of layers "
      + "multiplied must be at most 536870912"
    #expect(throws: ConfigurationError(message)) { try settings.validate() }
  }

  private static let configurationFaults: [Fault] = [
    setting("model", #""transformer""#, #""mamba""#, "the model 'mamba' is not known; there are \(known)"),
    setting("model", #""transformer""#, "7", #""model" must be a text"#),
    setting("vocab_size", "7", "0", "the vocabulary size must be between 1 and 10000000, not 0"),
    setting("vocab_size", "7", "-7", "the vocabulary size must be between 1 and 10000000, not -7"),
    setting("vocab_size", "7", "7.5", #""vocab_size" must be a whole number"#),
    setting("vocab_size", "7", "null", #""vocab_size" is missing"#),
    setting("width", "6", "99999999999", "the width must be between 1 and 65536, not 99999999999"),
    setting("width", "6", "1e400", #""width" must be a whole number"#),
    setting("width", "6", "true", #""width" must be a whole number"#),
    setting("layers", "1", "1000", "1000 layers cannot be in the 16 tensors of model.safetensors"),
    setting("heads", "2", "4", "the width 6 is not a multiple of the 4 attention heads"),
    setting("heads", "2", "0", "the number of heads must be between 1 and 65536, not 0"),
    setting("context", "5", "-1", "the context length must be between 1 and 16777216, not -1"),
    setting(
      "positions", #""learned""#, #""rotary""#,
      "rotary positions need heads of an even width, not 3: with 2 heads, a width that is a multiple of 4"),
    setting(
      "positions", #""learned""#, #""spiral""#,
      #""positions" must be one of learned, sinusoidal, rotary, alibi, none, not "spiral""#),
    setting("head", #""tied""#, #""half""#, #""head" must be one of tied, separate, not "half""#),
    setting("head", #""tied""#, "true", #""head" must be a text"#),
    setting(
      "attention", #""causal""#, #""sideways""#, #""attention" must be "causal" or "bidirectional", not "sideways""#),
    setting("dropout", "0", "1", "the dropout probability must be at least 0 and below 1, not 1.0"),
    setting("forget_bias", "1", #""one""#, #""forget_bias" must be a number"#),
  ]

  private static func setting(_ key: String, _ old: String, _ new: String, _ problem: String) -> Fault {
    Fault("\(key) \(new)", 65, "model/config.json: \(problem)") {
      try $0.unsetHuggingFace()
      try $0.configure("\"\(key)\" : \(old)", "\"\(key)\" : \(new)")
    }
  }

  private static let known = ModelCatalog.identifiers.joined(separator: ", ")
  private static let notJSON = "model/config.json: it is not a JSON object with the model's settings"

  private static let fileFaults: [Fault] = [
    Fault("no folder", 66, "there is no model; a checkpoint is a folder with config.json and model.safetensors") {
      try FileManager.default.removeItem(at: $0.url)
    },
    Fault("a file for the folder", 66, "cannot read model: it is a file; a checkpoint is a folder") {
      try FileManager.default.removeItem(at: $0.url)
      try Data().write(to: $0.url)
    },
    Fault(
      "no config.json", 66,
      "there is no model/config.json; by the tensors beside it, it would be {\"model_type\": \"gpt2\", "
        + "\"vocab_size\": 7, "
        + "\"n_embd\": 6, \"n_layer\": 1, \"n_positions\": 5, \"n_head\": …}, with the number of heads, which "
        + "tensors do not tell"
    ) { try FileManager.default.removeItem(at: $0.configuration) },
    Fault(
      "an empty folder", 66,
      "there is no model/config.json; a checkpoint is a folder with config.json and model.safetensors"
    ) { for file in [$0.configuration, $0.weights] { try FileManager.default.removeItem(at: file) } },
    Fault(
      "no weights", 66,
      "there is no model/model.safetensors; a checkpoint is a folder with config.json and model.safetensors"
    ) { try FileManager.default.removeItem(at: $0.weights) },
    Fault("config.json is a folder", 66, "cannot read model/config.json: it is not a file") {
      try replace($0.configuration)
    },
    Fault("weights are a folder", 66, "cannot read model/model.safetensors: it is not a file") {
      try replace($0.weights)
    },
    Fault("empty config.json", 65, "model/config.json: it is empty: the download or the copy was cut short") {
      try Data().write(to: $0.configuration)
    },
    Fault("half of config.json", 65, notJSON) { try Data(#"{"model": "rnn", "#.utf8).write(to: $0.configuration) },
    Fault("a list", 65, notJSON) { try Data("[1, 2]".utf8).write(to: $0.configuration) },
    Fault("no text", 65, notJSON) { try Data([0xFF, 0xFE, 0x00]).write(to: $0.configuration) },
    Fault("deep nesting", 65, notJSON) {
      try Data(String(repeating: "[", count: 100_000).utf8).write(to: $0.configuration)
    },
    Fault(
      "no model", 65,
      #"model/config.json: it names no model: "model" is missing, and "model_type" is not "gpt2"; for GPT-2, add "#
        + #""model_type": "gpt2""#
    ) { try Data("{}".utf8).write(to: $0.configuration) },
    Fault("a tokenizer of another model", 65, "model/tokenizer.json: it has 4 tokens, but the model has 7") {
      try Tokenizer.characters(of: "abc").json().write(to: $0.url.appendingPathComponent("tokenizer.json"))
    },
    Fault(
      "a broken tokenizer", 65,
      "model/tokenizer.json: tokenizer.json cannot be used: it is not of the form {\"kind\": …, \"tokens\": [ … ]}"
    ) { try Data("{".utf8).write(to: $0.url.appendingPathComponent("tokenizer.json")) },
  ]

  private static func replace(_ file: URL) throws {
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
  }

  private static let norm = "transformer.ln_f.bias"

  private static let tensorFaults: [Fault] = [
    Fault(
      "missing tensor", 65,
      "model/model.safetensors has no tensor '\(norm)' of shape [6], which the model in config.json needs"
    ) { try $0.edit { $0[norm] = nil } },
    Fault(
      "extra tensor", 65,
      "model/model.safetensors has a tensor 'transformer.h.1.ln_1.bias' of shape [6], which the model in config.json does not have"
    ) { try $0.edit { $0["transformer.h.1.ln_1.bias"] = $0[norm] } },
    Fault(
      "wrong shape", 65, "model/model.safetensors: tensor '\(norm)' has shape [2, 3], but config.json asks for [6]"
    ) { try $0.edit { $0[norm]?.shape = [2, 3] } },
    Fault(
      "a configuration of another size", 65,
      "model/model.safetensors: tensor 'transformer.wpe.weight' has shape [5, 6], but config.json asks for [6, 6]"
    ) { try $0.set(["context": 6, "n_positions": 6]) },
    Fault(
      "a configuration of another model", 65,
      "model/model.safetensors has no tensor 'embed.weight' of shape [7, 6], which the model in config.json needs; "
        + "its tensors are those of GPT-2 with 1 layer"
    ) {
      try $0.unsetHuggingFace()
      try $0.configure(#""model" : "transformer""#, #""model" : "lstm""#)
    },
    Fault(
      "whole numbers", 65,
      "model/model.safetensors: tensor '\(norm)' holds I32, not F16, BF16, F32 or F64"
    ) { try $0.edit { $0[norm]?.type = "I32" } },
    Fault(
      "not a number", 65,
      "model/model.safetensors: tensor '\(norm)' holds nan at element 4; weights must be finite"
    ) { try $0.edit { $0[norm] = RawTensor([0, 0, 0, 0, .nan, 0], shape: [6]) } },
    Fault(
      "infinite", 65, "model/model.safetensors: tensor '\(norm)' holds -inf at element 0; weights must be finite"
    ) { try $0.edit { $0[norm] = RawTensor([-.infinity, 0, 0, 0, 0, 0], shape: [6]) } },
    Fault(
      "beyond single precision", 65,
      "model/model.safetensors: tensor '\(norm)' holds inf at element 1; weights must be finite"
    ) {
      try $0.edit { tensors in
        tensors[norm] = RawTensor("F64", [6], [0, 1e300, 0, 0, 0, 0].withUnsafeBytes { Data($0) })
      }
    },
    Fault(
      "an escape sequence as a name", 65,
      "model/model.safetensors has a tensor '␛[2J' of shape [6], which the model in config.json does not have"
    ) { try $0.edit { $0["\\u001b[2J"] = $0[norm] } },
  ]

  @Test("A GPT-2 that computes something else is refused, and told what")
  func otherGPT2() throws {
    func refuse(_ setting: String, _ replacement: String, _ problem: String) throws {
      let folder = try CheckpointFolder(fixture: "gpt2-1-layer")
      try folder.configure(setting, replacement)
      let failure = try #require(folder.failure(), "\(replacement) loads")
      #expect(failure.message == "model/config.json: \(problem)")
      #expect(failure.code == 65)
    }
    for (key, value, other, only) in [
      (
        "activation_function", #""gelu_new""#, #""mish""#, "gelu_new, gelu, quick_gelu, relu, silu, tanh are"
      ),
      ("scale_attn_weights", "true", "false", "true is"),
      ("scale_attn_by_inverse_layer_idx", "false", "true", "false is"),
      ("add_cross_attention", "false", "true", "false is"),
    ] {
      try refuse(
        "\"\(key)\": \(value)", "\"\(key)\": \(other)", "\"\(key)\" is \(other); only \(only) computed here")
    }
    try refuse(
      #""gpt2""#, #""llama""#,
      #""model_type" is "llama"; of others' models, gpt2 of transformers' and nn.RNN, nn.LSTM and "#
        + "nn.GRU of PyTorch's are "
        + "computed here")
    try refuse(#""n_head": 2,"#, "", #""n_head" is missing"#)
    try refuse(#""n_embd": 10"#, #""n_embd": -10"#, "the width must be between 1 and 65536, not -10")

    // What is the same by another name is read.
    let folder = try CheckpointFolder(fixture: "gpt2-1-layer")
    try folder.configure(#""gelu_new""#, #""gelu_pytorch_tanh""#)
    try folder.configure(#""n_inner": null"#, #""n_inner": 40"#)
    try folder.configure(#""n_positions""#, #""n_ctx""#)
    #expect(try folder.load().model.configuration.contextLength == 9)
  }

  @Test("As many layers as a hostile file can ask for are refused at once")
  func manyLayers() throws {
    let folder = try CheckpointFolder("transformer")
    try folder.edit { tensors in
      for index in 0..<1024 { tensors["tensor \(index)"] = RawTensor([], shape: [0]) }
    }
    try folder.set(["layers": 1024, "n_layer": 1024])
    let start = ContinuousClock.now
    let failure = try #require(folder.failure())
    #expect(failure.code == 65 && failure.message.contains("no tensor 'transformer.h.1.ln_1.weight'"))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test("A file cut off anywhere is never taken for a whole one")
  func truncated() throws {
    let folder = try CheckpointFolder("rnn")
    let whole = try Data(contentsOf: folder.weights)
    for length in Array(stride(from: 0, to: whole.count, by: 13)) + [7, 8, 9, whole.count - 1] {
      try whole.prefix(length).write(to: folder.weights)
      let failure = try #require(folder.failure(), "\(length) of \(whole.count) bytes load")
      #expect(failure.code == 65 && failure.message.hasPrefix("model/model.safetensors is no valid safetensors file"))
    }
    try whole.write(to: folder.weights)
    #expect(folder.failure() == nil)
  }

  @Test("A folder in which only some files were written does not load, whichever are missing")
  func halfWritten() throws {
    let folder = try CheckpointFolder("rnn")
    let checkpoint = try folder.load()
    let optimizer = AdamW<Float>(AdamWSettings(), for: checkpoint.model.parameters)
    try checkpoint.save(to: folder.url, training: (Data("{}".utf8), optimizer))
    for missing in ["config.json", "model.safetensors"] {
      let (file, aside) = (folder.url.appendingPathComponent(missing), folder.url.appendingPathComponent("aside"))
      try FileManager.default.moveItem(at: file, to: aside)
      #expect(folder.failure()?.code == 66)
      try FileManager.default.moveItem(at: aside, to: file)
    }
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("optimizer.safetensors"))
    let error = #expect(throws: CheckpointError.self) {
      _ = try Checkpoint.loadTraining(folder.url, layout: checkpoint.model.parameters)
    }
    #expect(error?.exitCode == 66 && error?.message.contains("optimizer.safetensors") == true)
  }

  @Test("The optimiser of another model, or without its count of steps, is refused")
  func otherOptimizer() throws {
    let (folder, other) = (try CheckpointFolder("rnn"), try CheckpointFolder("lstm"))
    let (checkpoint, lstm) = (try folder.load(), try other.load())
    #expect(try Checkpoint.loadTraining(folder.url, layout: checkpoint.model.parameters) == nil)
    let optimizer = AdamW<Float>(AdamWSettings(), for: checkpoint.model.parameters)
    try checkpoint.save(to: folder.url, training: (Data("{}".utf8), optimizer))
    let mismatch = #expect(throws: CheckpointError.self) {
      _ = try Checkpoint.loadTraining(folder.url, layout: lstm.model.parameters)
    }
    #expect(
      mismatch?.message.hasSuffix(
        "optimizer.safetensors: tensor 'first.core.weight_ih_l0' has shape [6, 6], but config.json asks for [24, 6]")
        == true)
    let file = folder.url.appendingPathComponent("optimizer.safetensors")
    let tensors = Checkpoint.tensors(of: optimizer.firstMoment, prefix: "first.")
    try Safetensors.write(tensors + Checkpoint.tensors(of: optimizer.secondMoment, prefix: "second."), to: file)
    let error = #expect(throws: CheckpointError.self) {
      _ = try Checkpoint.loadTraining(folder.url, layout: checkpoint.model.parameters)
    }
    #expect(error?.exitCode == 65)
    #expect(error?.message.hasSuffix("the number of updates is missing from its metadata") == true)
  }
}
