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
  /// Nothing came through a pipe.
  case emptyPipe(name: String)
  /// The file holds nothing but white space.
  case onlySpaces(name: String)
  /// The file, or what comes through a pipe, has more bytes than can be worked with.
  case tooLarge(name: String, limit: Int)
  /// The bytes from this offset on are no UTF-8, or no text.
  case notText(name: String, isPipe: Bool, byteOffset: Int, looksLike: TextEncoding)
  /// The text came through a pipe once, and is wanted again.
  case pipeGone
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
  /// A text with words or characters that a model's vocabulary does not have.
  case unknownTokens(name: String, UnknownTokens)
  /// A `tokenizer.json` that cannot be used.
  case invalidTokenizer(reason: String)
  /// Another file with a vocabulary that cannot be used.
  case invalidTokenizerFile(path: String, reason: String)
  /// A number of tokens that no vocabulary can be learned with.
  case vocabularySize(Int, possible: ClosedRange<Int>)
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
    case .emptyPipe(let name): "nothing came through \(name); pipe a text into it, as in: cat book.txt | …"
    case .onlySpaces(let name): "\(name) holds nothing but white space"
    case .tooLarge(let name, let limit):
      "\(name) has more than \(limit >> 20) MiB, and tokens take several times as much memory; take a part of it, "
        + "as in: head -c \(limit >> 22)M"
    case .notText(let name, let isPipe, let byteOffset, let encoding):
      encoding.message(for: name, isPipe: isPipe, byteOffset: byteOffset)
    case .pipeGone:
      "the text that it was trained on came through a pipe, which cannot be read again; name the same text with "
        + "--corpus FILE, or pipe it in again with --corpus -"
    case .tooShort(let name, let needs, let has):
      "\(name) is too short: this needs at least \(needs) tokens, and it has \(has)"
    case .tooFewStories(let split, let needs, let has):
      "the grammar has too few different stories: the \(split) part needs \(needs) tokens of stories that occur in no "
        + "other part, and only \(has) were found; add choices, or ask for fewer tokens"
    case .grammarSyntax(let line, let column, let message): "line \(line), column \(column): \(message)"
    case .grammarChecks(let problems): problems.map(\.description).joined(separator: "\n")
    case .unknownToken(let token): "the vocabulary does not have “\(token)”"
    case .unknownTokens(let name, let unknown):
      "\(name) cannot be scored: the model's vocabulary does not have \(unknown.names), \(unknown.percent) of the text; "
        + "it knows no more than what its training text is made of"
    case .invalidTokenizer(let reason): "tokenizer.json cannot be used: \(reason)"
    case .invalidTokenizerFile(let path, let reason): "\(path) cannot be used: \(reason)"
    case .vocabularySize(let size, let possible):
      "a vocabulary of \(size) tokens cannot be learned: from \(possible.lowerBound), the bytes, to "
        + "\(possible.upperBound) are possible"
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
    case .noStories, .missingFile, .directory, .unreadable, .pipeGone: ExitCode.inputMissing
    case .vocabularySize: ExitCode.usage
    default: ExitCode.badData
    }
  }
}
