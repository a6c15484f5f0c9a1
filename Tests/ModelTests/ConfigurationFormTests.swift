// config.json in others' forms: every key is computed, refused by name and value, or changes nothing; forms must agree.

import Foundation
import LabKit
import ModelCatalog
import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("Configurations of others")
struct ConfigurationFormTests {
  private func read(_ settings: [String: Any]) throws(CheckpointError) -> CheckpointConfiguration {
    let json = (try? JSONSerialization.data(withJSONObject: settings)) ?? Data()
    return try CheckpointConfiguration(json: json, file: "config.json", models: ModelCatalog.models)
  }

  private func problem(_ settings: [String: Any]) -> String? {
    do throws(CheckpointError) {
      _ = try read(settings)
      return nil
    } catch {
      #expect(error.exitCode == 65)
      return error.message.replacingOccurrences(of: "config.json: ", with: "")
    }
  }

  private static var gpt2: [String: Any] {
    [
      "model_type": "gpt2", "vocab_size": 13, "n_embd": 8, "n_layer": 2, "n_head": 2, "n_positions": 9,
    ]
  }
  private static var lab: [String: Any] {
    [
      "model": "transformer", "vocab_size": 13, "width": 8, "layers": 2, "heads": 2, "context": 9,
    ]
  }
  private static var lstm: [String: Any] {
    [
      "model": "lstm", "vocab_size": 13, "hidden_size": 8, "input_size": 8, "num_layers": 2,
    ]
  }

  // MARK: What is computed

  private struct Variants: Decodable {
    struct Variant: Decodable {
      struct Settings: Decodable {
        let activation: String?
        let epsilon: Double?
        let inner: Int?
        private enum CodingKeys: String, CodingKey {
          case activation = "activation_function"
          case epsilon = "layer_norm_epsilon"
          case inner = "n_inner"
        }

        var values: [String: Any] {
          let all: [String: Any?] = [
            "activation_function": activation, "layer_norm_epsilon": epsilon, "n_inner": inner,
          ]
          return all.compactMapValues { $0 }
        }
      }
      let weights: String
      let settings: Settings
      let logits: [[Double]]
    }
    let tokens: [Int32]
    let variants: [Variant]
  }

  @Test(
    "Activations, ε and inner widths are computed as NumPy does, in either form, and saved so",
    arguments: [true, false])
  func computed(_ isOurs: Bool) throws {
    let fixtures = ModelFixture.fixtures.appendingPathComponent("variants")
    let data = try Data(contentsOf: fixtures.appendingPathComponent("expected.json"))
    let all = try JSONDecoder().decode(Variants.self, from: data)
    #expect(all.variants.count > 10)
    for variant in all.variants {
      let folder = try CheckpointFolder()
      try FileManager.default.copyItem(
        at: fixtures.appendingPathComponent(variant.weights + ".safetensors"), to: folder.weights)
      try folder.write((isOurs ? Self.lab : Self.gpt2).merging(variant.settings.values) { $1 })
      let found = deviation(try folder.logits(all.tokens), from: variant.logits.flatMap { $0 })
      #expect(found < 1e-12, "\(variant.settings.values)")
      try folder.load().save(to: folder.url)
      #expect(deviation(try folder.logits(all.tokens), from: variant.logits.flatMap { $0 }) < 1e-12)
    }
    // They are not all the same function.
    let differing = Set(all.variants.map { $0.logits[8][0] })
    #expect(differing.count >= 8)
  }

  @Test(
    "What transformers saves after loading ours is computed as transformers does",
    arguments: ["control", "epsilon", "relu"])
  func roundtrip(_ name: String) throws {
    let folder = try CheckpointFolder(fixture: "roundtrip/" + name)
    let data = try Data(
      contentsOf: ModelFixture.fixtures.appendingPathComponent("roundtrip/\(name)/logits.json"))
    let expected = try JSONDecoder().decode([[Double]].self, from: data)
    let logits = try folder.logits([5, 1, 7, 3, 2, 2, 9, 4])
    #expect(deviation(logits, from: expected.flatMap { $0 }) < 5e-6)
    #expect(try folder.load().notes == [])
  }

  @Test("nanoGPT's model_args are read, GELU being by the error function there, and a note says so")
  func nanoGPT() throws {
    let arguments: [String: Any] = [
      "n_layer": 2, "n_head": 2, "n_embd": 8, "block_size": 9, "bias": true, "vocab_size": 13, "dropout": 0.0,
    ]
    let configuration = try read(arguments)
    #expect(configuration.model == "transformer" && configuration.settings.contextLength == 9)
    #expect(configuration.settings.activation == .exactGELU && configuration.biases == true)
    #expect(configuration.notes.count == 1 && configuration.notes[0].contains("error function"))
    let told = try read(arguments.merging(["activation_function": "gelu_new"]) { $1 })
    #expect(told.settings.activation == .gelu && told.notes == [])
  }

