// The table of what loads and what is refused, made by loading it; Fixtures/loads.md and the README hold it.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import Testing

@Suite("The table of what loads")
struct LoadTableTests {
  /// Something that a user brings, made from a fixture.
  private struct Case {
    let what: String
    let fixture: String
    let change: (CheckpointFolder) throws -> Void

    init(
      _ what: String, of fixture: String = "gpt2-2-layers",
      _ change: @escaping (CheckpointFolder) throws -> Void = { _ in }
    ) {
      (self.what, self.fixture, self.change) = (what, fixture, change)
    }
  }

  private static var cases: [Case] {
    [
      Case("a GPT-2 of transformers', `save_pretrained`"),
      Case("the same with a head of its own (`tie_word_embeddings` false)", of: "gpt2-separate"),
      Case("names without `transformer.`") { try rename($0) { $0.replacing("transformer.", with: "") } },
      Case("weights in float16 or bfloat16") { folder in
        try folder.edit { tensors in
          for (index, name) in tensors.keys.sorted().enumerated() {
            tensors[name] = tensors[name].map { half($0, as: index % 2 == 0 ? "BF16" : "F16") }
          }
        }
      },
      Case("shards with their index") { folder in
        let tensors = try folder.tensors().sorted { $0.key < $1.key }
        for (number, part) in [tensors.prefix(9), tensors.dropFirst(9)].enumerated() {
          try CheckpointFolder.write(
            Dictionary(uniqueKeysWithValues: part.map { ($0.key, $0.value) }), to: shard(number, folder))
        }
        let names = tensors.enumerated().map { ($1.key, shard($0 < 9 ? 0 : 1, folder).lastPathComponent) }
        try index(names, in: folder)
        try FileManager.default.removeItem(at: folder.weights)
      },
      Case("names with `_orig_mod.` (torch.compile) or `module.`") { try rename($0) { "_orig_mod." + $0 } },
      Case("matrices as `nn.Linear` has them, [out, in]") { folder in
        try folder.edit { tensors in
          for (name, tensor) in tensors
          where ["c_attn.weight", "c_proj.weight", "c_fc.weight"].contains(where: name.hasSuffix) {
            let (rows, columns, values) = (tensor.shape[0], tensor.shape[1], tensor.floats)
            tensors[name] = RawTensor(
              (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }, shape: [columns, rows])
          }
        }
      },
      Case("no biases (nanoGPT's `bias=False`)") { try $0.edit { $0 = $0.filter { !$0.key.hasSuffix("bias") } } },
      Case("nanoGPT's `model_args` as config.json") {
        try $0.write([
          "n_layer": 2, "n_head": 3, "n_embd": 12, "block_size": 9, "vocab_size": 17, "bias": true, "dropout": 0,
        ])
      },
      Case("`activation_function` gelu, gelu_new, quick_gelu, relu, silu or tanh") {
        try $0.set(["activation_function": "silu"])
      },
      Case("another `layer_norm_epsilon`") { try $0.set(["layer_norm_epsilon": 0.01]) },
      Case("another `activation_function`") { try $0.set(["activation_function": "mish"]) },
      Case("`scale_attn_by_inverse_layer_idx` true, `add_cross_attention` true, …") {
        try $0.set(["scale_attn_by_inverse_layer_idx": true])
      },
      Case("two forms of config.json that disagree") {
        try $0.set(["model": "transformer", "width": 12, "layers": 2, "heads": 2, "context": 9])
      },
      Case("a size that is missing") { try $0.unset("n_head") },
      Case("a key that nobody knows") { try $0.set(["mood": "good"]) },
      Case("PyTorch's `nn.RNN`, `nn.LSTM`, `nn.GRU` with an embedding and a head", of: "lstm-3-layers") {
        try rename($0) {
          $0.replacing("core.", with: "rnn.").replacing("embed.", with: "encoder.").replacing("head.", with: "decoder.")
        }
      },
      Case("`nn.RNN` with `nonlinearity` relu", of: "rnn-2-layers") { try $0.set(["nonlinearity": "relu"]) },
      Case("an LSTM with projections (`proj_size`)", of: "lstm-1-layer") { try $0.set(["proj_size": 3]) },
      Case("an LSTM or GRU that reads both ways", of: "lstm-1-layer") { try $0.set(["bidirectional": true]) },
      Case("Llama, GPT-NeoX, BERT and others") { try $0.set(["model_type": "llama"]) },
      Case("`pytorch_model.bin`, `ckpt.pt` or another file of torch.save") {
        try FileManager.default.moveItem(at: $0.weights, to: $0.url.appendingPathComponent("pytorch_model.bin"))
      },
      Case("a Git LFS pointer") {
        try Data("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 548105171\n".utf8).write(
          to: $0.weights)
      },
      Case("a shard that is missing") { folder in
        try FileManager.default.moveItem(at: folder.weights, to: shard(0, folder))
        let names = ["transformer.wte.weight", "transformer.wpe.weight"].enumerated()
        try index(names.map { ($1, shard($0, folder).lastPathComponent) }, in: folder)
      },
      Case("a tensor that is missing") { try $0.edit { $0["transformer.ln_f.bias"] = nil } },
      Case("weights without config.json") { try FileManager.default.removeItem(at: $0.configuration) },
    ]
  }

