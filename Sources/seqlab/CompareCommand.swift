// seqlab compare: all models on the same corpus, side by side.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit
import LabReport
import LabResults
import ModelCatalog
import NeuralLayers
import SequenceKit
import Studies

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Trains the models on one corpus and shows how they compare.",
    usage: "seqlab compare [<options>]",
    discussion: """
      All models have the same number of parameters within 2 % (or, with --match
      body, of those outside embedding and head, or, with --match flops, the same
      work for each token), and get the same tokens, in the same batches, for the
      same number of steps. Learning rates are those that a search
      found for the profile on the stories; for a text, and with --learning-rates or
      --profile full, each model's is searched for on the validation part, with equal
      budgets. For a text, steps, sizes and tokenizer follow from its length, and
      each run keeps the weights that did best on the validation part. Finished
      runs, results and report.html go to a folder; a screen at the end tells what
      came of it, and --tables prints all numbers before it.

        seqlab compare --profile quick
        seqlab compare --learning-rates 0.002,0.004,0.008,0.016,0.032
        seqlab compare --corpus mybook.txt --seeds 3 --out runs/mybook
        seqlab compare --resume runs/mybook --corpus mybook.txt --seeds 3
      """)

  @Option(
    help: ArgumentHelp("Which models, separated by commas (default: rnn,birnn,lstm,transformer).", valueName: "list"))
  var models: String?

  @OptionGroup var corpus: CorpusOptions

  @Option(help: ArgumentHelp("quick (1 seed), standard (3 seeds) or full (3 to 10).", valueName: "name"))
  var profile = Profile.standard

  @Option(
    help: ArgumentHelp(
      "How many seeds, instead of the profile's; auto: three, and then 5 and 10 for models not told apart.",
      valueName: "n|auto"))
  var seeds: String?

  @Option(
    help: ArgumentHelp(
      "What is equal: parameters, body (those outside embedding and head), or training flops per token.",
      valueName: "quantity"))
  var match = MatchedQuantity.parameters

  @Option(help: ArgumentHelp("Whose weights all heads have: tied (the embedding's) or separate.", valueName: "kind"))
  var head = HeadKind.usual

  @Option(
    help: ArgumentHelp(
      "How models with attention know positions: rotary, learned, sinusoidal, alibi or none.", valueName: "kind"))
  var positions = ComparisonPlan.Positions.rotary

  @Option(help: ArgumentHelp("Training steps, instead of the profile's.", valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp("Try each with every model, and train each with its best.", valueName: "list"))
  var learningRates: String?

  @Flag(help: "Search for no learning rates: take those that were found for the stories.")
  var noSearch = false

  @Option(help: ArgumentHelp("Width of the reference Transformer.", valueName: "n"))
  var width: Int?

  @Option(help: ArgumentHelp("Its layers; recurrent models have half as many.", valueName: "n"))
  var layers: Int?

  @Option(help: ArgumentHelp("Rows in a training step.", valueName: "n"))
  var batch: Int?

  @Option(help: ArgumentHelp("Probability of dropout in the training of every model (default: 0).", valueName: "p"))
  var dropout: Double?

  @Option(help: ArgumentHelp("Tokens in a training row.", valueName: "n"))
  var context: Int?

  @Option(help: ArgumentHelp("Threads that share each batch; all cores by default.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("The folder for results; runs/<date>-<profile> by default.", valueName: "dir"))
  var out: String?

  @Option(help: ArgumentHelp("Go on with a comparison that was stopped.", valueName: "dir"))
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "Which studies, separated by commas, in place of the profile's; see seqlab study.", valueName: "list"))
  var studies: String?

  @Flag(help: "Train and score only: no studies, and so no verdicts.")
  var scoresOnly = false

  @Flag(help: "Print all tables before the headline.")
  var tables = false

  @Flag(help: "Print the results as one JSON object, and nothing else, on standard output.")
  var json = false

  private var memory: MemoryOptions { corpus.memory }

  func run() throws {
    let types = try ModelChoice.list(models ?? Self.usualModels(profile))
    let corpus = try corpus.load(sizes: .init(ComparisonPlan(profile).corpusSizes)).corpus
    let plan = try makePlan(for: corpus)
    try memory.check(plan, on: corpus)
    let comparison = try Comparison(
      plan, corpus: corpus, models: types, reference: ModelCatalog.reference, relatives: ModelCatalog.positional)
    let url = URL(userPath: resume ?? out ?? "runs/\(Self.date())-\(profile.rawValue)")
    let lock: FolderLock? = try resume == nil ? FolderLock(url) : FolderLock.ifPossible(url)
    defer { withExtendedLifetime(lock) {} }
    // What was killed before its folder had a name had trained nothing yet.
    if lock != nil, let message = Leftovers(of: url, wholeWith: nil).message { Output.note(message) }
    let folder =
      try resume == nil
      ? ComparisonFolder(creating: url, for: comparison) : ComparisonFolder(resuming: url, for: comparison)
    if let message = Leftovers(inside: url).message { Output.note(message) }
    try announce(comparison)
    Output.note(try memory.check(comparison))
    var results = try train(comparison, in: folder)
    results.provenance = Provenance(command: CommandName.line, corpus: corpus, threads: plan.threads)
    let report = StudyList.report(
      on: results, command: ReportFiles.command(for: results, corpus: self.corpus), date: Date())
    // Where nothing can be written, what was found is shown all the same.
    let saved = Result { try folder.finish(results) { _ = try ReportFiles.write(report, to: $0) } }
    var page: URL?
    if case .success(let note) = saved {
      if let note { Output.note(note) }
      Output.note("results: \(folder.results.path)")
      page = folder.url.appendingPathComponent(ReportFiles.pageName)
    }
    try Output.comparison(results, as: json ? .json : tables ? .tables : .headline, page: page)
    _ = try saved.get()
    try folder.check()
  }

  /// The models without --models. A Transformer that fills blanks learns from one position in seven, and needs the longest training.
  static func usualModels(_ profile: Profile) -> String {
    "rnn,birnn,lstm,transformer" + (profile == .full ? ",transformer-bidirectional" : "")
  }

  private func makePlan(for corpus: Corpus) throws -> ComparisonPlan {
    if out != nil && resume != nil { throw UsageError("--resume already names the folder; leave out --out") }
    var plan = ComparisonPlan(profile, threads: try Flags.threads(threads))
    if corpus.grammar == nil { plan.suit(TextPlan(corpus, profile: profile)) }
    (plan.matched, plan.head) = (match, head == .tied ? .tied : .separate)
    plan.positions = positions
    if let chosen = try chosenStudies() { plan.studies = chosen }
    if let steps { plan.steps = try Flags.range(steps, "steps", 1...1_000_000) }
    if let width { plan.referenceWidth = try Flags.range(width, "width", 1...8192) }
    if let context { plan.length = try Flags.range(context, "context", 2...65_536) }
    if let layers {
      plan.referenceLayers = try Flags.range(layers, "layers", 1...256)
      plan.recurrentLayers = max(1, layers / 2)
    }
    if let batch { plan.batchSize = try Flags.range(batch, "batch", 1...65_536) }
    if let dropout { plan.dropout = try Flags.halfOpen(dropout, "dropout", 0..<1) }
    try setSearch(of: &plan, isText: corpus.grammar == nil)
    if let seeds { (plan.seeds, plan.schedule) = try Self.seeds(seeds) }
    return plan
  }

  /// The seeds of --seeds, and when undecided models get more.
  private static func seeds(_ word: String) throws -> ([UInt64], SeedSchedule?) {
    if word == "auto" { return ([1, 2, 3], .usual) }
    guard let count = Int(word) else {
      throw UsageError("--seeds takes a number or auto, not '\(printable(word))'")
    }
    return ((1...UInt64(try Flags.range(count, "seeds", 1...1000))).map { $0 }, nil)
  }

  /// The studies of --studies or --scores-only; nil: the profile's.
  private func chosenStudies() throws -> [String]? {
    if scoresOnly {
      guard studies == nil else { throw UsageError("--scores-only makes no studies; leave out --studies") }
      return []
    }
    return try studies.map { list in
      try list.split(separator: ",", omittingEmptySubsequences: false).map {
        try StudyChoice.named($0.trimmingCharacters(in: .whitespaces)).id
      }
    }
  }

  /// The search for learning rates, which follows the number of steps.
  private func setSearch(of plan: inout ComparisonPlan, isText: Bool) throws {
    let rates = try searchedRates()
    guard !noSearch else {
      guard rates == nil else { throw UsageError("--no-search tries no learning rates; leave out --learning-rates") }
      let known = ComparisonPlan(profile == .quick ? .quick : .standard)
      (plan.search, plan.learningRates) = (nil, known.learningRates)
      plan.defaultLearningRate = known.usualRates[known.usualRates.count / 2]
      return
    }
    if isText {
      plan.searchOnText(rates ?? ComparisonPlan.textRates)
    } else if let rates = rates ?? plan.search?.rates {
      plan.search = SettingsSearch(rates: rates, variants: plan.search?.variants ?? 0, steps: plan.trialSteps)
    }
  }

  /// The rates of --learning-rates.
  private func searchedRates() throws -> [Double]? {
    guard let learningRates else { return nil }
    let rates = try learningRates.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let rate = Double(word.trimmingCharacters(in: .whitespaces)) else {
        throw UsageError("--learning-rates takes numbers separated by commas, not '\(printable(String(word)))'")
      }
      return try Flags.positive(rate, "learning-rates")
    }
    guard Set(rates).count == rates.count else { throw UsageError("--learning-rates names a rate twice") }
    return rates
  }

  private func announce(_ comparison: Comparison) throws {
    let (plan, corpus) = (comparison.plan, comparison.corpus)
    let tokens = plan.steps * plan.batchSize * plan.length
    func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)" + (count == 1 ? "" : "s") }
    Output.note(
      "\(corpus.name): \(Words.count(corpus.train.count)) tokens to train on, vocabulary \(corpus.vocabularySize)")
    for remark in corpus.remarks { Output.note(remark) }
    if corpus.grammar == nil { announceText(plan, corpus) }
    Output.note(
      "\(counted(comparison.types.count, "model")) × \(counted(plan.seeds.count, "seed"))\(plan.schedule == nil ? "" : " or more") × \(Words.count(tokens)) tokens "
        + "on \(counted(plan.threads, "thread"))")
    let seconds = try comparison.expectedSeconds()
    let runs = ProgressReporter.duration(seconds.runs)
    let studies = comparison.studySeconds
    let more = studies > 0 ? "; the studies take about \(ProgressReporter.duration(studies)) on two cores" : ""
    let searched = comparison.types.map { $0.identifier }.filter { plan.search(for: $0) != nil }
    if let first = searched.first, let search = plan.search(for: first) {
      let trials =
        counted(search.rates.count, "learning rate")
        + (search.variants > 0 ? " and \(search.variants) settings of depth, forget bias or rate" : "")
        + (search.seeds.count > 1 ? ", the best \(search.finalists) with \(search.seeds.count) seeds" : "")
        + ", tried with "
      Output.note(
        plan.search != nil
          ? "first, \(trials)each model"
          : "first, \(trials)\(searched.joined(separator: ", ")), for which no rate is known")
      Output.note(
        "about \(ProgressReporter.duration(seconds.search)) for that, and \(runs) for the runs"
          + (plan.search == nil ? "" : "; --no-search leaves it out") + more)
    } else {
      Output.note("about \(runs) for the runs" + more)
    }
  }

  /// How a text is read, and what its models are like: what follows from its length, and which flags change it.
  private func announceText(_ plan: ComparisonPlan, _ corpus: Corpus) {
    let units: [Tokenizer.Kind: String] = [.word: "word", .bytePairs: "byte pairs"]
    let unit = units[corpus.tokenizer.kind] ?? "character"
    let readings = Double(plan.steps * plan.batchSize * plan.length) / Double(max(1, corpus.train.count))
    Output.note(
      "by \(unit), width \(plan.referenceWidth), \(plan.referenceLayers) layers, "
        + "\(plan.steps) × \(plan.batchSize) × \(plan.length) tokens, which read it \(Words.number(readings, digits: 1)) times; "
        + "as its length suggests, or --tokenizer, --width, --layers, --steps, --batch and --context say")
    Output.note(
      "no grammar, so no floors and no dependencies to test; of each run, the best of \(plan.validationLooks ?? 0) looks at "
        + "the validation part is scored")
  }

  private func train(_ comparison: Comparison, in folder: ComparisonFolder) throws -> ComparisonResults {
    let interruption = Interruption()
    return try comparison.runShowingProgress(in: folder) { _ in
      try interruption.check("stopped; go on with: seqlab compare --resume \(folder.url.path) and the same flags")
    }
  }

  static func date() -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd-HHmmss"
    return formatter.string(from: Date())
  }
}

extension Profile: ExpressibleByArgument {}
extension MatchedQuantity: ExpressibleByArgument {}
extension HeadKind: ExpressibleByArgument {}
extension ComparisonPlan.Positions: ExpressibleByArgument {}
