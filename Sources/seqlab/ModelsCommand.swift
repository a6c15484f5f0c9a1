// `seqlab models`: the catalogue.

import ArgumentParser
import LabReport
import ModelCatalog
import SequenceKit

/// Lists the models.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Lists the models that there are.",
    discussion: """
      The names serve --model in the other commands.

        seqlab models
        seqlab models --json
      """)

  @Flag(help: "Print one JSON object.") var json = false

  private struct Entry: Encodable {
    let model, summary: String
  }

  func run() throws {
    let entries = ModelCatalog.models.map { Entry(model: $0.identifier, summary: $0.summary) }
    if json { return try Output.json(["models": entries]) }
    var table = Table(columns: [Table.Column("model"), Table.Column("what it is")])
    let longest = entries.map(\.model.count).max() ?? 0
    for entry in entries {
      for (number, line) in TextWidth.wrapped(entry.summary, to: Output.width - longest - 2).enumerated() {
        table.addRow([Table.Cell(number == 0 ? entry.model : "", .accent), Table.Cell(line)])
      }
    }
    try Output.table(table)
  }
}
