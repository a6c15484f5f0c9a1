// `seqlab verify-run`: whether what was saved is what is there, and whether its numbers come out again.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit
import LabResults
import ModelCatalog
import SequenceKit
import Studies
import TensorCore

/// Checks a checkpoint, or the folder of a comparison.
struct VerifyRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-run", abstract: "Checks a saved run, and computes its numbers again.",
    usage: "seqlab verify-run <dir> [<options>]",
    discussion: """
      Compares every file with the checksum that was taken when it was saved. Then
      the numbers: of a checkpoint, the loss of its last look at the validation part;
      of a comparison, all losses of all its runs, which are scored again from their
      weights. On the machine that made them they are the same, bit for bit; on
      another they may differ in the last digits. Ends with 65 if anything is wrong.

        seqlab verify-run runs/lstm
        seqlab verify-run runs/mybook --corpus mybook.txt
      """)

  @Argument(help: ArgumentHelp("The folder of a checkpoint or of a comparison.", valueName: "dir")) var folder: String
  @OptionGroup var corpus: CorpusOptions
  @Flag(help: "Check the files alone.") var filesOnly = false
  @Flag(help: "Print one JSON object.") var json = false

  private struct Result: Encodable {
    let files: Int
    let damaged: [String]
    let numbers: OrNull<Numbers>
  }

  /// Numbers that were computed again.
  private struct Numbers: Encodable {
    let what: String
    let count: Int
    let largestDifference: Double
    var isSame: Bool { largestDifference <= 1e-4 }
  }

  func run() throws {
    let url = URL(userPath: folder)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw InputError("there is no \(printable(folder))", exitCode: LabErrors.ExitCode.inputMissing)
    }
    let found = Manifest.Findings(in: url)
    guard !found.whole.isEmpty || !found.damaged.isEmpty else {
      throw InputError("\(printable(folder)) has no \(Manifest.name): nothing was noted that it could be compared with")
    }
    let numbers = filesOnly || !found.damaged.isEmpty ? nil : try computedAgain(url)
    if json {
      try Output.json(
        Result(files: found.whole.count + found.damaged.count, damaged: found.damaged, numbers: OrNull(numbers)))
    } else {
      var facts = [(name: "files", value: "\(found.whole.count) as they were saved")]
      facts += found.damaged.map { (name: "damaged", value: printable($0)) }
      if let numbers { facts.append((numbers.what, Self.words(numbers))) }
      try Output.facts(facts)
    }
    guard found.damaged.isEmpty else {
      throw InputError("\(printable(folder)): \(found.damaged.count) of its files are not what was saved")
    }
    guard numbers?.isSame ?? true else { throw InputError("\(printable(folder)): its numbers do not come out again") }
  }

  private static func words(_ numbers: Numbers) -> String {
    let difference = numbers.largestDifference
    let count = numbers.count == 1 ? "1 number" : "\(numbers.count) numbers"
    if difference == 0 { return "\(count), the same bit for bit" }
    return "\(count), the largest difference \(String(format: "%.1e", difference)) nats"
  }

  private func computedAgain(_ url: URL) throws -> Numbers? {
    if let plan = ComparisonFolder.plan(in: url) { return try comparison(url, plan) }
    // A folder of checkpoints has files, and no numbers of its own.
    let isCheckpoint = FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path)
    return isCheckpoint ? try checkpoint() : nil
  }

  /// The last look of a training, if it was made with the weights that are there.
  private func checkpoint() throws -> Numbers? {
    let trained = try TrainedModel(at: folder, corpus.memory)
    guard let record = try trained.trainingRecord(),
      let look = record.validations.first(where: { $0.step == record.step })
    else { return nil }
    let usualCut = record.corpus.kind == .grammar ? nil : record.corpus.kind
    let text = try corpus.isNamed ? corpus.load(usualCut: usualCut).corpus : record.corpus.load()
    guard text.sha256 == record.sha256 else {
      throw InputError("\(text.name) is not what \(printable(folder)) was trained on; name that with --corpus")
    }
    let evaluator = Evaluator(
      trained.model, parameters: trained.parameters, threads: min(record.settings.threads, ThreadTeam.availableCores))
    let loss = try HeldOutEvaluation(showing: evaluator, corpus: text).sampledLoss().mean
    return Numbers(what: "validation loss", count: 1, largestDifference: abs(loss - look.loss))
  }

  /// The losses of all runs of a comparison.
  private func comparison(_ url: URL, _ noted: ComparisonFolder.Plan) throws -> Numbers {
    let saved = try StudyList.finishedComparison(in: url).results
    do { try noted.plan.check() } catch { throw InputError("\(printable(folder))/plan.json: \(error.message)") }
    let text = try corpus.load(sizes: .init(noted.plan.corpusSizes)).corpus
    guard text.sha256 == noted.corpus else {
      throw InputError("\(printable(folder)) was made on another corpus than \(text.name); name it with --corpus FILE")
    }
    try corpus.memory.check(noted.plan, on: text)
    let comparison = try Comparison(
      noted.plan, corpus: text, models: noted.models.map { try ModelChoice.named($0) },
      reference: ModelCatalog.reference)
    let trained = try comparison.run(in: ComparisonFolder(resuming: url, for: comparison)) { event in
      switch event {
      case .tried(let model, _, _, _), .trained(let model, _, _, _, _):
        throw InputError("a run of \(model) is not in \(printable(folder)), so its numbers cannot be computed again")
      default: break
      }
    }
    let (before, now) = (saved.models.flatMap(Self.losses), try trained.results().models.flatMap(Self.losses))
    guard before.count == now.count else {
      return Numbers(what: "losses", count: before.count, largestDifference: .greatestFiniteMagnitude)
    }
    let difference = zip(before, now).map { abs($0 - $1) }.max() ?? 0
    return Numbers(what: "losses", count: now.count, largestDifference: difference)
  }

  private static func losses(of model: ComparisonResults.ModelRecord) -> [Double] {
    [model.nextToken, model.aboveFloor, model.fillBlank, model.fillBlankAccuracy].compactMap { $0?.values }.flatMap {
      $0
    }
  }
}