  @Test("The arguments of nn.RNN, nn.LSTM and nn.GRU are read", arguments: ["rnn", "lstm", "gru"])
  func pyTorch(_ model: String) throws {
    let modes = ["rnn": "RNN_TANH", "lstm": "LSTM", "gru": "GRU"]
    var settings: [String: Any] = [
      "mode": modes[model] ?? "", "num_embeddings": 13, "embedding_dim": 8, "input_size": 8, "hidden_size": 8,
      "num_layers": 2, "bias": true, "batch_first": true, "dropout": 0.5, "bidirectional": false, "proj_size": 0,
    ]
    if model == "rnn" { settings["nonlinearity"] = "tanh" }
    let configuration = try read(settings)
    #expect(configuration.model == model && configuration.settings.layerCount == 2 && configuration.notes == [])
    #expect(configuration.settings.vocabularySize == 13 && configuration.settings.width == 8)
  }

  // MARK: What is refused

  @Test("Two forms that disagree are refused with both keys and values")
  func disagreements() {
    for (ours, theirs, value): (String, String, Any) in [
      ("width", "n_embd", 16), ("layers", "n_layer", 1), ("heads", "n_head", 4), ("context", "n_positions", 10),
      ("context", "n_ctx", 10), ("width", "hidden_size", 16), ("heads", "num_attention_heads", 1),
      ("layers", "num_hidden_layers", 3), ("context", "max_position_embeddings", 4), ("context", "block_size", 8),
    ] {
      var settings = Self.lab
      settings[theirs] = value
      #expect(
        problem(settings) == "\"\(ours)\" is \(settings[ours] ?? ""), but \"\(theirs)\" is \(value); here they are one")
    }
    func refused(_ key: String, _ value: Any, _ base: [String: Any], _ others: [String: Any] = [:]) -> String? {
      problem(base.merging(others) { $1 }.merging([key: value]) { $1 })
    }
    #expect(
      refused("tie_word_embeddings", false, Self.lab, ["head": "tied"])
        == #""head" is "tied", but "tie_word_embeddings" is false"#)
    #expect(refused("model_type", "gpt2", Self.lstm) == #""model" is "lstm", but "model_type" is "gpt2""#)
    #expect(
      refused("attention", "bidirectional", Self.lab, ["model_type": "gpt2"])
        == #""attention" is "bidirectional", but "model_type" is "gpt2""#)
    #expect(refused("attention", "bidirectional", Self.gpt2)?.contains(#""model_type" is "gpt2""#) == true)
    #expect(refused("positions", "rotary", Self.gpt2) == #""positions" is "rotary", but GPT-2 has learned ones"#)
    #expect(refused("input_size", 4, Self.lstm) == #""hidden_size" is 8, but "input_size" is 4; here they are one"#)
    #expect(refused("mode", "GRU", Self.lstm) == #""model" is "lstm", but "mode" is "GRU""#)
    // What agrees is read.
    #expect(refused("n_embd", 8, Self.lab) == nil && refused("tie_word_embeddings", true, Self.lab) == nil)
  }

  @Test("A key that would change what is computed is refused by name and value, whichever form it stands in")
  func changes() {
    let changes: [(key: String, value: Any, only: String)] = [
      ("scale_attn_weights", false, "true"), ("scale_attn_by_inverse_layer_idx", true, "false"),
      ("add_cross_attention", true, "false"), ("is_encoder_decoder", true, "false"),
      ("nonlinearity", "relu", "\"tanh\""),
      ("proj_size", 4, "0"), ("max_norm", 1.5, "null"), ("layer_norm_eps", 1e-6, "1e-05"),
      ("hidden_act", "relu", "\"gelu_new\" or \"gelu_pytorch_tanh\""),
    ]
    for base in [Self.lab, Self.gpt2, Self.lstm] {
      for (key, value, only) in changes {
        let shown = value as? String == nil ? "\(value)" : "\"\(value)\""
        #expect(
          problem(base.merging([key: value]) { $1 }) == "\"\(key)\" is \(shown); only \(only) is computed here",
          "\(key)")
      }
      for key in ["pruned_heads", "per_layer_config", "quantization_config", "auto_map"] {
        #expect(
          problem(base.merging([key: ["0": [1]]]) { $1 })
            == "\"\(key)\" is a list or an object; only empty is computed here")
        #expect(problem(base.merging([key: [String: Int]()]) { $1 }) == nil)
        #expect(problem(base.merging([key: NSNull()]) { $1 }) == nil)
      }
    }
    #expect(
      problem(Self.lstm.merging(["activation_function": "relu"]) { $1 })
        == #""activation_function" is "relu"; lstm here computes its own equations alone"#)
    #expect(
      problem(Self.lstm.merging(["bidirectional": true]) { $1 })?.contains("lstm reads from left to right") == true)
    #expect(
      problem(Self.lstm.merging(["model": "birnn", "bidirectional": false]) { $1 })?.contains("birnn reads both sides")
        == true)
    #expect(problem(Self.gpt2.merging(["layer_norm_epsilon": -1]) { $1 }) == nil, "the model refuses it")
  }

  @Test("A size that is missing is missed by the name that the form has for it")
  func missing() {
    for (base, key, name) in [
      (Self.lab, "vocab_size", "vocab_size"), (Self.lab, "width", "width"), (Self.lab, "layers", "layers"),
      (Self.lab, "heads", "heads"), (Self.lab, "context", "context"), (Self.gpt2, "vocab_size", "vocab_size"),
      (Self.gpt2, "n_embd", "n_embd"), (Self.gpt2, "n_layer", "n_layer"), (Self.gpt2, "n_head", "n_head"),
      (Self.gpt2, "n_positions", "n_positions"), (Self.lstm, "vocab_size", "vocab_size"),
      (Self.lstm, "num_layers", "layers"),
    ] {
      #expect(problem(base.filter { $0.key != key }) == "\"\(name)\" is missing")
    }
    let bare: [String: Any] = ["mode": "LSTM", "vocab_size": 13]
    #expect(problem(bare) == #""hidden_size" is missing"#)
    // Heads and a context change nothing of what a recurrent network computes.
    #expect(problem(Self.lstm) == nil)
  }

  // MARK: The table

  @Test("The table knows every key that transformers and the lab itself write")
  func known() throws {
    for fixture in ["gpt2-1-layer/config.json", "roundtrip/control/config.json", "lstm-tied/config.json"] {
      let data = try Data(contentsOf: ModelFixture.fixtures.appendingPathComponent(fixture))
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      for key in object.keys { #expect(KeyUse.of(key) != nil, "\(key) of \(fixture)") }
    }
    for type in ModelCatalog.models {
      let settings = ModelConfiguration(vocabularySize: 7, width: 6, contextLength: 5, innerWidth: 9)
      let json = try CheckpointConfiguration(model: type.identifier, settings: settings).json()
      let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      for key in object.keys { #expect(KeyUse.of(key) != nil, "\(key)") }
    }
    // The fields of GPT2Config in transformers 5.24, and what becomes of each.
    let fields: [(String, KeyUse)] = [
      ("vocab_size", .computed(.vocabulary)), ("n_positions", .computed(.context)), ("n_embd", .computed(.width)),
      ("n_layer", .computed(.layers)), ("n_head", .computed(.heads)), ("n_inner", .computed(.innerWidth)),
      ("activation_function", .computed(.activation)), ("resid_pdrop", .withoutEffect), ("embd_pdrop", .withoutEffect),
      ("attn_pdrop", .withoutEffect), ("layer_norm_epsilon", .computed(.epsilon)),
      ("initializer_range", .withoutEffect),
      ("summary_type", .withoutEffect), ("summary_use_proj", .withoutEffect), ("summary_activation", .withoutEffect),
      ("summary_proj_to_labels", .withoutEffect), ("summary_first_dropout", .withoutEffect),
      ("scale_attn_weights", .only([.flag(true)])), ("use_cache", .withoutEffect), ("bos_token_id", .withoutEffect),
      ("eos_token_id", .withoutEffect), ("pad_token_id", .withoutEffect),
      ("scale_attn_by_inverse_layer_idx", .only([.flag(false)])), ("reorder_and_upcast_attn", .withoutEffect),
      ("add_cross_attention", .only([.flag(false)])), ("tie_word_embeddings", .computed(.head)),
    ]
    for (key, use) in fields { #expect(KeyUse.of(key) == use, "\(key)") }
  }

  @Test("Keys that nobody knows are ignored with a note; a byte-order mark is, too")
  func unknown() throws {
    let settings = Self.lab.merging(["mood": "good", "zeal": 3]) { $1 }
    #expect(try read(settings).notes == [#"config.json has keys not known here, and ignored: "mood", "zeal""#])
    let json = Data([0xEF, 0xBB, 0xBF]) + (try JSONSerialization.data(withJSONObject: Self.gpt2))
    #expect(try CheckpointConfiguration(json: json, file: "f", models: ModelCatalog.models).model == "transformer")
  }
}
