// Looking at checkpoints without loading them, and writing them in the forms that others load.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("Inspecting and converting checkpoints")
struct InspectionTests {
  private func inspect(_ url: URL) throws -> CheckpointInspection {
    try CheckpointInspection(of: url, models: ModelCatalog.models)
  }

  @Test(
    "A checkpoint that loads is said to load, tensor by tensor, and one that does not, why", arguments: ModelFixture.all
  )
  func agrees(_ fixture: ModelFixture) throws {
    let found = try inspect(fixture.folder)
    let file = try SafetensorsFile(contentsOf: fixture.folder.appendingPathComponent("model.safetensors"))
    #expect(found.problem == nil && found.rows.map(\.name) == file.names && found.rows.allSatisfy { $0.use == "read" })
    for row in found.rows {
      #expect(try row.shape == file.shape(of: row.name) && row.bytes == file.bytes(of: row.name).count)
    }
    #expect(found.settings == (try Checkpoint.load(fixture.folder, models: ModelCatalog.models).model.configuration))
  }

  @Test("Missing, unknown and misshapen tensors are shown each, with the reason that loading gives")
  func faults() throws {
    let folder = try CheckpointFolder(fixture: "gpt2-2-layers")
    try folder.edit { tensors in
      tensors["transformer.ln_f.bias"] = nil
      tensors["transformer.extra"] = RawTensor([1], shape: [1])
      tensors["transformer.h.0.attn.bias"] = RawTensor("U8", [1, 1, 9, 9], Data(count: 81))
      tensors["transformer.wpe.weight"] = RawTensor([1, 2], shape: [2])
    }
    let found = try inspect(folder.url)
    let uses = Dictionary(uniqueKeysWithValues: found.rows.map { ($0.name, $0.use) })
    #expect(uses["transformer.ln_f.bias"] == "missing" && uses["transformer.extra"] == "not in the model")
    #expect(
      uses["transformer.h.0.attn.bias"] == "left out: a mask" && uses["transformer.wpe.weight"] == "should be [9, 12]")
    #expect(found.rows.filter { !$0.isFine }.count == 3)
    #expect(found.problem?.replacingOccurrences(of: folder.url.path, with: "model") == folder.failure()?.message)
    #expect(found.what == "GPT-2 with 2 layers")
  }

  @Test("Whatever is there, looking at it ends in words: every damage of a file, foreign files, empty folders")
  func neverTraps() throws {
    let folder = try CheckpointFolder("rnn")
    let whole = try Data(contentsOf: folder.weights)
    for length in stride(from: 0, to: whole.count, by: 11) {
      try whole.prefix(length).write(to: folder.weights)
      #expect(try inspect(folder.url).problem != nil)
      #expect(try inspect(folder.weights).problem != nil)
    }
    try whole.write(to: folder.weights)
    #expect(try inspect(folder.url).problem == nil)
    // A file alone has its tensors, and what config.json would be.
    let alone = try inspect(folder.weights)
    #expect(alone.what == "tensors of nn.RNN with 1 layer of width 6" && alone.rows.count == 6)
    #expect(
      alone.problem?.hasSuffix(#"its config.json would be {"model": "rnn", "vocab_size": 7, "width": 6, "layers": 1}"#)
        == true)
    for json in [
      "", "{", "[]", "{}", #"{"model": 3}"#, #"{"model": "rnn"}"#, #"{"model": "transformer", "vocab_size": -1}"#,
    ] {
      try Data(json.utf8).write(to: folder.configuration)
      let found = try inspect(folder.url)
      #expect(found.problem != nil && found.rows.count >= 6)
    }
    #expect(try inspect(folder.configuration).problem != nil)
    try Data("PK\u{3}\u{4}....x/data.pkl".utf8).write(to: folder.weights)
    #expect(try inspect(folder.weights).what == "a file of PyTorch's torch.save")
    let empty = try CheckpointFolder()
    #expect(try inspect(empty.url).problem?.contains("there is no") == true)
    #expect(throws: CheckpointError.self) { try inspect(folder.url.appendingPathComponent("nothing")) }
  }

  // MARK: Converting

  @Test("Every form that is written is read again as the same model", arguments: CheckpointTarget.allCases)
  func converted(_ target: CheckpointTarget) throws {
    for (identifier, head) in [("transformer", HeadKind.tied), ("lstm", .tied), ("gru", .separate), ("birnn", .tied)] {
      let (folder, other) = (try CheckpointFolder(identifier, head: head), try TemporaryFolder())
      let expected = try folder.logits()
      let checkpoint = try folder.load()
      let new = other.file("new")
      if target == .nanogpt, identifier != "transformer" {
        #expect(throws: CheckpointError.self) { try checkpoint.export(as: target, to: new) }
        #expect(try other.contents() == [])
        continue
      }
      let notes = try checkpoint.export(as: target, to: new)
      #expect(notes.isEmpty == (target != .nanogpt))
      let (model, parameters) = try Checkpoint.loadParameters(new, models: ModelCatalog.models, as: Double.self)
      let logits = model.logits(TokenBatch([5, 1, 2, 3]), on: Tape(parameters, recordsGradients: false)).value.scalars
      #expect(logits == expected)
      let names = try SafetensorsFile(contentsOf: new.appendingPathComponent("model.safetensors")).names
      let (headName, isWritten) = (checkpoint.model.head.weightName, target != .seqlab || head == .separate)
      #expect(names.contains(headName) == isWritten, "\(identifier): \(names)")
      // What is there is not replaced.
      #expect(throws: CheckpointError.self) { try checkpoint.export(as: target, to: new) }
    }
  }

  @Test("nanoGPT's form has its names, layouts and arguments, and is refused for what nanoGPT does not compute")
  func nanoGPT() throws {
    let (folder, other) = (try CheckpointFolder(fixture: "gpt2-2-layers"), try TemporaryFolder())
    let original = try folder.tensors()
    _ = try folder.load().export(as: .nanogpt, to: other.file("nano"))
    let file = try SafetensorsFile(contentsOf: other.file("nano").appendingPathComponent("model.safetensors"))
    #expect(Set(file.names) == Set(original.keys).union(["lm_head.weight"]))
    #expect(try file.shape(of: "transformer.h.0.attn.c_attn.weight") == [36, 12])
    #expect(try file.shape(of: "transformer.h.1.mlp.c_proj.weight") == [12, 48])
    let (theirs, ours) = (
      try file.floats("transformer.h.1.attn.c_proj.weight"),
      try #require(original["transformer.h.1.attn.c_proj.weight"]).floats
    )
    for row in 0..<12 { for column in 0..<12 { #expect(theirs[column * 12 + row] == ours[row * 12 + column]) } }
    let json = try Data(contentsOf: other.file("nano").appendingPathComponent("config.json"))
    let arguments = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(
      arguments["block_size"] as? Int == 9 && arguments["n_head"] as? Int == 3 && arguments["bias"] as? Bool == true)
    for change: [String: Any] in [["layer_norm_epsilon": 0.1], ["activation_function": "relu"]] {
      let changed = try CheckpointFolder(fixture: "gpt2-2-layers")
      try changed.set(change)
      let error = #expect(throws: CheckpointError.self) {
        try changed.load().export(as: .nanogpt, to: other.file("no"))
      }
      #expect(
        error?.exitCode == 65
          && error?.message.hasPrefix("this model cannot be written in the form of nanoGPT: ") == true)
    }
    let separate = try CheckpointFolder(fixture: "gpt2-separate")
    #expect(throws: CheckpointError.self) { try separate.load().export(as: .nanogpt, to: other.file("no")) }
    #expect(try other.contents() == ["nano"])
  }
}