  private static func rename(_ folder: CheckpointFolder, _ name: (String) -> String) throws {
    let tensors = try folder.tensors()
    try CheckpointFolder.write(
      Dictionary(uniqueKeysWithValues: tensors.map { (name($0.key), $0.value) }), to: folder.weights)
  }

  private static func shard(_ number: Int, _ folder: CheckpointFolder) -> URL {
    folder.url.appendingPathComponent("model-0000\(number + 1)-of-00002.safetensors")
  }

  private static func index(_ map: [(String, String)], in folder: CheckpointFolder) throws {
    try JSONSerialization.data(withJSONObject: ["weight_map": Dictionary(uniqueKeysWithValues: map)])
      .write(to: folder.url.appendingPathComponent("model.safetensors.index.json"))
  }

  /// Upper halves of single precision, or numbers of half precision cut to what both have.
  private static func half(_ tensor: RawTensor, as type: String) -> RawTensor {
    let bits = tensor.floats.map { value -> UInt16 in
      if type == "BF16" { return UInt16(value.bitPattern >> 16) }
      let (sign, exponent) = (UInt16(value.bitPattern >> 31) << 15, Int(value.bitPattern >> 23 & 0xFF) - 127 + 15)
      return exponent <= 0 ? sign : sign | UInt16(min(exponent, 30)) << 10 | UInt16(value.bitPattern >> 13 & 0x3FF)
    }
    return RawTensor(type, tensor.shape, bits.withUnsafeBytes { Data($0) })
  }

  /// What loading says, without paths and without a command's text.
  private func outcome(_ this: Case) throws -> String {
    let folder = try CheckpointFolder(fixture: this.fixture)
    try this.change(folder)
    guard let failure = folder.failure() else {
      let notes = try folder.load().notes
      return notes.isEmpty ? "loaded" : "loaded, with a note: " + notes.joined(separator: "; ")
    }
    var message = failure.message.replacingOccurrences(of: "model/", with: "").replacingOccurrences(
      of: " in model:", with: ":")
    if let command = message.range(of: "python3 -c") { message = message[..<command.lowerBound] + "python3 -c …" }
    return "refused: " + message
  }

  @Test("Fixtures/loads.md says what happens, and the README, where it has the table, says the same")
  func table() throws {
    let rows = try Self.cases.map { "| \($0.what) | \(try outcome($0)) |" }
    let table = (["| What you bring | What happens |", "|---|---|"] + rows).joined(separator: "\n") + "\n"
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let recorded = root.appendingPathComponent("Fixtures/loads.md")
    if ProcessInfo.processInfo.environment["SEQLAB_RECORD"] != nil { try Data(table.utf8).write(to: recorded) }
    #expect(try String(contentsOf: recorded, encoding: .utf8) == table, "SEQLAB_RECORD=1 writes the file anew")
    let readme = try String(
      contentsOf: root.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md"),
      encoding: .utf8)
    if readme.contains("| What you bring |") { #expect(readme.contains(table), "the README's table is an older one") }
    #expect(rows.filter { $0.contains("| loaded") }.count > 10 && rows.filter { $0.contains("| refused: ") }.count > 10)
  }
}
