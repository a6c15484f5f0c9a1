// A checkpoint holds the whole model: loaded, it is the same, bit by bit.

import Foundation
import LabKit
import NeuralLayers
import SequenceKit
import TensorCore

extension ModelCase {
  /// Saves and loads as `seqlab train` and `seqlab eval` do, and compares configuration, weights and logits.
  func checkSaving() throws(Violation) -> Outcome {
    try checkForms()
    let (parameters, tokens) = (weights(Float.self), tokens())
    let loaded = try savedAndLoaded(parameters)
    let again = ModelCase(model: loaded.model)
    guard again.identifier == identifier, again.configuration == configuration else {
      throw Violation(
        "loaded, it is \(again), and was \(self)", lookAt: "`configuration`: it must be what `init` was given")
    }
    for parameter in model.parameters.parameters
    where !isIdentical(loaded.parameters[parameter].scalars, parameters[parameter].scalars) {
      throw Violation(
        "loaded, '\(parameter.checkpoint.names[0])' has other values", lookAt: "its form where `init` adds it")
    }
    let (before, after) = (rows(tokens, parameters), again.rows(tokens, loaded.parameters))
    for position in 0..<tokens.length where !isIdentical(before[0, position], after[0, position]) {
      throw Violation(
        "loaded, it has the same weights, but logits at position \(position) that differ by "
          + short(LogitRows.distance(before[0, position], after[0, position])),
        lookAt: "settings that `configuration` does not hold, or holds otherwise than `init` used them")
    }
    try again.checkTying(loaded.parameters)
    return .met
  }

  private func savedAndLoaded(_ parameters: Parameters<Float>) throws(Violation) -> Checkpoint {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("seqlab-verify-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do throws(CheckpointError) {
      try Checkpoint(model: model, parameters: parameters).save(to: folder)
      return try Checkpoint.load(folder, models: [type(of: model)])
    } catch {
      let message = error.message.replacingOccurrences(of: folder.path + "/", with: "")
      throw Violation("it cannot be saved and loaded: \(message)", lookAt: "the names and `configuration` in `init`")
    }
  }

  /// A tied head is the table that tokens are read with: one row moved, the token's logit moves, and what is read of the token.
  private func checkTying(_ parameters: Parameters<Float>) throws(Violation) {
    guard model.head.kind == .tied else { return }
    let embedding = model.head.embedding
    let (token, width, name) = (1, embedding.table.shape[1], embedding.table.checkpoint.names[0])
    let (others, own) = (TokenBatch([2, 2, 2, 2]), TokenBatch([2, 1, 2, 2]))
    let before = (others: rows(others, parameters), own: features(own, parameters))
    let moved = parameters.copy()
    var table = moved[embedding.table].scalars
    for column in 0..<width { table[token * width + column] += Float(column + 1) / 4 }
    moved[embedding.table] = Tensor(table, shape: embedding.table.shape)
    let after = (others: rows(others, moved), own: features(own, moved))
    let (old, new) = (Array(before.others[0, 0]), Array(after.others[0, 0]))
    for logit in old.indices where (old[logit] == new[logit]) == (logit == token) {
      throw Violation(
        "row \(token) of '\(name)', the tied head, was moved, and logit \(logit) \(logit == token ? "did not move" : "moved")",
        lookAt: "`head` and the embedding: they must be one")
    }
    guard !isIdentical(before.own, after.own) else {
      throw Violation(
        "the head is tied to '\(name)', but tokens are not read from it: their features do not move with it",
        lookAt: "`head` and the embedding: they must be one")
    }
  }

  private func features(_ tokens: TokenBatch, _ parameters: Parameters<Float>) -> [Float] {
    model.features(of: tokens, on: Tape(parameters, recordsGradients: false)).rows.value.scalars
  }
}
