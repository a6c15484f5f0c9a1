// What can go wrong with a corpus: with its file, its text or its grammar. Every case says what to do about it.

import LabErrors

/// An error in what the user handed over: a file, a text or a grammar.
public enum CorpusError: UserFacingError, Equatable {
  /// The default corpus is nowhere near.
  case noStories(path: String)
  /// There is no file at this path.
  case missingFile(path: String)
  /// The path leads to a folder.
  case directory(path: String)
  /// The file is there, but the system would not let us read it.
  case unreadable(path: String, reason: String)
  /// The file or text holds nothing.
  case empty(name: String)
  /// The bytes from this offset on are no UTF-8.
  case invalidUTF8(name: String, byteOffset: Int)
  /// Too few tokens for what was asked of them.
  case tooShort(name: String, needs: Int, has: Int)
  /// A grammar with so few different stories that none is left for this split.
  case tooFewStories(split: String, needs: Int, has: Int)
  /// A place in a grammar that cannot be read.
  case grammarSyntax(line: Int, column: Int, message: String)
  /// A grammar that can be read, but whose next words would not be known exactly. Lists everything found.
  case grammarChecks([GrammarProblem])
  /// A word or character that the vocabulary does not have.
  case unknownToken(String)
  /// A `tokenizer.json` that cannot be used.
  case invalidTokenizer(reason: String)
}

extension CorpusError {
  /// The whole of it: a grammar's findings in a line each.
  public var description: String {
    switch self {
    case .noStories(let path):
      "\(path) is neither above the program nor above this folder; name a corpus with --corpus FILE"
    case .missingFile(let path): "there is no file \(path)"
    case .directory(let path): "\(path) is a folder; name a text file or a grammar in it"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .empty(let name): "\(name) is empty"
    case .invalidUTF8(let name, let byteOffset):
      "\(name) is not UTF-8 text: byte \(byteOffset) fits no character; convert it, for instance with iconv"
    case .tooShort(let name, let needs, let has):
      "\(name) is too short: this needs at least \(needs) tokens, and it has \(has)"
    case .tooFewStories(let split, let needs, let has):
      "the grammar has too few different stories: the \(split) part needs \(needs) tokens of stories that occur in no "
        + "other part, and only \(has) were found; add choices, or ask for fewer tokens"
    case .grammarSyntax(let line, let column, let message): "line \(line), column \(column): \(message)"
    case .grammarChecks(let problems): problems.map(\.description).joined(separator: "\n")
    case .unknownToken(let token): "the vocabulary does not have “\(token)”"
    case .invalidTokenizer(let reason): "tokenizer.json cannot be used: \(reason)"
    }
  }

  /// The description, or the first finding of several.
  public var message: String {
    guard case .grammarChecks(let problems) = self, let first = problems.first, problems.count > 1 else {
      return description
    }
    return "\(first) (and \(problems.count - 1) more: seqlab corpus check lists them all)"
  }

  /// `inputMissing` where there is no file that can be read, `badData` where its contents are wrong.
  public var exitCode: Int32 {
    switch self {
    case .noStories, .missingFile, .directory, .unreadable: ExitCode.inputMissing
    default: ExitCode.badData
    }
  }
}
