// The output folder of a comparison: finished runs, so that an interrupted comparison can go on, and the results.

import Corpora
import Foundation
import LabErrors
import LabResults
import SequenceKit

/// The folder that `compare` writes to.
///
/// `plan.json` is there from the start, `search/<model>-<settings>-seed<k>.json` from the end of each trial,
/// `runs/<model>-seed<k>-<steps>/` (a checkpoint, and then `run.json`) from the end of each run, and `results.json` once everything is done: a folder without it is unfinished. Each file appears whole or not at all,
/// and a run without `run.json` is made again.
public struct ComparisonFolder {
  /// Where the folder is.
  public let url: URL

  /// What must agree for a comparison to go on where another stopped.
  package struct Plan: Codable, Equatable {
    package let plan: ComparisonPlan
    /// The corpus's SHA-256.
    package let corpus: String
    package let models: [String]
  }

  /// What a finished run needs to be remembered, beside its checkpoint.
  struct RunRecord: Codable {
    let seed: UInt64
    let history: [TrainingStep]
    let validation: [ValidationLook]
    let answers: [AnswerLook]
    let counts: GradientWorkers<Float>.Counts
    let tokensTrained: Int
    let seconds: Double
    let failure: TrainingFailure?
  }

  /// A trial of some settings.
  struct TrialName {
    let model: String
    let settings: TrainedWith
    let seed: UInt64
  }

  /// What a trial gave.
  struct Trial: Codable {
    /// On the validation part, in nats; nil if the training failed.
    let loss: Double?
  }

  private static let (planName, resultsName, recordName) = ("plan.json", "results.json", "run.json")
  private var plan: URL { url.appendingPathComponent(Self.planName) }
  /// Where the results go.
  public var results: URL { url.appendingPathComponent(Self.resultsName) }

  /// A new folder.
  /// - Throws: `OutputError`, if something is there already, or the folder cannot be made.
  public init(creating url: URL, for comparison: Comparison) throws {
    self.url = url
    let json = try Self.json(Self.plan(of: comparison))
    let folder = try AtomicFolder(at: url)
    try folder.fill { (hidden) throws(OutputError) in
      try writeAtomically(json, to: hidden.appendingPathComponent(Self.planName))
    }
    try folder.commit()
  }

  /// The folder of a comparison that was stopped.
  /// - Throws: `ComparisonFolderError`, if there is none, or it was another comparison's.
  public init(resuming url: URL, for comparison: Comparison) throws {
    self.url = url
    guard let data = try? Data(contentsOf: plan) else { throw ComparisonFolderError.notAComparison(path: url.path) }
    guard let found = try? decodedJSON(Plan.self, from: data), found == Self.plan(of: comparison) else {
      throw ComparisonFolderError.otherPlan(path: url.path)
    }
  }

  /// The parameters and record of a run that is finished, or nil.
  /// - Throws: `ManifestError` or `CheckpointError`, if a file of it is damaged: numbers of it must not be shown, and who has such a
  ///   disk wants to know.
  func run(
    _ identifier: String, seed: UInt64, steps: Int, models: [any SequenceModel.Type]
  ) throws -> (Checkpoint, RunRecord)? {
    let folder = runFolder(identifier, seed, steps)
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(Self.recordName)) else { return nil }
    try Manifest.check([Self.recordName], in: folder)
    guard let record = try? decodedJSON(RunRecord.self, from: data) else { return nil }
    return (try Checkpoint.load(folder, models: models), record)
  }

  /// Keeps a finished run.
  func save(_ run: Comparison.Run, tokenizer: Tokenizer) throws {
    let folder = runFolder(type(of: run.model).identifier, run.seed, run.budget)
    let failure: TrainingFailure? = if case .failure(let error) = run.scores { error } else { nil }
    let record = RunRecord(
      seed: run.seed, history: run.history, validation: run.validation, answers: run.answers, counts: run.counts,
      tokensTrained: run.tokensTrained, seconds: run.seconds,
      failure: failure)
    let checkpoint = Checkpoint(model: run.model, parameters: run.parameters, tokenizer: tokenizer)
    // A run counts as finished once this file is there.
    try checkpoint.save(to: folder, beside: [Self.recordName: try Self.json(record)])
  }

  /// A trial that is finished, or nil.
  /// - Throws: `ManifestError`, if its file is damaged.
  func trial(_ name: TrialName) throws(ManifestError) -> Trial? {
    let file = file(of: name)
    guard let data = try? Data(contentsOf: file) else { return nil }
    try Manifest.check([file.lastPathComponent], in: file.deletingLastPathComponent())
    return try? decodedJSON(Trial.self, from: data)
  }

  /// Keeps a finished trial.
  func save(_ trial: Trial, as name: TrialName) throws {
    let (file, json) = (file(of: name), try Self.json(trial))
    try createFolder(at: file.deletingLastPathComponent())
    try Manifest.add(file.lastPathComponent, json, in: file.deletingLastPathComponent())
    try writeAtomically(json, to: file)
  }

  /// Writes the results, which finishes the folder.
  public func finish(_ results: ComparisonResults) throws {
    // Older checksums must not stand beside newer results.
    unlink(url.appendingPathComponent(Manifest.name).path)
    try writeAtomically(results.json(), to: self.results)
    try Manifest(of: [Self.planName, Self.resultsName], in: url).write(to: url)
  }

  /// Whether `results.json` is what ``finish(_:)`` wrote; true of a folder without checksums.
  package static func hasItsResults(_ url: URL) -> Bool {
    (try? Manifest.check([resultsName], in: url)) != nil
  }

  /// What the comparison in a folder was made with; nil if there is none.
  package static func plan(in url: URL) -> Plan? {
    guard let data = try? Data(contentsOf: url.appendingPathComponent(planName)) else { return nil }
    return try? decodedJSON(Plan.self, from: data)
  }

  private func runFolder(_ identifier: String, _ seed: UInt64, _ steps: Int) -> URL {
    url.appendingPathComponent("runs/\(identifier)-seed\(seed)-\(steps)")
  }

  private func file(of trial: TrialName) -> URL {
    let settings =
      "\(trial.settings.learningRate)" + (trial.settings.layers.map { "-layers\($0)" } ?? "")
      + (trial.settings.forgetBias.map { "-bias\($0)" } ?? "")
    return url.appendingPathComponent("search/\(trial.model)-\(settings)-seed\(trial.seed).json")
  }

  private static func plan(of comparison: Comparison) -> Plan {
    Plan(plan: comparison.plan, corpus: comparison.corpus.sha256, models: comparison.types.map { $0.identifier })
  }

  private static func json(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}
