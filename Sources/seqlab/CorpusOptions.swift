// The flags of the corpus that a command works on.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit

/// The flags that name a corpus.
struct CorpusOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "'stories', a .grammar file, a text file in UTF-8, or - for a text from a pipe.", valueName: "file")
  )
  var corpus: String?

  @Option(help: ArgumentHelp("For a text file: char, word or bpe; by default what suits it.", valueName: "kind"))
  var tokenizer: String?

  @Option(
    help: ArgumentHelp(
      "For bpe: how many tokens to learn (default: \(BytePairVocabulary.usualSize)), or where they are.",
      valueName: "n|dir"))
  var vocabulary: String?

  @OptionGroup var memory: MemoryOptions

  /// Whether any flag is given.
  var isNamed: Bool { corpus != nil || tokenizer != nil || vocabulary != nil }

  /// The corpus that the flags name, and where it comes from; the default stories without any. A text is read once: it may come through a
  /// pipe.
  /// - Parameters:
  ///   - sizes: For a grammar.
  ///   - usualCut: How a text is cut where no flag says it; nil: as suits it.
  ///   - model: A model's tokenizer; if it is of byte pairs, a text is cut by it.
  func load(
    sizes: Corpus.Sizes = Corpus.Sizes(), usualCut: CorpusSource.Kind? = nil, as model: Tokenizer? = nil
  ) throws -> (source: CorpusSource, corpus: Corpus) {
    guard let text = try text() else {
      let source = try grammar()
      return (source, try source.load(sizes: sizes))
    }
    let kind = try cut() ?? usualCut ?? TextPlan.cut(of: TextFacts(text.text))
    let source = CorpusSource(name: try name(), kind: kind, vocabulary: vocabulary)
    return (source, try source.load(text: text, as: model))
  }

  /// The text that the flags name, read; nil for a grammar.
  func text() throws -> TextFile? {
    // A wrong --tokenizer is refused before anything is read.
    _ = try cut()
    guard try !isGrammar() else { return nil }
    let name = try name()
    if name == CorpusSource.pipe, isatty(STDIN_FILENO) == 1 {
      Output.note("reading a text from the terminal, until Ctrl-D at the beginning of a line")
    }
    let url = try CorpusSource(name: name, kind: .char).url()
    try checkSize(of: url)
    return try TextFile.read(url)
  }

  /// Says that a large file takes a while, and refuses one whose text and tokens do not fit into memory.
  private func checkSize(of url: URL) throws {
    let bytes = Double((try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0)
    let name = printable(url.lastPathComponent)
    try memory.check("take a part of \(name), as by head -c") { _ in .text(bytes: bytes) }
    if bytes >= Double(Corpus.largeText) { Output.note("reading \(name), \(Words.bytes(bytes))") }
  }

  /// The grammar that the flags name.
  func grammar() throws(UsageError) -> CorpusSource { CorpusSource(name: try name(), kind: .grammar) }

  /// Whether they name a grammar.
  func isGrammar() throws(UsageError) -> Bool {
    let name = try name()
    return name == CorpusSource.stories || name.hasSuffix(".grammar")
  }

  /// How they say that a text is cut; nil, if they do not.
  func cut() throws(UsageError) -> CorpusSource.Kind? {
    guard let tokenizer = tokenizer ?? vocabulary.map({ _ in CorpusSource.Kind.bpe.rawValue }) else { return nil }
    guard let kind = CorpusSource.Kind(rawValue: tokenizer), kind != .grammar else {
      throw UsageError("there is no tokenizer '\(printable(tokenizer))'; there are char, word and bpe")
    }
    guard try !isGrammar() else {
      throw UsageError("--tokenizer is for text files; a grammar's stories come with their own words")
    }
    guard kind == .bpe || vocabulary == nil else {
      throw UsageError("--vocabulary is for byte pairs, --tokenizer bpe; others take theirs from the text")
    }
    return kind
  }

  private func name() throws(UsageError) -> String {
    let name = corpus ?? CorpusSource.stories
    guard !name.isEmpty else { throw UsageError("--corpus is empty; name a file, or leave it out for the stories") }
    return name
  }
}
