// seqlab study: lists the studies, or makes one by itself.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import ModelCatalog
import SequenceKit
import Studies

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Lists the studies, or makes one by itself.",
    usage: "seqlab study [<name> [<options>]]",
    discussion: """
      Studies are what a comparison measures beside losses. By itself, a study takes
      seconds to minutes. Some train or count models themselves; others look at
      trained ones, which --checkpoint names.

        seqlab study
        seqlab study recall --models rnn,lstm --distance 64 --seeds 3
        seqlab study gradient-flow --checkpoint runs/lstm
      """)

  @Argument(help: ArgumentHelp("The study; without it, all are listed.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("Which models, separated by commas.", valueName: "list"))
  var models: String?

  @Option(help: ArgumentHelp("Trained models, folders separated by commas.", valueName: "list"))
  var checkpoint: String?

  @OptionGroup var corpus: CorpusOptions

  @Option(help: ArgumentHelp("How thorough: quick, standard or full.", valueName: "profile"))
  var profile = Profile.standard

  @Option(help: ArgumentHelp("Tokens to ask over, where a study lets it be set.", valueName: "n"))
  var distance: Int?

  @Option(help: ArgumentHelp("How many seeds (default: 3).", valueName: "n"))
  var seeds: Int?

  @Option(help: ArgumentHelp("Threads; all cores by default.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("The folder for results; runs/<date>-<study> by default.", valueName: "dir"))
  var out: String?

  @Flag(help: "Print the results as one JSON object, and nothing else, on standard output.")
  var json = false

  private var memory: MemoryOptions { corpus.memory }

  func run() throws {
    guard let name else { return try list() }
    try make(try StudyChoice.named(name))
  }

  // MARK: The list

  private struct Entry: Encodable {
    let study, asks, needs: String
  }

  private func list() throws {
    let entries = StudyList.all.map {
      Entry(study: $0.id, asks: $0.question, needs: $0.needs == .trainedModels ? "checkpoints" : "nothing")
    }
    if json { return try Output.json(["studies": entries]) }
    var table = Table(columns: [Table.Column("study"), Table.Column("asks"), Table.Column("needs")])
    let longest = entries.map(\.study.count).max() ?? 0
    for entry in entries {
      for (number, line) in TextWidth.wrapped(entry.asks, to: Output.width - longest - 15).enumerated() {
        table.addRow([
          Table.Cell(number == 0 ? entry.study : "", .accent), Table.Cell(line),
          Table.Cell(number == 0 ? entry.needs : "", .dim),
        ])
      }
    }
    try Output.table(table)
  }

  // MARK: One study

  private func make<S: Study>(_ study: S) throws {
    let subject = try subject(of: study)
    let need = try memory.check("choose a smaller --distance or fewer --threads") { free in
      try study.memory(of: subject, free: free)
    }
    var notes = [need, "about \(ProgressReporter.duration(study.seconds(of: subject))) on two cores"]
    let folder = SavePlace(
      out ?? "runs/\(CompareCommand.date())-\(study.id)", for: "the study", otherwise: "move it from there")
    let lock = try ReportFiles.taken(URL(userPath: folder.current))
    defer { withExtendedLifetime(lock) {} }
    try ReportFiles.check(URL(userPath: folder.current))
    let progress = ProgressReporter(study.id, total: 1000, unit: "‰")
    let interruption = Interruption()
    let run = try StudyRun(study, of: subject) { step in
      if !notes.isEmpty { progress.message(notes.joined(separator: "; ")) }
      notes = []
      progress.update(Int(step.done * 1000), note: step.what)
      try interruption.check("stopped")
    }
    progress.finish()
    guard let run else {
      throw InputError("there is nothing for \(study.id) to measure: a text tells no distances, as a grammar does")
    }
    // Where nothing can be written, what was found is shown all the same.
    let page = run.page(command: command(study))
    let saved = Result { try folder.save { try ReportFiles.write(page, with: run, to: $0) } }
    if json { try Output.json(run) } else { for table in run.tables { try Output.table(table) } }
    if let note = try saved.get() { Output.note(note) }
    Output.note("report: \(URL(userPath: folder.current).appendingPathComponent(ReportFiles.pageName).path)")
    try folder.check()
  }

  private func subject(of study: some Study) throws -> StudySubject {
    let seeds = try Flags.range(seeds ?? 3, "seeds", 1...1000)
    let threads = try Flags.threads(threads)
    let distance = try distance.map { try checked($0, study) }
    var trained: TrainedModels?
    if study.needs == .trainedModels {
      guard let checkpoint else {
        throw UsageError("\(study.id) looks at trained models; name some with --checkpoint DIR, or run compare")
      }
      guard models == nil else { throw UsageError("--checkpoint settles the models; leave out --models") }
      trained = try trainedModels(checkpoint.split(separator: ",").map(String.init), threads: threads)
    } else if checkpoint != nil {
      throw UsageError("\(study.id) trains its models itself; leave out --checkpoint")
    }
    let types =
      try trained.map { $0.models.map(\.type) } ?? ModelChoice.list(models ?? CompareCommand.usualModels(.full))
    let asked = types.filter { study.reasonAgainst($0) == nil }
    // Who names a model is told why it is left out; of the usual ones, those that can be asked are.
    if models != nil || checkpoint != nil, let first = types.first(where: { study.reasonAgainst($0) != nil }) {
      throw UsageError("\(study.id) cannot ask \(first.identifier): \(study.reasonAgainst(first) ?? "")")
    }
    return StudySubject(
      types: asked, reference: ModelCatalog.reference, seeds: (1...UInt64(seeds)).map { $0 }, threads: threads,
      effort: profile, distance: distance, trained: trained)
  }

  private func checked(_ distance: Int, _ study: some Study) throws(UsageError) -> Int {
    guard let range = study.distances else { throw UsageError("\(study.id) has no distance to set") }
    return try Flags.range(distance, "distance", range)
  }

  private func trainedModels(_ paths: [String], threads: Int) throws -> TrainedModels {
    let checkpoints = try paths.map { (path: $0, model: try TrainedModel(at: $0, memory)) }
    guard let first = checkpoints.first else { throw UsageError("--checkpoint names no folder") }
    let source = try first.model.corpus()
    let usualCut = source?.kind == .grammar ? nil : source?.kind
    let own = first.model.tokenizer
    let corpus =
      try corpus.isNamed
      ? corpus.load(usualCut: usualCut, as: own).corpus : source?.load(as: own) ?? corpus.load(as: own).corpus
    for (path, model) in checkpoints {
      guard try model.requireTokenizer() == corpus.tokenizer else {
        throw InputError(
          "the vocabulary of \(corpus.name) is not that of \(printable(path)): name the corpus that it was trained on "
            + "with --corpus")
      }
    }
    for remark in corpus.remarks { Output.note(remark) }
    for (_, checkpoint) in checkpoints {
      let model = checkpoint.model
      try memory.check("choose fewer --threads") { free in
        .training(
          model, TrainingSettings(batchSize: threads, length: model.configuration.contextLength, threads: threads),
          free: free)
      }
    }
    return try TrainedModels(
      checkpoints.map { ($0.model.model, $0.model.parameters) }, corpus: corpus, threads: threads)
  }

  private func command(_ study: some Study) -> String {
    var words = ["./lab", "study", study.id]
    func add(_ flag: String, _ value: String?) {
      if let value { words += ["--" + flag, ReportFiles.quoted(value)] }
    }
    add("models", models)
    add("checkpoint", checkpoint)
    add("corpus", corpus.corpus)
    add("tokenizer", corpus.tokenizer)
    add("vocabulary", corpus.vocabulary)
    if profile != .standard { add("profile", profile.rawValue) }
    add("distance", distance.map(String.init))
    add("seeds", seeds.map(String.init))
    add("threads", threads.map(String.init))
    return words.joined(separator: " ")
  }
}
