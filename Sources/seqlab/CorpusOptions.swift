// The flags of the corpus that a command works on.

import ArgumentParser
import Corpora
import LabErrors
import LabKit

/// The flags that name a corpus.
struct CorpusOptions: ParsableArguments {
  @Option(help: ArgumentHelp("'stories', a .grammar file, or a text file in UTF-8.", valueName: "file"))
  var corpus: String?

  @Option(help: ArgumentHelp("For a text file: char or word; by default what suits it.", valueName: "kind"))
  var tokenizer: String?

  /// The source that the flags name; the default stories without any.
  func source() throws(UsageError) -> CorpusSource {
    let name = corpus ?? CorpusSource.stories
    let isGrammar = name == CorpusSource.stories || name.hasSuffix(".grammar")
    guard !name.isEmpty else { throw UsageError("--corpus is empty; name a file, or leave it out for the stories") }
    guard let tokenizer else { return CorpusSource(name: name, kind: isGrammar ? .grammar : Self.cut(name)) }
    guard let kind = CorpusSource.Kind(rawValue: tokenizer), kind != .grammar else {
      throw UsageError("there is no tokenizer '\(printable(tokenizer))'; there are char and word")
    }
    guard !isGrammar else {
      throw UsageError("--tokenizer is for text files; a grammar's stories come with their own words")
    }
    return CorpusSource(name: name, kind: kind)
  }

  /// How a file is best cut. One that cannot be read is refused where it is loaded.
  private static func cut(_ name: String) -> CorpusSource.Kind {
    guard let url = try? CorpusSource(name: name, kind: .char).url(), let (text, _) = try? TextFile.read(url) else {
      return .char
    }
    return TextPlan.cut(of: TextFacts(text))
  }
}
