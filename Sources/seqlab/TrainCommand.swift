// `seqlab train`: trains a model on a corpus and saves it.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import SequenceKit
import TensorCore

/// Trains a model.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains a model and saves it as a checkpoint.",
    usage: "seqlab train --model <name> --out <dir> [<options>]",
    discussion: """
      Without flags, sizes, steps and learning rate are the best of a search for the
      model, on stories or on texts by character, within about a minute of training.
      A step is: forward, backward, the gradient's norm clipped at 1, AdamW. The
      learning rate warms up and then falls along a cosine. The checkpoint is saved
      at each look at the validation part, at the end, and on Ctrl-C; --resume goes
      on from it, bit for bit as if it had never stopped. The folder holds the last
      weights, and its folder best/ those that did best on the validation part; what
      reads a checkpoint reads the one that it is given.

        seqlab train --model lstm --out runs/lstm
        seqlab train --resume runs/lstm
        seqlab train --model gru --corpus input.txt --patience 5 --out runs/gru
        seqlab train --from gpt2 --corpus mybook.txt --out runs/mybook
        seqlab sample --checkpoint runs/gru/best
        seqlab train --model transformer --corpus input.txt --width 128 --layers 4 \\
          --heads 4 --context 64 --batch 12 --steps 2000 --out runs/text
      """)

  @OptionGroup(title: "Model and training") var options: TrainOptions
  @OptionGroup(title: "Corpus") var corpus: CorpusOptions
  @Option(help: ArgumentHelp("The folder for the checkpoint.", valueName: "dir")) var out: String?
  @Option(help: ArgumentHelp("Go on from this checkpoint.", valueName: "dir")) var resume: String?
  @Option(help: ArgumentHelp("Begin with this checkpoint's model and weights.", valueName: "dir")) var from: String?
  @Option(help: ArgumentHelp("Stop after this step, to be resumed.", valueName: "n")) var stopAt: Int?
  @Option(help: ArgumentHelp("Draw the losses into a folder, too, as learning.svg.", valueName: "dir"))
  var curve: String?
  @Flag(help: "Replace a checkpoint that is in the folder already.") var overwrite = false
  @Flag(help: "Print one JSON object.") var json = false
  var memory: MemoryOptions { corpus.memory }

  func run() throws {
    let stopAt = try stopAt.map { n throws(UsageError) in try Flags.range(n, "stop-at", Limits.steps) }
    guard let destination = out ?? resume, !destination.isEmpty else {
      throw UsageError("name a folder for the checkpoint with --out DIR")
    }
    guard resume == nil || from == nil else {
      throw UsageError("--resume goes on with a training, --from begins one with a model's weights; give one of them")
    }
    let replaces = overwrite || resume.map { Self.isSame($0, destination) } ?? false
    // Who else writes there is told of before anything is read. Folders above it are made once all flags have been understood.
    let early = try FolderLock.ifPossible(URL(userPath: destination))
    if early != nil { TrainedModel.recover(URL(userPath: destination)) }
    let (session, need) = try resume.map { try resumed($0) } ?? from.map { try begun(from: $0) } ?? begun()
    let lock = try early ?? FolderLock(URL(userPath: destination))
    defer { withExtendedLifetime(lock) {} }
    try TrainedModel.checkDestination(destination, replacing: replaces)
    guard curve == nil || session.record.evalInterval > 0 else {
      throw UsageError("--curve draws what looks at the validation part see; name their distance with --eval-interval")
    }
    Output.note(need)
    try TrainingRun(session: session, destination: destination, stopAt: stopAt, curve: curve, json: json).run()
  }

  private static func isSame(_ first: String, _ second: String) -> Bool {
    URL(userPath: first).standardizedFileURL.path == URL(userPath: second).standardizedFileURL.path
  }

  /// A training that starts.
  private func begun() throws -> (TrainingSession, need: String) {
    guard let name = options.model else {
      throw UsageError("name a model with --model; there are \(ModelChoice.names)")
    }
    let type = try ModelChoice.named(name)
    let (source, corpus) = try corpus.load()
    let defaults = try TrainDefaults(type, on: corpus)
    var configuration = try options.configuration(type, defaults)
    let settings = try options.settings(defaults)
    configuration.vocabularySize = corpus.vocabularySize
    let sight = try type.init(configuration).sight
    configuration.contextLength = PredictionTask.contextLength(for: sight, rowLength: settings.length)
    let model = try type.init(configuration)
    var record = TrainingRecord(
      settings: settings, corpus: source.absolute, sha256: corpus.sha256, evalInterval: 250)
    try options.setLooks(of: &record)
    let need = try checkMemory(for: model, on: corpus, record)
    let trainer = try Trainer(model, on: corpus, settings: settings)
    record.provenance = [Provenance(command: CommandName.line, corpus: corpus, threads: settings.threads)]
    return (TrainingSession(trainer, on: corpus, record: record), need)
  }

  /// A training that goes on.
  private func resumed(_ folder: String) throws -> (TrainingSession, need: String) {
    let trained = try TrainedModel(at: folder, memory, goesOn: true)
    let (saved, optimizer) = try trained.training()
    try options.checkAgreement(with: saved, trained.model, folder)
    var record = saved
    if let threads = options.threads { record.settings.threads = try Flags.threads(threads) }
    try options.setLooks(of: &record)
    if let steps = options.steps, steps != record.settings.steps {
      record.settings.steps = try Flags.range(steps, "steps", Limits.steps)
      record.settings.schedule.total = steps
    }
    guard record.step <= record.settings.steps else {
      throw UsageError("\(folder) has made \(record.step) steps already; ask for more with --steps")
    }
    let corpus = try givenCorpus(for: &record, as: trained.tokenizer)
    guard corpus.sha256 == record.sha256, corpus.tokenizer == trained.tokenizer else {
      throw InputError("\(record.corpus.name) is not what \(folder) was trained on; name that with --corpus")
    }
    let need = try checkMemory(for: trained.model, on: corpus, record)
    let trainer = try Trainer(trained.model, on: corpus, settings: record.settings, parameters: trained.parameters)
    if record.settings.steps != saved.settings.steps {
      Output.note("The learning rate now falls until step \(record.settings.steps) instead of \(saved.settings.steps).")
    }
    let best = try trained.best(of: record)
    if best == nil, let look = record.best, record.keep != .last {
      Output.note(
        "the weights of step \(look.step), the best so far, are not in \(printable(folder))/\(Checkpoint.bestName): "
          + "a better look will make it anew")
    }
    record.note(
      Provenance(
        command: CommandName.line, corpus: corpus, threads: record.settings.threads,
        checkpoint: (folder, URL(userPath: folder)), firstStep: record.step))
    return (TrainingSession(trainer, on: corpus, record: record, optimizer: optimizer, best: best), need)
  }

  func checkMemory(
    for model: any SequenceModel, on corpus: Corpus, _ record: TrainingRecord
  ) throws -> String {
    try memory.check("choose a smaller --batch, --context or --width, or fewer --threads") { free in
      .training(
        model, record.settings, keepsBest: record.keep != .last,
        readsContinuously: HeldOutEvaluation.readsContinuously(corpus, model), free: free)
    }
  }

  /// The corpus that a training goes on with: what the flags name, and then notes, or what is noted.
  private func givenCorpus(for record: inout TrainingRecord, as tokenizer: Tokenizer?) throws -> Corpus {
    guard corpus.isNamed else { return try record.corpus.load(as: tokenizer) }
    let named = try corpus.load(usualCut: record.corpus.kind == .grammar ? nil : record.corpus.kind, as: tokenizer)
    record.corpus = named.source.absolute
    return named.corpus
  }
}
