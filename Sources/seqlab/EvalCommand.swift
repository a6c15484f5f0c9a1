// `seqlab eval`: how well a model predicts what it was not trained on.

import ArgumentParser
import Corpora
import LabKit
import LabReport
import SequenceKit

/// Scores a checkpoint.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Scores a trained model on held-out text.",
    usage: "seqlab eval --checkpoint <dir> [<options>]",
    discussion: """
      Every held-out token is predicted once. A recurrent model reads a text from
      end to end; a Transformer in overlapping windows, --stride tokens apart. A
      model that sees both sides has no next-token loss: it fills blanks, the same
      that the others fill from the left side.

        seqlab eval --checkpoint runs/lstm
        seqlab eval --checkpoint runs/shakespeare --json
      """)

  @Option(help: ArgumentHelp("The folder that train has written.", valueName: "dir")) var checkpoint: String
  @OptionGroup var corpus: CorpusOptions
  @Option(help: ArgumentHelp("Tokens from window to window (default: a quarter of the context).", valueName: "n"))
  var stride: Int?
  @Option(help: ArgumentHelp("Blanks in each part", valueName: "n")) var blanks = 500
  @Option(help: ArgumentHelp("Threads (default: the machine's cores).", valueName: "n")) var threads: Int?
  @Flag(help: "Print one JSON object.") var json = false

  func run() throws {
    let stride = try stride.map { n throws(UsageError) in try Flags.range(n, "stride", Limits.length) }
    let blanks = try Flags.range(blanks, "blanks", 1...1_000_000)
    let threads = try Flags.threads(threads)
    let trained = try TrainedModel(at: checkpoint)
    let tokenizer = try trained.requireTokenizer()
    // Without flags, the corpus that the model was trained on.
    let isNamed = corpus.corpus != nil || corpus.tokenizer != nil
    let source = isNamed ? try corpus.source() : try trained.corpus() ?? corpus.source()
    let corpus = try source.load()
    guard corpus.tokenizer == tokenizer else {
      throw InputError(
        "the vocabulary of \(corpus.name) (\(corpus.vocabularySize) tokens) is not the checkpoint's "
          + "(\(tokenizer.vocabularySize)): name the corpus that it was trained on with --corpus")
    }
    let evaluator = Evaluator(trained.model, parameters: trained.parameters, threads: threads)
    let evaluation = try HeldOutEvaluation(showing: evaluator, corpus: corpus, stride: stride)
    let report = try EvalReport(trained, checkpoint, evaluation, blanks: blanks)
    if json { return try Output.json(report) }
    try Output.table(report.table)
    Output.note("\n" + report.reading)
    if let note = report.note.value { Output.note(note) }
  }
}

/// The losses of a checkpoint, as `eval` shows them. All in nats a token.
struct EvalReport: Encodable {
  let model, checkpoint, corpus, reading: String
  let parameters: Int
  /// Next-token losses; null for a model that sees both sides.
  let validation, test, heldOut: OrNull<Double>
  /// How many tokens they are means of.
  let tokens: Int
  let fillBlank: HeldOutScores.Losses
  /// What no model's expected loss is below; null for a text.
  let floor, fillBlankFloorLeft, fillBlankFloorBothSides: OrNull<HeldOutScores.Losses>
  let note: OrNull<String>

  init(_ trained: TrainedModel, _ checkpoint: String, _ evaluation: HeldOutEvaluation, blanks count: Int) throws {
    let corpus = evaluation.corpus
    model = trained.identifier
    self.checkpoint = checkpoint
    self.corpus = corpus.name
    reading = evaluation.reading
    parameters = trained.model.parameters.scalarCount
    let scores = try HeldOutScores(evaluation, blanks: count)
    let next = scores.nextToken
    (validation, test, heldOut) = (OrNull(next?.validation), OrNull(next?.test), OrNull(next?.heldOut))
    tokens = next?.count ?? 0
    fillBlank = scores.fillBlank
    floor = OrNull(scores.floor)
    fillBlankFloorLeft = OrNull(scores.fillBlankFloorLeft)
    fillBlankFloorBothSides = OrNull(scores.fillBlankFloorBothSides)
    note = OrNull(
      trained.model.sight == .left
        ? nil : "\(trained.identifier) sees both sides of a position, so it has no next-token loss.")
  }

  /// The losses beside their floors.
  var table: Table {
    var table = Table(columns: [
      Table.Column("nats a token"), Table.Column("validation", .decimal), Table.Column("test", .decimal),
      Table.Column("held out", .decimal),
    ])
    func add(_ name: String, _ losses: [Double?], _ role: Style.Role?) {
      table.addRow(
        [Table.Cell(name, role)] + losses.map { Table.Cell($0.map { Words.number($0, digits: 4) } ?? "–", role) })
    }
    func add(_ name: String, _ losses: HeldOutScores.Losses?) {
      if let losses { add(name, [losses.validation, losses.test, losses.heldOut], .dim) }
    }
    add("next token", [validation.value, test.value, heldOut.value], .strong)
    add("  floor", floor.value)
    add("fill the blank", [fillBlank.validation, fillBlank.test, fillBlank.heldOut], .strong)
    add("  floor, left side", fillBlankFloorLeft.value)
    add("  floor, both sides", fillBlankFloorBothSides.value)
    return table
  }
}
