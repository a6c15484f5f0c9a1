// `seqlab convert`: writes a checkpoint in the form that others load.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import LabReport

/// Writes a checkpoint in another form.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes a checkpoint in the form that others load.",
    usage: "seqlab convert <dir> --out <dir> [--to <form>]",
    discussion: """
      Reads whatever seqlab reads: its own folders, transformers' GPT-2, nanoGPT's
      weights as safetensors, PyTorch's recurrent networks. Forms to write:
        seqlab    as train writes it; transformers and PyTorch read it, too
        pytorch   the same with a tied head's matrix, for load_state_dict
        nanogpt   matrices as nn.Linear's [out, in]; its model_args as config.json

        seqlab convert nanogpt-export --out runs/mine
        seqlab convert runs/transformer --to nanogpt --out for-nanogpt
      """)

  @Argument(help: ArgumentHelp("The checkpoint's folder.", valueName: "dir")) var checkpoint: String
  @Option(help: ArgumentHelp("seqlab, pytorch or nanogpt", valueName: "form")) var to = "seqlab"
  @Option(help: ArgumentHelp("The new folder.", valueName: "dir")) var out: String
  @Flag(help: "Print one JSON object.") var json = false

  private struct Result: Encodable {
    let model, form, out: String
    let notes: [String]
  }

  /// What may stand beside weights and belong to them.
  private static let companions = [
    "tokenizer.json", "vocab.json", "merges.txt", "encoder.json", "vocab.bpe", "tokenizer_config.json",
    "special_tokens_map.json", "added_tokens.json", "generation_config.json",
  ]

  func run() throws {
    guard let target = CheckpointTarget(rawValue: to) else {
      let forms = CheckpointTarget.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--to must be one of \(forms), not '\(printable(to))'")
    }
    guard !out.isEmpty else { throw UsageError("the new folder has no name; give one with --out DIR") }
    let source = URL(userPath: checkpoint)
    let files = Self.companions.map { source.appendingPathComponent($0) }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
    let trained = try TrainedModel(at: checkpoint)
    let notes = try Checkpoint(
      model: trained.model, parameters: trained.parameters, tokenizer: trained.tokenizer
    ).export(as: target, to: URL(userPath: out), with: files)
    for note in notes { Output.note("Note: " + note) }
    if json { return try Output.json(Result(model: trained.identifier, form: to, out: out, notes: notes)) }
    try Output.result("\(trained.identifier) in the form of \(to): \(printable(out, limit: 4096))\n")
  }
}
