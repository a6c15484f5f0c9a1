// Damage to a saved checkpoint is noticed, whichever bit of whichever file it hits.

import Foundation
import LabKit
import ModelCatalog
import NeuralLayers
import TensorCore
import Testing

@Suite("Damaged checkpoints")
struct DamageTests {
  private static let files = ["config.json", "model.safetensors", "training.json", "optimizer.safetensors"]

  /// A checkpoint with its training, and with best weights.
  private func saved() throws -> CheckpointFolder {
    let folder = try CheckpointFolder("rnn")
    let checkpoint = try folder.load()
    let best = Parameters<Float>(initializing: checkpoint.model.parameters, seed: 5)
    try checkpoint.save(
      to: folder.url,
      training: (Data(#"{"step": 3}"#.utf8), AdamW<Float>(AdamWSettings(), for: checkpoint.model.parameters)),
      best: (best, Data(#"{"step": 2}"#.utf8)))
    return folder
  }

  private func read(_ folder: URL) throws {
    let checkpoint = try Checkpoint.load(folder, models: ModelCatalog.models)
    if Checkpoint.hasOptimizer(folder) {
      _ = try Checkpoint.loadTraining(folder, layout: checkpoint.model.parameters)
    } else {
      _ = try Checkpoint.trainingNotes(folder)
    }
  }

  @Test(
    "every bit flip in every file of a checkpoint and of its best weights is refused, and by the file's name",
    arguments: ["", "best/"])
  func flips(_ inner: String) throws {
    let folder = try saved()
    let place = folder.url.appendingPathComponent(inner)
    try read(place)
    var generator = SeededGenerator(seed: 1, stream: inner)
    for name in Self.files where !(inner == "best/" && name == "optimizer.safetensors") {
      let file = place.appendingPathComponent(name)
      let whole = try Data(contentsOf: file)
      // All bits of a small file, and a thousand of a large one.
      let bits =
        whole.count * 8 <= 1000
        ? Array(0..<whole.count * 8)
        : (0..<1000).map { _ in
          Int.random(in: 0..<whole.count * 8, using: &generator)
        }
      for bit in bits {
        var damaged = whole
        damaged[damaged.startIndex + bit / 8] ^= 1 << (bit % 8)
        try damaged.write(to: file)
        let error = #expect(throws: CheckpointError.self, "bit \(bit) of \(name)") { try read(place) }
        #expect(error?.message.contains(name) == true && error?.exitCode == 65, "bit \(bit): \(error?.message ?? "")")
      }
      try whole.write(to: file)
    }
    try read(place)
  }

  @Test("a value that was changed is told as such, and what to do; without the list, it is read as it is")
  func changed() throws {
    let folder = try saved()
    var weights = try Data(contentsOf: folder.weights)
    weights[weights.count - 2] ^= 1
    try weights.write(to: folder.weights)
    let failure = try #require(folder.failure())
    #expect(failure.code == 65)
    #expect(
      failure.message
        == "model/model.safetensors is not what was saved: its checksum in manifest.json is another; it is "
        + "damaged or was changed: get it back, or delete manifest.json to have it read as it is")
    let list = folder.url.appendingPathComponent("manifest.json")
    try Data("{".utf8).write(to: list)
    #expect(folder.failure()?.message.hasPrefix("model/manifest.json is damaged") == true)
    try FileManager.default.removeItem(at: list)
    #expect(folder.failure() == nil)
  }

  @Test("files that were taken away or added are no damage")
  func files() throws {
    let folder = try saved()
    for name in ["training.json", "optimizer.safetensors"] {
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent(name))
    }
    try Data("mine".utf8).write(to: folder.url.appendingPathComponent("notes.txt"))
    try read(folder.url)
  }
}
