// The corpus that a command works on: the flags, and how they lead to a file.

import ArgumentParser
import Corpora
import Foundation
import LabErrors
import LabKit

/// The flags that name a corpus.
struct CorpusOptions: ParsableArguments {
  @Option(help: ArgumentHelp("'stories', a .grammar file, or a text file in UTF-8.", valueName: "file"))
  var corpus: String?

  @Option(help: ArgumentHelp("For a text file: char (the default) or word.", valueName: "kind"))
  var tokenizer: String?

  /// The source that the flags name; the default stories without any.
  func source() throws -> CorpusSource { try CorpusSource(name: corpus ?? "stories", tokenizer: tokenizer) }
}

/// Where a corpus comes from, as far as it must be noted to find it again.
struct CorpusSource: Codable, Equatable, Sendable {
  enum Kind: String, Codable, Sendable { case grammar, char, word }

  /// The path, or `stories`.
  let name: String
  let kind: Kind

  init(name: String, tokenizer: String?) throws(UsageError) {
    let isGrammar = name == "stories" || name.hasSuffix(".grammar")
    guard !name.isEmpty else { throw UsageError("--corpus is empty; name a file, or leave it out for the stories") }
    guard let tokenizer else {
      (self.name, kind) = (name, isGrammar ? .grammar : .char)
      return
    }
    guard let kind = Kind(rawValue: tokenizer), kind != .grammar else {
      throw UsageError("there is no tokenizer '\(printable(tokenizer))'; there are char and word")
    }
    guard !isGrammar else {
      throw UsageError("--tokenizer is for text files; a grammar's stories come with their own words")
    }
    (self.name, self.kind) = (name, kind)
  }

  /// Reads the corpus; `sizes` are those of a grammar's parts.
  /// - Throws: `CorpusError`; or `InputError`, if the default grammar is nowhere.
  func load(sizes: Corpus.Sizes = Corpus.Sizes()) throws -> Corpus {
    switch kind {
    case .grammar: try Corpus.stories(url: try url(), sizes: sizes)
    case .char: try Corpus.text(url: try url(), cut: .characters)
    case .word: try Corpus.text(url: try url(), cut: .words())
    }
  }

  /// The file.
  func url() throws(InputError) -> URL {
    if name == "stories" { return try DefaultCorpus.locate() }
    return URL(userPath: name)
  }

  /// The same source under a path that holds from any folder.
  var absolute: CorpusSource {
    guard name != "stories", let path = try? url().standardizedFileURL.path else { return self }
    return CorpusSource(path: path, kind: kind)
  }

  private init(path: String, kind: Kind) { (name, self.kind) = (path, kind) }
}

/// The default corpus, which lies beside the program.
enum DefaultCorpus {
  static let path = "Corpus/stories.grammar"

  /// Looks in the folders above the program, and above the current one.
  static func locate() throws(InputError) -> URL {
    let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    for start in [program, current].compactMap({ $0?.standardizedFileURL }) {
      var folder = start
      while true {
        let candidate = folder.appendingPathComponent(path)
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
        let parent = folder.deletingLastPathComponent().standardizedFileURL
        if parent.path == folder.path || folder.path == "/" { break }
        folder = parent
      }
    }
    throw InputError(
      "\(path) is neither above the program nor above this folder; name a corpus with --corpus FILE",
      exitCode: LabErrors.ExitCode.inputMissing)
  }
}
