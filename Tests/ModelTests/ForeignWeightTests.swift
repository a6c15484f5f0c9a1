// Weights as others write them: prefixes, shards, layouts, no biases, other names; and what is no safetensors file.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("Weights of others")
struct ForeignWeightTests {
  private let prefixes = [
    "_orig_mod.", "module.", "module._orig_mod.", "_orig_mod.module.", "model.", "_forward_module.",
  ]

  @Test("What wrappers put before names, or into them, is left out, with a note")
  func wrappers() throws {
    let folder = try CheckpointFolder(fixture: "gpt2-2-layers")
    let expected = try folder.logits()
    let original = try folder.tensors()
    for prefix in prefixes {
      try CheckpointFolder.write(
        Dictionary(uniqueKeysWithValues: original.map { (prefix + $0.key, $0.value) }), to: folder.weights)
      #expect(try folder.logits() == expected)
      let notes = try folder.load().notes
      #expect(notes.count == 1 && notes[0].contains("which a wrapper has added"), "\(prefix): \(notes)")
    }
    try CheckpointFolder.write(
      Dictionary(
        uniqueKeysWithValues: original.map { ($0.key.replacing("h.1.", with: "h.1._fsdp_wrapped_module."), $0.value) }),
      to: folder.weights)
    #expect(try folder.logits() == expected)
    // The same tensor with and without it: nobody knows which is meant.
    var twice = original
    twice["module.transformer.ln_f.bias"] = twice["transformer.ln_f.bias"]
    try CheckpointFolder.write(twice, to: folder.weights)
    #expect(
      folder.failure()?.message
        == "model/model.safetensors: tensor 'transformer.ln_f.bias' is there twice: as "
        + "'module.transformer.ln_f.bias' and as "
        + "'transformer.ln_f.bias'")
  }

  /// Distributes tensors over files, and writes an index.
  private func shard(_ folder: CheckpointFolder, into count: Int) throws {
    var (map, parts) = ([String: String](), [[String: RawTensor]](repeating: [:], count: count))
    for (index, tensor) in try folder.tensors().sorted(by: { $0.key < $1.key }).enumerated() {
      parts[index % count][tensor.key] = tensor.value
      map[tensor.key] = name(index % count, of: count)
    }
    for (index, part) in parts.enumerated() {
      try CheckpointFolder.write(part, to: folder.url.appendingPathComponent(name(index, of: count)))
    }
    try FileManager.default.removeItem(at: folder.weights)
    try writeIndex(folder, map)
  }

  private func name(_ index: Int, of count: Int) -> String {
    String(format: "model-%05d-of-%05d.safetensors", index + 1, count)
  }

  private func index(_ folder: CheckpointFolder) -> URL {
    folder.url.appendingPathComponent("model.safetensors.index.json")
  }

  private func writeIndex(_ folder: CheckpointFolder, _ map: [String: String]) throws {
    try JSONSerialization.data(withJSONObject: ["metadata": ["total_size": 1], "weight_map": map]).write(
      to: index(folder))
  }

  @Test("Shards are loaded as one", arguments: [1, 2, 7])
  func shards(_ count: Int) throws {
    let folder = try CheckpointFolder(fixture: "gpt2-2-layers")
    let expected = try folder.logits()
    try shard(folder, into: count)
    #expect(try folder.logits() == expected)
    #expect(try folder.load().notes == ["the weights are in \(count) shards"])
  }

  @Test("What is wrong with shards is one line: missing, twice, outside, elsewhere, no index")
  func brokenShards() throws {
    func broken(_ damage: (CheckpointFolder) throws -> Void) throws -> String? {
      let folder = try CheckpointFolder(fixture: "gpt2-2-layers")
      try shard(folder, into: 3)
      try damage(folder)
      return folder.failure()?.message
    }
    let first = name(0, of: 3)
    let place = "model/model.safetensors.index.json: "
    #expect(
      try broken { try FileManager.default.removeItem(at: $0.url.appendingPathComponent(first)) }
        == place + "it names 3 files, of which 1 is not there: '\(first)'; download what is missing")
    for outside in ["../\(first)", "/etc/passwd", "sub/\(first)", "..", ""] {
      #expect(
        try broken { try writeIndex($0, ["transformer.wte.weight": outside]) }
          == place + "it names the file '\(outside)', which is outside its folder")
    }
    #expect(
      try broken { folder in
        let file = folder.url.appendingPathComponent(first)
        try FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(at: folder.url.appendingPathComponent(name(1, of: 3)), to: file)
      }?.contains("is there twice") == true)
    #expect(
      try broken { try writeIndex($0, ["nothing": first]) }
        == place + "tensor 'nothing' should be in '\(first)', which does not have it")
    #expect(
      try broken { try Data("[]".utf8).write(to: index($0)) }?.contains("no JSON object with a \"weight_map\"") == true)
    #expect(
      try broken { try FileManager.default.removeItem(at: index($0)) }
        == "there is no model.safetensors in model: it has 3 other safetensors files, but no "
        + "model.safetensors.index.json; "
        + "download that, too")
    #expect(
      try broken {
        try Data("version https://git-lfs.github.com/spec/v1\n".utf8).write(to: $0.url.appendingPathComponent(first))
      }?
      .hasPrefix("model/\(first): it is a Git LFS pointer") == true)
  }

  // MARK: nanoGPT

  /// Turns a matrix's bytes around.
  private func turned(_ tensor: RawTensor) -> RawTensor {
    let (rows, columns, values) = (tensor.shape[0], tensor.shape[1], tensor.floats)
    let result = (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
    return RawTensor(result, shape: [columns, rows])
  }

  private func isMatrix(_ name: String) -> Bool {
    ["c_attn.weight", "c_proj.weight", "c_fc.weight"].contains(where: name.hasSuffix)
  }

  @Test(
    "Matrices as nn.Linear has them are told by their shapes, the square ones with the others; a mixture is refused")
  func linearLayout() throws {
    let folder = try CheckpointFolder(fixture: "gpt2-2-layers")
    let expected = try folder.logits()
    try folder.edit { tensors in
      for name in tensors.keys where isMatrix(name) { tensors[name] = tensors[name].map(turned) }
      tensors["lm_head.weight"] = tensors["transformer.wte.weight"]
    }
    #expect(try folder.logits() == expected)
    #expect(
      try folder.load().notes == [
        "matrices stand as nn.Linear's [out, in], as nanoGPT writes them; they are transposed"
      ])
    try folder.edit { $0["transformer.h.1.mlp.c_fc.weight"] = $0["transformer.h.1.mlp.c_fc.weight"].map(turned) }
    #expect(folder.failure()?.message.contains("all must stand one way") == true)
    #expect(folder.failure()?.code == 65)
  }

  @Test("A checkpoint without biases has biases of zero; without some of them it is refused", arguments: [true, false])
  func noBiases(_ isTransformer: Bool) throws {
    let folder = try CheckpointFolder(fixture: isTransformer ? "gpt2-2-layers" : "lstm-3-layers")
    func isBias(_ name: String) -> Bool { name.hasSuffix(".bias") || name.contains(".bias_") }
    try folder.edit { tensors in
      for (name, tensor) in tensors where isBias(name) {
        tensors[name] = RawTensor([Float](repeating: 0, count: tensor.floats.count), shape: tensor.shape)
      }
    }
    let expected = try folder.logits()
    try folder.edit { tensors in tensors = tensors.filter { !isBias($0.key) } }
    #expect(try folder.logits() == expected)
    #expect(try folder.load().notes == ["there are no biases, as with bias=False; they are zero"])
    try folder.set(["bias": false])
    #expect(try folder.logits() == expected)
    try folder.set(["bias": true])
    #expect(folder.failure()?.message.contains(#"config.json says "bias": true, but there are none"#) == true)
    // One alone is a file that lacks the others.
    try folder.unset("bias")
    let one = isTransformer ? "transformer.h.0.ln_1.bias" : "core.bias_ih_l0"
    try folder.edit {
      $0[one] = RawTensor([Float](repeating: 1, count: isTransformer ? 12 : 28), shape: [isTransformer ? 12 : 28])
    }
    #expect(folder.failure()?.message.contains("has no tensor '") == true)
    try folder.set(["bias": false])
    #expect(folder.failure()?.message.hasSuffix("config.json says \"bias\": false, but there is '\(one)'") == true)
  }

  @Test("PyTorch's networks are read under the names that others gave to their parts")
  func partNames() throws {
    let folder = try CheckpointFolder(fixture: "lstm-3-layers")
    let (expected, original) = (try folder.logits(), try folder.tensors())
    for (core, embedding, head) in [("rnn.", "encoder", "decoder"), ("lstm.", "embedding", "fc"), ("", "emb", "out")] {
      try CheckpointFolder.write(
        Dictionary(
          uniqueKeysWithValues: original.map { name, tensor in
            let new = name.replacing("core.", with: core).replacing("embed.", with: embedding + ".")
              .replacing("head.", with: head + ".")
            return (new, tensor)
          }), to: folder.weights)
      #expect(try folder.logits() == expected)
      #expect(try folder.load().notes.first?.hasPrefix("names of parts: ") == true)
    }
    // A network without an embedding is no language model.
    try CheckpointFolder.write(original.filter { $0.key.hasPrefix("core.") }, to: folder.weights)
    #expect(
      folder.failure()?.message.hasSuffix(
        "its tensors are those of nn.LSTM with 3 layers of width 7, without an embedding") == true)
  }

  // MARK: What it is instead

  @Test("A file of another kind under the name of the weights is told by its first bytes")
  func foreignFiles() throws {
    for (bytes, words) in [
      (
        "version https://git-lfs.github.com/spec/v1\noid sha256:24\nsize 548105171\n",
        "it is a Git LFS pointer in place of the file of 548105171 bytes"
      ),
      ("PK\u{3}\u{4}........archive/data.pkl...", "it is a file of PyTorch's torch.save; convert it with: python3 -c"),
      ("PK\u{3}\u{4}........arr_0.npy", "it is a file of NumPy's"), ("GGUF\u{3}\0\0\0...", "it is a GGUF file"),
      ("<!DOCTYPE html><html>", "it is a web page in place of the file"),
      ("PK\u{3}\u{4}........photo.jpg", "it is a zip archive"),
    ] {
      let folder = try CheckpointFolder("transformer")
      try Data(bytes.utf8).write(to: folder.weights)
      let failure = try #require(folder.failure())
      #expect(failure.message.hasPrefix("model/model.safetensors: \(words)"), "\(failure.message)")
      #expect(failure.code == 65 && !failure.message.contains("\n"))
    }
    let folder = try CheckpointFolder("transformer")
    try Data([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20]).write(to: folder.weights)
    #expect(folder.failure()?.message.contains("PyTorch") == true)
    let pointer = try CheckpointFolder("transformer")
    try Data("version https://git-lfs.github.com/spec/v1\nsize 700\n".utf8).write(to: pointer.configuration)
    #expect(pointer.failure()?.message.hasPrefix("model/config.json: it is a Git LFS pointer") == true)
  }

  @Test(
    "Weights that torch.save wrote, beside none that can be read, are named with the command that converts them",
    arguments: ["pytorch_model.bin", "ckpt.pt", "model.pth", "my model's.ckpt"])
  func torchFiles(_ name: String) throws {
    let folder = try CheckpointFolder("transformer")
    try FileManager.default.removeItem(at: folder.weights)
    try Data("PK".utf8).write(to: folder.url.appendingPathComponent(name))
    try Data("PK".utf8).write(to: folder.url.appendingPathComponent("optimizer.pt"))
    let failure = try #require(folder.failure())
    #expect(
      failure.message.hasPrefix(
        "there is no model.safetensors in model: it has \(name), which torch.save writes; convert that with: "
          + "python3 -c \"import sys, torch"
      ))
    let quoted = name.contains(" ") ? #"'model/my model'\''s.ckpt'"# : "model/" + name
    #expect(failure.message.hasSuffix(" \(quoted) model/model.safetensors") && failure.code == 66)
  }

  @Test(
    "Other things in a folder are named, too: a model file of another program, another name, an adapter, a folder below"
  )
  func otherContents() throws {
    for (name, words) in [
      ("tf_model.h5", "weights of TensorFlow"), ("flax_model.msgpack", "weights of Flax"), ("gpt2.gguf", "a GGUF file"),
      ("lm.safetensors", "give it the name model.safetensors"),
      ("adapter_model.safetensors", "an adapter (LoRA) alone"),
      ("pytorch_model.bin.index.json", "PyTorch's shards"),
    ] {
      let folder = try CheckpointFolder("transformer")
      try FileManager.default.removeItem(at: folder.weights)
      try Data("x".utf8).write(to: folder.url.appendingPathComponent(name))
      #expect(folder.failure()?.message.contains(words) == true)
    }
    let outer = try CheckpointFolder()
    let inner = try CheckpointFolder("rnn")
    try FileManager.default.createDirectory(
      at: outer.url.appendingPathComponent("snapshots"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(at: inner.url, to: outer.url.appendingPathComponent("snapshots/607a30d"))
    #expect(outer.failure()?.message == "there is no config.json in model: did you mean its folder snapshots/607a30d?")
  }

  @Test("Names of other models are told by what they are known for")
  func otherModels() throws {
    let folder = try CheckpointFolder("transformer")
    for (name, words) in [
      ("model.layers.0.self_attn.q_proj.weight", "Llama, OPT or their kin"), ("gpt_neox.layers.0.x", "GPT-NeoX"),
      ("bert.encoder.layer.0.output.dense.weight", "BERT"),
      ("core.weight_hh_l0", "a recurrent network with 1 layer of width 3"),
      ("something", "no model that is known here, such as 'something'"),
    ] {
      try CheckpointFolder.write([name: RawTensor([Float](repeating: 0, count: 6), shape: [2, 3])], to: folder.weights)
      let message = try #require(folder.failure()).message
      #expect(message.contains("; its tensors are those of \(words)"), "\(message)")
    }
    let bidirectional = try CheckpointFolder("lstm")
    try bidirectional.edit { $0["core.weight_ih_l0_reverse"] = $0["core.weight_ih_l0"] }
    #expect(bidirectional.failure()?.message.hasSuffix("it is of a network that reads both ways") == true)
    try bidirectional.edit { tensors in
      tensors["core.weight_ih_l0_reverse"] = nil
      tensors["core.weight_ih_l0"] = tensors["core.weight_ih_l0"].map(turned)
    }
    #expect(bidirectional.failure()?.message.hasSuffix("asks for [24, 6]; it stands transposed") == true)
  }

  @Test(
    "Half precisions are read piece by piece as they are, in a tensor longer than a piece", arguments: ["F16", "BF16"])
  func halves(_ type: String) throws {
    let count = 700_000
    let bits = (0..<count).map { UInt16(truncatingIfNeeded: $0 % 0x7C00) }
    let folder = try CheckpointFolder()
    let rnn = try #require(ModelCatalog.models.first { $0.identifier == "rnn" })
    let model = try rnn.init(ModelConfiguration(vocabularySize: count / 7, width: 7, contextLength: 5, head: .tied))
    try Checkpoint(model: model, parameters: Parameters(initializing: model.parameters, seed: 1)).save(to: folder.url)
    try folder.edit { $0["embed.weight"] = RawTensor(type, [count / 7, 7], bits.withUnsafeBytes { Data($0) }) }
    let loaded = try folder.load()
    let values = loaded.parameters[loaded.model.head.embedding.table].scalars
    let expected = bits.map { bits -> Float in
      if type == "BF16" { return Float(bitPattern: UInt32(bits) << 16) }
      let (exponent, fraction) = (Int(bits >> 10), Float(bits & 0x3FF) / 1024)
      return (exponent == 0 ? fraction : 1 + fraction) * pow(2, Float(max(exponent, 1) - 15))
    }
    #expect(values == expected)
  }
}
