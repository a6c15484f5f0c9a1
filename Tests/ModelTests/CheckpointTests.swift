// Checkpoints that are whole: forms that others write, saving over older ones, and going on with training.

import Corpora
import Foundation
import LabKit
import ModelCatalog
import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  @Test("config.json is pretty, sorted, and the same bytes every time")
  func configurationText() throws {
    let settings = ModelConfiguration(
      vocabularySize: 65, width: 128, layerCount: 2, headCount: 4, contextLength: 256, head: .separate,
      forgetBias: 1.5, dropout: 0.1)
    let configuration = CheckpointConfiguration(model: "lstm", settings: settings)
    #expect(
      String(decoding: try configuration.json(), as: UTF8.self) == """
        {
          "context" : 256,
          "dropout" : 0.1,
          "forget_bias" : 1.5,
          "head" : "separate",
          "heads" : 4,
          "layers" : 2,
          "model" : "lstm",
          "positions" : "learned",
          "vocab_size" : 65,
          "width" : 128
        }

        """)
    #expect(
      try CheckpointConfiguration(json: configuration.json(), file: "config.json", models: ModelCatalog.models)
        == configuration)
  }

  @Test("Settings without JSON are an error, not an empty file")
  func configurationWithoutJSON() {
    let settings = ModelConfiguration(vocabularySize: 3, width: 2, contextLength: 4, forgetBias: .nan)
    #expect(throws: OutputError.cannotWrite(path: "config.json", reason: "the model's settings have no JSON")) {
      try CheckpointConfiguration(model: "lstm", settings: settings).json()
    }
  }

  @Test("Every configuration reads back as it was", arguments: ModelCase.all)
  func configurationRoundTrip(_ this: ModelCase) throws {
    let configuration = CheckpointConfiguration(model: this.identifier, settings: this.configuration)
    #expect(
      try CheckpointConfiguration(json: configuration.json(), file: "config.json", models: ModelCatalog.models)
        == configuration)
  }

  @Test("Without a context in config.json, the table of positions tells")
  func contextFromTensors() throws {
    let folder = try CheckpointFolder("transformer")
    try folder.unset("context", "n_positions")
    #expect(try folder.load().model.configuration.contextLength == 5)
  }

  @Test("A Hugging Face GPT-2 is loaded, and written again it is the same for both", arguments: [1, 2])
  func huggingFace(_ layers: Int) throws {
    let folder = try CheckpointFolder(fixture: layers == 1 ? "gpt2-1-layer" : "gpt2-2-layers")
    let (loaded, original) = (try folder.load(), try folder.tensors())
    #expect(loaded.tokenizer == nil)
    try loaded.save(to: folder.url)
    let (again, written) = (try folder.load(), try folder.tensors())
    #expect(Set(written.keys) == Set(original.keys))
    for (name, tensor) in original {
      #expect(written[name]?.shape == tensor.shape && written[name]?.bytes == tensor.bytes, "\(name)")
    }
    #expect(again.model.configuration == loaded.model.configuration)
    let text = try String(contentsOf: folder.configuration, encoding: .utf8)
    for setting in [#""model_type" : "gpt2""#, #""n_layer" : \#(layers)"#, #""n_positions" : 9"#, #""gelu_new""#] {
      #expect(text.contains(setting))
    }
    // What transformers reads of it is the same model.
    let theirs = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.configuration)) as? [String: Any]
    let stripped = try JSONSerialization.data(
      withJSONObject: (theirs ?? [:]).filter { !["model", "width", "layers", "heads", "context"].contains($0.key) })
    let read = try CheckpointConfiguration(json: stripped, file: "config.json", models: ModelCatalog.models)
    #expect(read == CheckpointConfiguration(model: "transformer", settings: loaded.model.configuration))
  }

  @Test("Names without 'transformer.', masks of older versions and a head that equals the embedding are read")
  func otherFormsOfGPT2() throws {
    let folder = try CheckpointFolder(fixture: "gpt2-2-layers")
    let original = try folder.load().parameters
    try folder.edit { tensors in
      tensors = Dictionary(
        uniqueKeysWithValues: tensors.map { (String($0.key.dropFirst("transformer.".count)), $0.value) })
      for layer in 0..<2 {
        tensors["h.\(layer).attn.bias"] = RawTensor("U8", [1, 1, 9, 9], Data(count: 81))
        tensors["h.\(layer).attn.masked_bias"] = RawTensor([-1e4], shape: [])
      }
      tensors["lm_head.weight"] = tensors["wte.weight"]
    }
    let loaded = try folder.load().parameters
    for parameter in original.layout.parameters {
      #expect(isIdentical(loaded[parameter].scalars, original[parameter].scalars))
    }
    // A head that is not the embedding is another model.
    try folder.edit { tensors in
      var values = tensors["wte.weight"]?.floats ?? []
      values[3] += 1
      tensors["lm_head.weight"] = RawTensor(values, shape: tensors["wte.weight"]?.shape ?? [])
    }
    let failure = try #require(folder.failure())
    #expect(
      failure.message
        == "model/model.safetensors: 'lm_head.weight' differs from 'wte.weight', to which config.json ties the head")
    #expect(failure.code == 65)
  }

  @Test("Weights in other precisions are read: halves and bfloat16 exactly, doubles rounded or kept")
  func precisions() throws {
    let folder = try CheckpointFolder("rnn")
    let name = "head.bias"  // 7 values
    // 1, −2, 0.5, 0, 3, −0.25, 1024 in half precision, and the upper halves of single precision.
    let halves: [UInt16] = [0x3C00, 0xC000, 0x3800, 0, 0x4200, 0xB400, 0x6400]
    let brains: [UInt16] = [0x3F80, 0xC000, 0x3F00, 0, 0x4040, 0xBE80, 0x4480]
    let expected: [Float] = [1, -2, 0.5, 0, 3, -0.25, 1024]
    // Counted as they stand in memory, not as they are stored.
    let bytes = Checkpoint.weightBytes(in: folder.url)
    #expect(bytes == 4 * Double(try folder.tensors().values.reduce(0) { $0 + $1.floats.count }))
    for (type, bits) in [("F16", halves), ("BF16", brains)] {
      try folder.edit { $0[name] = RawTensor(type, [7], bits.withUnsafeBytes { Data($0) }) }
      let loaded = try folder.load()
      let parameter = try #require(loaded.parameters.layout.parameters.last)
      #expect(loaded.parameters[parameter].scalars == expected && loaded.notes == [], "\(type)")
      #expect(Checkpoint.weightBytes(in: folder.url) == bytes)
    }
    let doubles: [Double] = [1.0 / 3, -2, 0.1, 0, 3, 1e-300, 1024]
    try folder.edit { $0[name] = RawTensor("F64", [7], doubles.withUnsafeBytes { Data($0) }) }
    let rounded = try folder.load()
    #expect(
      rounded.notes.count == 1 && rounded.notes[0].hasPrefix("1 of 6 tensors are in F64 and rounded"),
      "\(rounded.notes)")
    let single = rounded.parameters
    let parameter = try #require(single.layout.parameters.last)
    #expect(single[parameter].scalars == doubles.map { Float($0) })
    let (_, exact) = try Checkpoint.loadParameters(folder.url, models: ModelCatalog.models, as: Double.self)
    #expect(exact[parameter].scalars == doubles)
  }

  @Test("PyTorch's two biases are summed on reading; ours is written as the first")
  func biases() throws {
    let folder = try CheckpointFolder("lstm")
    let first = (0..<24).map { Float($0) / 8 - 1 }
    let second = (0..<24).map { Float($0 * $0) / 16 }
    try folder.edit {
      $0["core.bias_ih_l0"] = RawTensor(first, shape: [24])
      $0["core.bias_hh_l0"] = RawTensor(second, shape: [24])
    }
    let loaded = try folder.load()
    try loaded.save(to: folder.url)
    let written = try folder.tensors()
    #expect(written["core.bias_ih_l0"]?.floats == zip(first, second).map { $0 + $1 })
    #expect(written["core.bias_hh_l0"]?.floats == Array(repeating: 0, count: 24))
  }

  @Test("Saving over a checkpoint replaces it whole, keeps other files, and leaves nothing beside it")
  func replacing() throws {
    let folder = try CheckpointFolder("rnn")
    let notes = folder.url.appendingPathComponent("notes.txt")
    try Data("mine".utf8).write(to: notes)
    let tokenizer = try Tokenizer.characters(of: "abcdef")
    let old = try folder.load()
    let parameters = Parameters<Float>(initializing: old.model.parameters, seed: 9)
    let optimizer = AdamW<Float>(AdamWSettings(), for: parameters.layout)
    try Checkpoint(model: old.model, parameters: parameters, tokenizer: tokenizer)
      .save(to: folder.url, training: (json: Data("{}".utf8), optimizer: optimizer))
    func names() throws -> String {
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted().joined(separator: " ")
    }
    #expect(
      try names()
        == "config.json manifest.json model.safetensors notes.txt optimizer.safetensors tokenizer.json training.json")
    let loaded = try folder.load()
    #expect(loaded.tokenizer == tokenizer)
    let embedding = parameters.layout.parameters[0]
    #expect(isIdentical(loaded.parameters[embedding].scalars, parameters[embedding].scalars))
    #expect(try String(contentsOf: notes, encoding: .utf8) == "mine")
    // Without tokenizer and training, the older ones do not stay beside weights that they do not belong to.
    try old.save(to: folder.url)
    #expect(try names() == "config.json manifest.json model.safetensors notes.txt")
    #expect(try folder.siblings() == ["model"])
  }

  @Test("Saving does not touch a folder or file that is no checkpoint")
  func inTheWay() throws {
    let (folder, temporary) = (try CheckpointFolder("rnn"), try TemporaryFolder())
    let checkpoint = try folder.load()
    try Data("mine".utf8).write(to: temporary.file("notes.txt"))
    for place in [temporary.url, temporary.file("notes.txt")] {
      #expect(throws: CheckpointError.inTheWay(path: place.path)) { try checkpoint.save(to: place) }
      #expect(throws: CheckpointError.inTheWay(path: place.path)) { try Checkpoint.checkDestination(place) }
    }
    #expect(CheckpointError.inTheWay(path: "runs").exitCode == 73)
    #expect(
      CheckpointError.inTheWay(path: "runs").message
        == "runs exists already and is no checkpoint; choose another name or remove it first")
    let impossible = temporary.file("notes.txt").appendingPathComponent("model")
    let error = #expect(throws: CheckpointError.self) { try checkpoint.save(to: impossible) }
    #expect(error?.exitCode == 73)
    let early = #expect(throws: CheckpointError.self) { try Checkpoint.checkDestination(impossible) }
    #expect(early?.exitCode == 73)
    #expect(try temporary.contents() == ["notes.txt"])
    // An empty folder and a new one are fine.
    try FileManager.default.createDirectory(at: temporary.file("empty"), withIntermediateDirectories: false)
    for name in ["empty", "new/below"] {
      try Checkpoint.checkDestination(temporary.file(name))
      try checkpoint.save(to: temporary.file(name))
      _ = try Checkpoint.load(temporary.file(name), models: ModelCatalog.models)
    }
  }

  @Test("A link to a checkpoint stays a link, and the checkpoint is replaced")
  func symbolicLink() throws {
    let (folder, temporary) = (try CheckpointFolder("rnn"), try TemporaryFolder())
    let model = try folder.load().model
    let link = temporary.file("latest")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.url)
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 9)
    try Checkpoint.checkDestination(link)
    try Checkpoint(model: model, parameters: parameters).save(to: link)
    let loaded = try folder.load().parameters
    for parameter in parameters.layout.parameters {
      #expect(isIdentical(loaded[parameter].scalars, parameters[parameter].scalars))
    }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == folder.url.path)
    #expect(try temporary.contents() == ["latest"])
  }

  @Test("A resumed run takes the same steps, bit by bit", arguments: ["rnn", "birnn", "lstm", "transformer"])
  func resuming(_ identifier: String) throws {
    let folder = try CheckpointFolder(identifier)
    let model = try folder.load().model
    let this = ModelCase(model: model)
    let tokens = this.tokens(length: 5)
    func train(_ parameters: Parameters<Float>, _ optimizer: AdamW<Float>, steps: Int) {
      for _ in 0..<steps {
        let gradient = this.gradient(tokens, targets: tokens, parameters)
        optimizer.update(
          parameters, gradient: gradient, learningRate: 0.01,
          gradientScale: optimizer.clippingFactor(norm: gradient.norm))
      }
    }
    let parameters = this.weights(Float.self)
    let settings = AdamWSettings(beta1: 0.85, beta2: 0.95, epsilon: 1e-7, weightDecay: 0.05, maximumNorm: 0.3)
    let optimizer = AdamW<Float>(settings, for: model.parameters)
    train(parameters, optimizer, steps: 3)
    let notes = Data(#"{"step": 3, "loss": 0.1}"#.utf8)
    try Checkpoint(model: model, parameters: parameters).save(to: folder.url, training: (notes, optimizer))
    train(parameters, optimizer, steps: 4)

    let loaded = try folder.load()
    let state = try #require(try Checkpoint.loadTraining(folder.url, layout: loaded.model.parameters))
    #expect(state.json == notes)
    #expect(state.optimizer.settings == settings && state.optimizer.step == 3)
    train(loaded.parameters, state.optimizer, steps: 4)
    for parameter in model.parameters.parameters {
      #expect(isIdentical(loaded.parameters[parameter].scalars, parameters[parameter].scalars))
      #expect(isIdentical(state.optimizer.secondMoment[parameter].scalars, optimizer.secondMoment[parameter].scalars))
    }
  }
}
