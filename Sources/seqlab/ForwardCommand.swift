// `seqlab forward`: logits, loss and gradients of given tokens, to compare with other implementations.

import ArgumentParser
import Foundation
import LabErrors
import LabKit
import LabReport
import SequenceKit
import TensorCore

/// Runs a checkpoint on token numbers.
struct ForwardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward", abstract: "Computes logits, loss and gradients of tokens.",
    usage: "seqlab forward --checkpoint <dir> --tokens <list> [<options>]",
    discussion: """
      For comparison with other implementations that read the same checkpoint.
      The loss is the mean cross-entropy over the targets, in nats; a target of -1,
      or PyTorch's -100, asks for nothing. For birnn and
      transformer-bidirectional, targets are the tokens at the positions
      themselves. Gradients are written under the checkpoint's tensor names.

        seqlab forward --checkpoint gpt2 --tokens 5,1,7 --targets 1,7,2 --json
      """)

  @Option(help: ArgumentHelp("The folder of the checkpoint.", valueName: "dir")) var checkpoint: String
  @Option(help: ArgumentHelp("Token numbers, with commas between.", valueName: "list")) var tokens: String
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The token to predict at each position.", valueName: "list"))
  var targets: String?
  @Option(help: ArgumentHelp("Where to write the gradients of the loss.", valueName: "file.safetensors"))
  var gradients: String?
  @Flag(help: "Compute in double precision.") var double = false
  @Flag(help: "Print one JSON object instead of a table.") var json = false
  @OptionGroup var memory: MemoryOptions

  func run() throws {
    let tokens = try Self.numbers(tokens, "tokens")
    // PyTorch's way to say "no target".
    let targets = try targets.map { try Self.numbers($0, "targets").map { $0 == -100 ? -1 : $0 } }
    if let targets, targets.count != tokens.count {
      throw UsageError("there are \(tokens.count) tokens and \(targets.count) targets; each token needs one, or -1")
    }
    if let targets, !targets.contains(where: { $0 >= 0 }) {
      throw UsageError("no position has a target; all are -1 or -100")
    }
    guard gradients == nil || targets != nil else { throw UsageError("--gradients needs a loss: give --targets too") }
    let trained = try TrainedModel(at: checkpoint, memory)
    let vocabulary = trained.model.configuration.vocabularySize
    for (flag, numbers, lowest) in [("tokens", tokens, 0), ("targets", targets ?? [], -1)] {
      for number in numbers where number < lowest || number >= vocabulary {
        throw InputError("--\(flag): \(number) is outside the checkpoint's vocabulary, 0 to \(vocabulary - 1)")
      }
    }
    try trained.model.checkLength(tokens.count)
    try memory.check("give fewer --tokens") { free in
      // Logits are held a few times over, in both precisions, until they are printed.
      let need = MemoryNeed.reading(
        trained.model, trained.parameters, rows: 1, length: tokens.count, threads: 1, free: free)
      return need.adding("logits to print", 16 * Double(tokens.count) * Double(vocabulary))
    }
    if double {
      try run(trained.model, trained.doubleParameters(), tokens, targets)
    } else {
      try run(trained.model, trained.parameters, tokens, targets)
    }
  }

  private struct Result<S: Encodable & Sendable>: Encodable {
    let logits: [[S]]
    let loss: OrNull<Double>
  }

  private func run<S: Encodable>(
    _ model: any SequenceModel, _ parameters: Parameters<S>, _ tokens: [Int32], _ targets: [Int32]?
  ) throws {
    let batch = TokenBatch(tokens)
    let tape = Tape(parameters, recordsGradients: false)
    let logits = model.logits(batch, on: tape).value.scalars
    let vocabulary = model.configuration.vocabularySize
    let rows = tokens.indices.map { Array(logits[$0 * vocabulary..<($0 + 1) * vocabulary]) }
    guard logits.allSatisfy(\.isFinite) else { throw GenerationError.notFinite(model: type(of: model).identifier) }
    let loss = try targets.map { try self.loss(model, parameters, batch, TokenBatch($0)) }
    if json { return try Output.json(Result(logits: rows, loss: OrNull(loss))) }
    var table = Table(columns: [
      Table.Column("position", .right), Table.Column("token", .right), Table.Column("likeliest", .right),
      Table.Column("its logit", .decimal),
    ])
    for (position, row) in rows.enumerated() {
      let best = row.indices.max { row[$0] < row[$1] } ?? 0
      table.addRow(["\(position)", "\(tokens[position])", "\(best)", "\(Words.number(Double(row[best]), digits: 4))"])
    }
    try Output.table(table)
    if let loss { try Output.result("\nloss  \(Words.nats(loss)) a target\n") }
  }

  /// The loss; its gradients go to their file, if there is one.
  private func loss<S>(
    _ model: any SequenceModel, _ parameters: Parameters<S>, _ tokens: TokenBatch, _ targets: TokenBatch
  ) throws -> Double {
    let tape = Tape(parameters, recordsGradients: gradients != nil)
    let loss = model.loss(tokens, targets: targets, on: tape).mean
    let value = Double(loss.scalar)
    if let gradients {
      let gradient = Parameters<S>(zerosFor: model.parameters)
      tape.backward(from: loss, into: gradient)
      try Safetensors.write(Checkpoint.gradientTensors(gradient), to: URL(userPath: gradients))
    }
    return value
  }

  private static func numbers(_ list: String, _ flag: String) throws(UsageError) -> [Int32] {
    var numbers: [Int32] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let text = part.trimmingCharacters(in: .whitespaces)
      guard let number = Int32(text) else {
        throw UsageError("--\(flag) needs whole numbers with commas between, as in 5,1,7; '\(printable(text))' is none")
      }
      numbers.append(number)
    }
    return numbers
  }
}
