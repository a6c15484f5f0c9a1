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
/// and a run without `run.json` is made again. Where the folder cannot be written any more, all goes to another place.
public final class ComparisonFolder {
  private let kept: GrowingFolder
  /// Where the folder is now.
  public var url: URL { kept.url }

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
  /// Where the results go.
  public var results: URL { url.appendingPathComponent(Self.resultsName) }

  /// A new folder.
  /// - Throws: `OutputError`, if something is there already, or the folder cannot be made.
  public convenience init(creating url: URL, for comparison: Comparison) throws {
    let plan = try Self.json(Self.plan(of: comparison))
    try Self.create(url, with: plan)
    self.init(at: url, with: plan)
  }

  /// The folder of a comparison that was stopped.
  /// - Throws: `ComparisonFolderError`, if there is none, or it was another comparison's.
  public convenience init(resuming url: URL, for comparison: Comparison) throws {
    guard let data = try? Data(contentsOf: url.appendingPathComponent(Self.planName)) else {
      throw ComparisonFolderError.notAComparison(path: url.path)
    }
    guard let found = try? decodedJSON(Plan.self, from: data), found == Self.plan(of: comparison) else {
      throw ComparisonFolderError.otherPlan(path: url.path)
    }
    self.init(at: url, with: data)
  }

  private init(at url: URL, with plan: Data) {
    kept = GrowingFolder(
      url, for: "the comparison", otherwise: "move it from there, or go on with --resume and the same flags")
    kept.note { try Self.create($0, with: plan) }
  }

  private static func create(_ url: URL, with plan: Data) throws {
    let folder = try AtomicFolder(at: url)
    try folder.fill { (hidden) throws(OutputError) in
      try writeAtomically(plan, to: hidden.appendingPathComponent(planName))
    }
    try folder.commit()
  }

  /// The parameters and record of a run that is finished, or nil.
  /// - Throws: `ManifestError` or `CheckpointError`, if a file of it is damaged: numbers of it must not be shown, and who has such a
  ///   disk wants to know.
  func run(
    _ identifier: String, seed: UInt64, steps: Int, models: [any SequenceModel.Type]
  ) throws -> (Checkpoint, RunRecord)? {
    let name = Self.runName(identifier, seed, steps)
    let folder = kept.destination.appendingPathComponent(name)
    // Not by `try?`, after which Swift 6.3.1 lets a throwing method of a class end with the error that was dropped.
    guard let data = Self.contents(folder.appendingPathComponent(Self.recordName)) else { return nil }
    try Manifest.check([Self.recordName], in: folder)
    guard let record = Self.decoded(RunRecord.self, data) else { return nil }
    let checkpoint = try Checkpoint.load(folder, models: models)
    kept.note { try checkpoint.save(to: $0.appendingPathComponent(name), beside: [Self.recordName: data]) }
    return (checkpoint, record)
  }

  /// Keeps a finished run.
  /// - Returns: What to tell people of where it is kept; nil where that is as before.
  func save(_ run: Comparison.Run, tokenizer: Tokenizer) -> String? {
    let name = Self.runName(type(of: run.model).identifier, run.seed, run.budget)
    let failure: TrainingFailure? = if case .failure(let error) = run.scores { error } else { nil }
    let record = RunRecord(
      seed: run.seed, history: run.history, validation: run.validation, answers: run.answers, counts: run.counts,
      tokensTrained: run.tokensTrained, seconds: run.seconds,
      failure: failure)
    let checkpoint = Checkpoint(model: run.model, parameters: run.parameters, tokenizer: tokenizer)
    // A run counts as finished once its record is there.
    return kept.keep {
      try checkpoint.save(to: $0.appendingPathComponent(name), beside: [Self.recordName: Self.json(record)])
    }
  }

  /// A trial that is finished, or nil.
  /// - Throws: `ManifestError`, if its file is damaged.
  func trial(_ name: TrialName) throws(ManifestError) -> Trial? {
    let file = Self.file(of: name, in: kept.destination)
    guard let data = Self.contents(file) else { return nil }
    try Manifest.check([file.lastPathComponent], in: file.deletingLastPathComponent())
    guard let trial = Self.decoded(Trial.self, data) else { return nil }
    kept.note { try Self.write(data, of: name, in: $0) }
    return trial
  }

  /// Keeps a finished trial.
  /// - Returns: As for a run.
  func save(_ trial: Trial, as name: TrialName) -> String? {
    kept.keep { try Self.write(Self.json(trial), of: name, in: $0) }
  }

  private static func contents(_ file: URL) -> Data? { FileManager.default.contents(atPath: file.path) }

  private static func decoded<Value: Decodable>(_ type: Value.Type, _ json: Data) -> Value? {
    try? decodedJSON(type, from: json)
  }

  private static func write(_ json: Data, of trial: TrialName, in folder: URL) throws {
    let file = file(of: trial, in: folder)
    try createFolder(at: file.deletingLastPathComponent())
    try Manifest.add(file.lastPathComponent, json, in: file.deletingLastPathComponent())
    try writeAtomically(json, to: file)
  }

  /// Writes the results, which finishes the folder.
  /// - Parameter report: Writes what belongs to them into the folder that it is given.
  /// - Returns: As for a run.
  /// - Throws: What was thrown of the folder, if results and report can be written nowhere.
  @discardableResult
  public func finish(
    _ results: ComparisonResults, with report: @escaping (URL) throws -> Void = { _ in }
  ) throws -> String? {
    let json = try results.json()
    return try kept.finish { folder in
      // Older checksums must not stand beside newer results.
      unlink(folder.appendingPathComponent(Manifest.name).path)
      try writeAtomically(json, to: folder.appendingPathComponent(Self.resultsName))
      try Manifest(of: [Self.planName, Self.resultsName], in: folder).write(to: folder)
      try report(folder)
    }
  }

  /// Ends with an error, if all is elsewhere than it was to be.
  public func check() throws(SavedElsewhere) { try kept.check() }

  /// Whether `results.json` is what ``finish(_:)`` wrote; true of a folder without checksums.
  package static func hasItsResults(_ url: URL) -> Bool {
    (try? Manifest.check([resultsName], in: url)) != nil
  }

  /// What the comparison in a folder was made with; nil if there is none.
  package static func plan(in url: URL) -> Plan? {
    guard let data = try? Data(contentsOf: url.appendingPathComponent(planName)) else { return nil }
    return try? decodedJSON(Plan.self, from: data)
  }

  private static func runName(_ identifier: String, _ seed: UInt64, _ steps: Int) -> String {
    "runs/\(identifier)-seed\(seed)-\(steps)"
  }

  private static func file(of trial: TrialName, in folder: URL) -> URL {
    let settings =
      "\(trial.settings.learningRate)" + (trial.settings.layers.map { "-layers\($0)" } ?? "")
      + (trial.settings.forgetBias.map { "-bias\($0)" } ?? "")
    return folder.appendingPathComponent("search/\(trial.model)-\(settings)-seed\(trial.seed).json")
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
