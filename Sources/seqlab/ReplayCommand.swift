// `seqlab replay`: a training step that failed, once more.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import ModelCatalog
import TensorCore

/// Runs a failed step again.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Runs a training step that failed again, and says where it went wrong.",
    usage: "seqlab replay <dir> [--json]",
    discussion: """
      When a loss or a gradient is not finite, train saves the weights before that
      step, its batch, seed and settings in a folder beside the checkpoint. This runs
      the step again with every value looked at: the first that is not finite, the
      operation that gave it, and whether damage or the learning rate is the cause.
      Ends with 0 if it finds what was found then.

        seqlab replay runs/lstm-failed
      """)

  @Argument(help: ArgumentHelp("The folder that train wrote.", valueName: "dir")) var folder: String
  @Flag(help: "Print one JSON object.") var json = false

  private struct Result: Encodable {
    let model: String
    let isSame: Bool
    let noted: Autopsy
    let found: OrNull<Autopsy>
  }

  func run() throws {
    guard !folder.isEmpty else { throw UsageError("the folder has no name; give one") }
    let step = try FailedStep(contentsOf: URL(userPath: folder), models: ModelCatalog.models)
    let found = step.replayed()
    let isSame = found == step.autopsy
    if json {
      try Output.json(Result(model: step.identifier, isSame: isSame, noted: step.autopsy, found: OrNull(found)))
    } else {
      var facts = [(name: "model", value: step.identifier), (name: "step", value: "\(step.autopsy.step)")]
      if let found { facts.append(("cause", found.cause.rawValue)) }
      try Output.facts(facts)
      try Output.text("\n" + (found.map { $0.place + "; " + $0.advice } ?? "All values are finite."))
    }
    guard isSame else {
      throw InputError(
        "\(printable(folder)): the step does not fail as it did; then, \(step.autopsy.place): another machine or version "
          + "rounds otherwise, or the folder was changed")
    }
  }
}
