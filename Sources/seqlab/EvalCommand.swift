// `seqlab eval`: how well a model predicts what it was not trained on.

import ArgumentParser
import Corpora
import LabErrors
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

      Of the text that the model was trained on, the last tenth is held out; of another
      text that --corpus names, all is scored, if the model knows its characters.

        seqlab eval --checkpoint runs/lstm
        seqlab eval --checkpoint runs/shakespeare --json
        seqlab eval --checkpoint runs/shakespeare --corpus other.txt
      """)

  @Option(help: ArgumentHelp("The folder that train has written.", valueName: "dir")) var checkpoint: String
  @OptionGroup var corpus: CorpusOptions
  @Option(help: ArgumentHelp("Tokens from window to window (default: a quarter of the context).", valueName: "n"))
  var stride: Int?
  @Option(help: ArgumentHelp("Blanks in each part", valueName: "n")) var blanks = 500
  @Option(help: ArgumentHelp("Threads (default: the machine's cores).", valueName: "n")) var threads: Int?
  @Flag(help: "Print one JSON object.") var json = false
  private var memory: MemoryOptions { corpus.memory }

  func run() throws {
    let stride = try stride.map { n throws(UsageError) in try Flags.range(n, "stride", Limits.length) }
    let blanks = try Flags.range(blanks, "blanks", 1...1_000_000)
    let threads = try Flags.threads(threads)
    let trained = try TrainedModel(at: checkpoint, memory)
    let tokenizer = try trained.requireTokenizer()
    let corpus = try heldOutCorpus(for: trained, tokenizer)
    for remark in corpus.remarks { Output.note(remark) }
    try memory.check("choose fewer --threads") { free in
      .reading(
        trained.model, trained.parameters, length: trained.model.configuration.contextLength, threads: threads,
        free: free)
    }
    let evaluator = Evaluator(trained.model, parameters: trained.parameters, threads: threads)
    let evaluation = try HeldOutEvaluation(showing: evaluator, corpus: corpus, stride: stride)
    let report = try EvalReport(trained, checkpoint, evaluation, blanks: blanks)
    if json { return try Output.json(report) }
    try Output.table(report.table)
    Output.note("\n" + report.reading)
    if let note = report.note.value { Output.note(note) }
    if let note = CorpusFacts.bytesOfWords(corpus) { Output.note(note) }
  }

  /// What the model is scored on: what it was trained on, unless the flags name something else.
  private func heldOutCorpus(for trained: TrainedModel, _ tokenizer: Tokenizer) throws -> Corpus {
    let record = try trained.trainingRecord()
    let source = corpus.isNamed ? nil : record?.corpus
    let text = try source.map { try $0.kind == .grammar ? nil : $0.read() } ?? corpus.text()
    guard let text else {
      let corpus = try source?.load() ?? corpus.load().corpus
      guard corpus.tokenizer == tokenizer else {
        throw InputError(
          "the vocabulary of \(corpus.name) (\(corpus.vocabularySize) tokens) is not the checkpoint's "
            + "(\(tokenizer.vocabularySize)): name the corpus that it was trained on with --corpus")
      }
      return corpus
    }
    if let asked = try corpus.cut(), asked.rawValue != tokenizer.kind.rawValue {
      throw UsageError("the checkpoint's tokenizer is '\(tokenizer.kind.rawValue)'; leave out --tokenizer")
    }
    if let kind = CorpusSource.Kind(rawValue: tokenizer.kind.rawValue),
      let own = try? CorpusSource(name: text.name, kind: kind).load(text: text, as: tokenizer),
      // Byte pairs fit any text, so that only notes can tell that a model was trained on it.
      record.map({ $0.sha256 == own.sha256 }) ?? (tokenizer.bytePairs == nil)
    {
      if own.tokenizer == tokenizer { return own }
      guard record == nil else {
        throw InputError("\(text.name) was cut otherwise when \(printable(checkpoint)) was trained on it; train anew")
      }
    }
    let other = try Corpus.heldOut(text, by: tokenizer)
    Output.note(
      "\(text.name) is not the text that the model was trained on: all of it is scored, its first half as validation, its "
        + "second as test")
    return other
  }
}
