// `seqlab verify`: the contract of models, as a checklist.

import ArgumentParser
import LabErrors
import LabKit
import LabReport
import ModelContract

/// Holds a model to the contract.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks a model against what all models must satisfy.",
    usage: "seqlab verify <model> [--json]",
    discussion: """
      Builds the model in several small sizes and checks each property: shapes,
      gradients, legality, step-by-step reading, saving, learning and more.
      ✓ holds, ✗ does not, – does not apply, with the reason. Takes seconds.
      Ends with 0 if nothing fails, and with 70 otherwise, also for a model that
      is not written yet.

        seqlab verify lstm
        seqlab verify transformer --json
      """)

  @Argument(help: ArgumentHelp("One of \(ModelChoice.names).", valueName: "model")) var model: String
  @Flag(help: "Print one JSON object.") var json = false
  @Flag(help: .hidden) var inProcess = false

  func run() throws {
    let type = try ModelChoice.named(model)
    let process = VerifyingProcess(type: type)
    if inProcess { return try process.report() }
    let progress = ProgressReporter("verify \(type.identifier)", total: Property.allCases.count)
    var done = 0
    let result = try process.result { finding in
      done += 1
      progress.update(done, note: finding.property.description)
    }
    progress.finish()
    if json { try Output.json(Summary(result)) } else { try Output.table(checklist(of: result)) }
    guard result.failures.isEmpty else {
      let names = result.failures.map(\.property.description).joined(separator: ", ")
      throw InputError(
        "\(type.identifier) does not satisfy the contract: \(names)", exitCode: LabErrors.ExitCode.internal)
    }
  }

  /// A line for each property, and below it why it fails or does not apply.
  private func checklist(of result: Verification) -> Table {
    let names = Property.allCases.map(\.description.count).max() ?? 0
    // The columns that the mark, the name, the seconds and what is between them leave.
    let room = min(Output.width, 100) - names - 14
    var table = Table(
      title: "The contract of models: \(result.model)"
        + (result.configurations.isEmpty ? "" : ", in \(result.configurations.count) configurations"),
      columns: [.init(""), .init("property"), .init("what holds"), .init("seconds", .right)])
    var told: String?
    for finding in result.findings {
      let (mark, role, reason): (String, Style.Role, String?) =
        switch finding.verdict {
        case .holds: ("✓", .good, nil)
        case .fails(let reason): ("✗", .bad, reason)
        case .doesNotApply(let reason): ("–", .dim, reason)
        }
      table.addRow([
        .init(mark, role), .init(finding.property.description), .init(finding.property.title),
        .init(Words.number(finding.seconds, digits: 2), .dim),
      ])
      // Once is enough for what all that follow have in common.
      let news = reason == told ? nil : reason
      told = reason
      for line in news.map({ TextWidth.wrapped($0, to: room) }) ?? [] { table.addRow(["", "", .init(line, role)]) }
    }
    return table
  }

  /// The JSON object.
  private struct Summary: Encodable {
    struct Entry: Encodable {
      let property, title, verdict: String
      let reason: OrNull<String>
      let seconds: Double
    }

    let model: String
    let holds: Bool
    let seconds: Double
    let configurations: [String]
    let properties: [Entry]

    init(_ result: Verification) {
      model = result.model
      holds = result.failures.isEmpty
      seconds = result.findings.reduce(0) { $0 + $1.seconds }
      configurations = result.configurations
      properties = result.findings.map { finding in
        let (verdict, reason): (String, String?) =
          switch finding.verdict {
          case .holds: ("holds", nil)
          case .fails(let reason): ("fails", reason)
          case .doesNotApply(let reason): ("does not apply", reason)
          }
        return Entry(
          property: finding.property.description, title: finding.property.title, verdict: verdict,
          reason: OrNull(reason), seconds: finding.seconds)
      }
    }
  }
}
