// The output head in checkpoints: tied to the embedding or separate, said by config.json or told from the tensors.

import Foundation
import LabKit
import ModelCatalog
import ModelContract
import NeuralLayers
import SequenceKit
import TensorCore
import Testing

@Suite("Heads in checkpoints")
struct CheckpointHeadTests {
  /// The name of the head's matrix and of the embedding.
  private func names(_ identifier: String) -> (head: String, embedding: String) {
    identifier.hasPrefix("transformer")
      ? ("lm_head.weight", "transformer.wte.weight") : ("head.weight", "embed.weight")
  }

  /// A checkpoint whose configuration does not say whose weights the head has.
  private func silent(_ identifier: String, head: HeadKind) throws -> CheckpointFolder {
    let folder = try CheckpointFolder(identifier, head: head)
    try folder.unset("head", "tie_word_embeddings")
    return folder
  }

  @Test(
    "A tied head is in the file as the embedding alone, and a separate one under its own name",
    arguments: LabModels.identifiers)
  func files(_ identifier: String) throws {
    let name = names(identifier).head
    let (tied, separate) = (
      try CheckpointFolder(identifier, head: .tied), try CheckpointFolder(identifier, head: .separate)
    )
    #expect(try String(contentsOf: tied.configuration, encoding: .utf8).contains(#""head" : "tied""#))
    #expect(try String(contentsOf: separate.configuration, encoding: .utf8).contains(#""head" : "separate""#))
    #expect(try tied.tensors()[name] == nil)
    #expect(try separate.tensors()[name]?.shape == [7, identifier == "birnn" ? 12 : 6])
    #expect(try tied.load().model.head.kind == .tied)
    #expect(try separate.load().model.head.kind == .separate)
  }

  @Test(
    "Where config.json does not say it, tensors tell: no matrix or the embedding once more is tied",
    arguments: LabModels.identifiers)
  func untold(_ identifier: String) throws {
    let (head, embedding) = names(identifier)
    let tied = try silent(identifier, head: .tied)
    #expect(try tied.load().model.head.kind == .tied)
    try tied.edit { $0[head] = $0[embedding] }
    let loaded = try tied.load()
    #expect(loaded.model.head.kind == .tied)

    let separate = try silent(identifier, head: .separate)
    #expect(try separate.load().model.head.kind == .separate)
    // One number in which they differ is enough, where both have one shape.
    guard identifier != "birnn" else { return }
    try separate.edit { tensors in
      var values = tensors[embedding]?.floats ?? []
      values[5] += 0.25
      tensors[head] = RawTensor(values, shape: [7, 6])
    }
    let apart = try separate.load()
    #expect(apart.model.head.kind == .separate)
    let weight = apart.parameters[apart.model.head.weight].scalars
    let table = apart.parameters[apart.model.head.embedding.table].scalars
    #expect(weight[5 * 7] == table[5] + 0.25)
    #expect(weight[6] == table[6 * 6])
  }

  @Test("What config.json says holds: another matrix beside a tied embedding, or none of a separate head's, is refused")
  func contradictions() throws {
    let tied = try CheckpointFolder("lstm", head: .tied)
    try tied.edit { $0["head.weight"] = $0["embed.weight"] }
    #expect(try tied.load().model.head.kind == .tied)
    try tied.edit { $0["head.weight"] = RawTensor(Array(repeating: 1, count: 42), shape: [7, 6]) }
    #expect(
      tied.failure()?.message
        == "model/model.safetensors: 'head.weight' differs from 'embed.weight', to which config.json ties the head")
    try tied.edit { $0["head.weight"] = RawTensor(Array(repeating: 1, count: 35), shape: [7, 5]) }
    #expect(
      tied.failure()?.message
        == "model/model.safetensors: tensor 'head.weight' has shape [7, 5], but config.json asks for [7, 6]")
    let separate = try CheckpointFolder("lstm", head: .separate)
    try separate.edit { $0["head.weight"] = nil }
    #expect(
      separate.failure()?.message
        == "model/model.safetensors has no tensor 'head.weight' of shape [7, 6], which the model in config.json needs")
    // Equal matrices may be separate, if it is said.
    try separate.edit { $0["head.weight"] = $0["embed.weight"] }
    #expect(try separate.load().model.head.kind == .separate)
  }

  @Test("A GPT-2 with tie_word_embeddings false has a head of its own, and written again it is the same for both")
  func untiedGPT2() throws {
    let folder = try CheckpointFolder(fixture: "gpt2-separate")
    let (loaded, original) = (try folder.load(), try folder.tensors())
    #expect(loaded.model.head.kind == .separate)
    try loaded.save(to: folder.url)
    let written = try folder.tensors()
    #expect(Set(written.keys) == Set(original.keys))
    for (name, tensor) in original { #expect(written[name]?.bytes == tensor.bytes, "\(name)") }
    let text = try String(contentsOf: folder.configuration, encoding: .utf8)
    #expect(text.contains(#""tie_word_embeddings" : false"#))

    let without = try CheckpointFolder(fixture: "gpt2-separate")
    try without.edit { $0["lm_head.weight"] = nil }
    #expect(without.failure()?.message.contains("has no tensor 'lm_head.weight' of shape [17, 10]") == true)
    let retied = try CheckpointFolder(fixture: "gpt2-separate")
    try retied.configure(#""tie_word_embeddings": false"#, #""tie_word_embeddings": true"#)
    #expect(retied.failure()?.message.contains("'lm_head.weight' differs from 'transformer.wte.weight'") == true)
  }

  @Test(
    "PyTorch's checkpoints of before, whose config.json has no head, are separate",
    arguments: ["rnn-1-layer", "birnn-1-layer", "lstm-1-layer", "gru-1-layer"])
  func before(_ fixture: String) throws {
    #expect(try CheckpointFolder(fixture: fixture).load().model.head.kind == .separate)
  }
}
