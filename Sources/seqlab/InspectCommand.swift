// `seqlab inspect`: what a checkpoint is, and whether it would load.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import ModelCatalog

/// Looks at a checkpoint without loading it.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Says what a checkpoint is, and whether it would load.",
    usage: "seqlab inspect <dir-or-file> [--json]",
    discussion: """
      Reads headers alone, so that it answers at once, however large the files are.
      A folder is looked at as a checkpoint: every tensor, its shape and type, and
      what becomes of it; and if it would not load, why. A file is looked at alone.

        seqlab inspect runs/lstm
        seqlab inspect gpt2/model.safetensors
      """)

  @Argument(help: ArgumentHelp("A checkpoint's folder, or a file of weights.", valueName: "dir-or-file"))
  var path: String
  @Flag(help: "Print one JSON object.") var json = false

  private struct Result: Encodable {
    struct Tensor: Encodable {
      let name, use: String
      let type: OrNull<String>
      let shape: [Int]
      let bytes: Int
    }
    let path, what: String
    let model: OrNull<String>
    let loads: Bool
    let reason: OrNull<String>
    let files, scalars, bytes: Int
    let types: [String: Int]
    let notes: [String]
    let provenance: [Provenance]
    let tensors: [Tensor]
  }

  func run() throws {
    guard !path.isEmpty else { throw UsageError("the checkpoint's folder has no name; give one") }
    let found = try CheckpointInspection(of: URL(userPath: path), models: ModelCatalog.models)
    if json { return try Output.json(result(found)) }
    try Output.facts(facts(found).filter { !$0.value.isEmpty })
    guard !found.rows.isEmpty else { return try tell(found) }
    try Output.result("\n")
    var table = Table(columns: [
      Table.Column("tensor"), Table.Column("shape", .right), Table.Column("type"), Table.Column("bytes", .right),
      Table.Column("here"),
    ])
    for row in found.rows {
      let shape = row.shape.isEmpty ? "1 number" : row.shape.map(String.init).joined(separator: " × ")
      table.addRow([
        Table.Cell(row.name), Table.Cell(shape), Table.Cell(row.type ?? "–"), Table.Cell(Words.count(row.bytes)),
        Table.Cell(row.use, row.isFine ? nil : .bad),
      ])
    }
    try Output.table(table)
    try tell(found)
  }

  /// What made the checkpoint, where its notes tell.
  private var sessions: [Provenance] {
    guard let json = try? Checkpoint.trainingNotes(URL(userPath: path)) else { return [] }
    return (try? decodedJSON(TrainingRecord.self, from: json))?.provenance ?? []
  }

  /// What takes more room than a line of facts has.
  private func tell(_ found: CheckpointInspection) throws {
    for session in sessions {
      try Output.text("\n" + session.facts.map { $0.name + ": " + $0.value }.joined(separator: "\n"))
    }
    for note in found.notes { try Output.text("\nNote: " + note) }
    if let problem = found.problem { try Output.text("\nIt does not load: " + problem) }
  }

  private func facts(_ found: CheckpointInspection) -> [(name: String, value: String)] {
    let present = found.rows.filter { $0.type != nil }
    let types = Dictionary(grouping: present) { $0.type ?? "" }.sorted { $0.key < $1.key }
    let files = found.fileCount == 1 ? "" : " in \(found.fileCount) files"
    let sizes = found.settings.map {
      "vocabulary \(Words.count($0.vocabularySize)), width \($0.width), layers \($0.layerCount), heads "
        + "\($0.headCount), context \($0.contextLength)"
    }
    return [
      ("what", found.what), ("model", found.model ?? ""), ("sizes", sizes ?? ""),
      (
        "tensors",
        present.isEmpty
          ? ""
          : "\(present.count), \(Words.count(scalars(present))) numbers, \(Words.count(bytes(present))) bytes\(files)"
      ),
      ("types", types.map { "\($0.key) (\($0.value.count))" }.joined(separator: ", ")),
      ("loads", found.problem == nil ? "yes" : "no"),
    ]
  }

  private func scalars(_ rows: [CheckpointInspection.Row]) -> Int { rows.reduce(0) { $0 + $1.shape.reduce(1, *) } }
  private func bytes(_ rows: [CheckpointInspection.Row]) -> Int { rows.reduce(0) { $0 + $1.bytes } }

  private func result(_ found: CheckpointInspection) -> Result {
    let present = found.rows.filter { $0.type != nil }
    return Result(
      path: path, what: found.what, model: OrNull(found.model), loads: found.problem == nil,
      reason: OrNull(found.problem), files: found.fileCount, scalars: scalars(present), bytes: bytes(present),
      types: Dictionary(grouping: present) { $0.type ?? "" }.mapValues(\.count), notes: found.notes,
      provenance: sessions,
      tensors: found.rows.map {
        Result.Tensor(name: $0.name, use: $0.use, type: OrNull($0.type), shape: $0.shape, bytes: $0.bytes)
      })
  }
}
