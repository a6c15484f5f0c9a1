// `seqlab eval`: how well a model predicts what it was not trained on.

import ArgumentParser
import Corpora
import LabKit
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
    if let note = CorpusFacts.unknownWords(corpus) { Output.note(note) }
  }
}
