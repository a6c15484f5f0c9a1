// A corpus: a text or a grammar's stories as tokens, in three parts that share nothing.

import Foundation
import LabErrors
import TensorCore

/// A corpus ready for training: its tokenizer, and its parts for training, validation and test.
public struct Corpus: Sendable {
  /// The name that reports show, such as the file's.
  public let name: String
  /// SHA-256 of the bytes of the file (the grammar's text, or the text itself), in hexadecimal.
  public let sha256: String
  /// The tokenizer, and with it the vocabulary.
  public let tokenizer: Tokenizer
  /// The part that models learn from.
  public let train: Split
  /// The part that settings are chosen by.
  public let validation: Split
  /// The part that results are reported on.
  public let test: Split
  /// The grammar, if the corpus comes from one; only then are there floors and dependencies.
  public let grammar: Grammar?
  /// How many stories were dropped from validation and test, because an earlier part had them already.
  public let droppedStories: Int
  /// For a text, validation and test as one part: a file's last tenth. Empty for a grammar.
  public let heldOut: Split
  /// Characters of a text's held-out part for each of its tokens, spaces and line breaks included, by which losses of different cuts
  /// compare; 1 for a text by character, nil for a grammar.
  public let charactersPerToken: Double?
  /// How a text's vocabulary of words came about; nil for characters and for a grammar.
  public let coverage: WordCoverage?
  /// What was dropped of a file when it was read, and what in it may not be as expected, in words.
  public let notes: [String]
  /// Bytes of a text's held-out parts; nil for a grammar.
  public let heldOutBytes: HeldOutBytes?

  /// The names of dependency kinds, by `Dependency.kind`; the first stands for none.
  public var kinds: [DependencyKind] { grammar?.kinds ?? [DependencyKind(name: "", looksAhead: false)] }
  /// The number of tokens in the vocabulary, the blank included.
  public var vocabularySize: Int { tokenizer.vocabularySize }

  /// The same without the part to train on, which takes most of the memory.
  public var withoutTraining: Corpus {
    Corpus(
      name: name, sha256: sha256, tokenizer: tokenizer, train: Split(), validation: validation, test: test,
      grammar: grammar, droppedStories: droppedStories, heldOut: heldOut, charactersPerToken: charactersPerToken,
      coverage: coverage, notes: notes, heldOutBytes: heldOutBytes)
  }

  /// The share of a text's held-out tokens that are words which the vocabulary does not have. Which of them they were costs a model by words
  /// nothing.
  public var unknownShare: Double {
    guard let unknown = tokenizer.unknownToken, heldOut.count > 0 else { return 0 }
    return Double(heldOut.tokens.count { $0 == unknown }) / Double(heldOut.count)
  }
}

// MARK: - From a grammar

extension Corpus {
  /// How many tokens each part has at least; the last story is whole.
  public struct Sizes: Sendable, Equatable, Codable {
    /// Tokens to train on.
    public var train: Int
    /// Tokens to choose settings by.
    public var validation: Int
    /// Tokens to report results on.
    public var test: Int

    /// The least numbers of tokens; no size is checked.
    public init(train: Int = 1_000_000, validation: Int = 20_000, test: Int = 40_000) {
      self.train = train
      self.validation = validation
      self.test = test
    }
  }

  /// The stories of a grammar, from its text. The parts come from independent seeds; stories that an earlier part has
  /// already are dropped from validation and test, and others written instead.
  /// - Throws: `CorpusError`: `.empty`, `.grammarSyntax`, `.grammarChecks`, or `.tooFewStories`.
  /// - Complexity: O(tokens); a million take about a tenth of a second, one of the test part about a second.
  public static func stories(
    grammar text: String, name: String = "stories", seed: UInt64 = 1, sizes: Sizes = Sizes()
  ) throws(CorpusError) -> Corpus {
    try draw(
      try Grammar(text), name: name, sha256: text.withBytes { SHA256.hexDigest(of: $0) }, seed: seed, sizes: sizes)
  }

  /// Other stories of the same grammar, in all three parts, with the same tokens; nil for a text, of which there is no more. The part to
  /// train on is without floors and dependencies, which would take four times its memory.
  /// - Throws: `CorpusError.tooFewStories`
  /// - Complexity: as `stories(grammar:name:seed:sizes:)`
  public func redrawn(seed: UInt64, sizes: Sizes = Sizes()) throws(CorpusError) -> Corpus? {
    guard let grammar else { return nil }
    return try Self.draw(
      grammar, name: name, sha256: sha256, seed: seed, sizes: sizes, notes: notes, keepsTrainingFloors: false)
  }

  private static func draw(
    _ grammar: Grammar, name: String, sha256: String, seed: UInt64, sizes: Sizes, notes: [String] = [],
    keepsTrainingFloors: Bool = true
  ) throws(CorpusError) -> Corpus {
    func random(_ part: UInt64) -> SeededGenerator { SeededGenerator(seed: seed, stream: part) }

    var seen: Set<ArraySlice<Int32>> = []
    var dropped = 0
    func write(_ part: String, _ stream: UInt64, _ size: Int) throws(CorpusError) -> Split {
      var split = Split()
      var writer = StoryWriter(
        grammar: grammar, random: random(stream), findsChances: stream > 0, keepsFloors: keepsTrainingFloors)
      var droppedInRow = 0
      while split.count < size {
        writer.write(to: &split)
        if stream == 0 { continue }
        guard seen.contains(split.tokens[split.documentRange(split.documentStarts.count - 1)]) else {
          droppedInRow = 0
          continue
        }
        split.removeLastDocument()
        dropped += 1
        droppedInRow += 1
        if droppedInRow > 1000 { throw .tooFewStories(split: part, needs: size, has: split.count) }
      }
      return split
    }
    func remember(_ split: Split) {
      for index in split.documentStarts.indices { seen.insert(split.tokens[split.documentRange(index)]) }
    }
    let train = try write("training", 0, sizes.train)
    remember(train)
    let validation = try write("validation", 1, sizes.validation)
    remember(validation)
    var test = try write("test", 2, sizes.test)
    test.ceilings = GrammarScorer(grammar).ceilings(of: test)
    return Corpus(
      name: name, sha256: sha256, tokenizer: try Tokenizer(grammar), train: train, validation: validation, test: test,
      grammar: grammar, droppedStories: dropped, heldOut: Split(), charactersPerToken: nil, coverage: nil, notes: notes,
      heldOutBytes: nil)
  }

  /// The stories of a grammar file.
  public static func stories(
    url: URL, seed: UInt64 = 1, sizes: Sizes = Sizes()
  ) throws(CorpusError) -> Corpus {
    let file = try TextFile.read(url)
    return try draw(
      try Grammar(file.text), name: printable(url.deletingPathExtension().lastPathComponent),
      sha256: file.text.withBytes { SHA256.hexDigest(of: $0) }, seed: seed, sizes: sizes, notes: file.notes)
  }
}

// MARK: - From a text

/// How a text is cut into tokens.
public enum TextCut: Sendable, Equatable {
  /// By Unicode scalar; the vocabulary is that of the whole file.
  case characters
  /// By word; the vocabulary is that of the training part, and all other words are one unknown token.
  case words(minimumCount: Int = 1, maximumSize: Int = 20_000)
  /// By byte pairs, with a vocabulary that is given or learned from the training part.
  case bytePairs(BytePairVocabulary)
}

extension Corpus {
  /// A text. Its first 90 % (of its tokens by character, of its characters by word or byte pairs) train; the first half of the rest
  /// validates, and the second half tests.
  /// - Throws: `CorpusError`: `.empty` or `.tooShort`.
  public static func text(_ file: TextFile, cut: TextCut = .characters) throws(CorpusError) -> Corpus {
    let (text, name) = (file.text, file.name)
    guard !text.isEmpty else { throw .empty(name: name) }
    let (cutText, sha256) = try cutAndDigest(text, cut)
    let (tokenizer, heldOut) = (cutText.tokenizer, cutText.heldOut)
    let validationCount = heldOut.count / 2
    guard cutText.train.count >= 2, validationCount >= 2 else {
      throw .tooShort(name: name, needs: 40, has: cutText.train.count + heldOut.count)
    }
    let notes = cutText.coverage == nil ? nil : UnspacedScript.note(on: file)
    return Corpus(
      name: name, sha256: sha256, tokenizer: tokenizer, train: Split(tokens: cutText.train, documentStarts: [0]),
      validation: Split(tokens: Array(heldOut[..<validationCount]), documentStarts: [0]),
      test: Split(tokens: Array(heldOut[validationCount...]), documentStarts: [0]), grammar: nil,
      droppedStories: 0, heldOut: Split(tokens: heldOut, documentStarts: [0]),
      charactersPerToken: cutText.heldOutCharacters.map { Double($0) / Double(heldOut.count) } ?? 1,
      coverage: cutText.coverage, notes: file.notes + (notes.map { [$0] } ?? []),
      heldOutBytes: HeldOutBytes(
        heldOut[...], validationCount: validationCount, tokenizer: tokenizer, bytes: cutText.heldOutBytes))
  }

  /// Bytes of a text that takes a while to read.
  package static let largeText = 50_000_000

  /// A text's tokens, and the digest of its bytes: of a large text at the same time, for each reads all of it.
  private static func cutAndDigest(_ text: String, _ cut: TextCut) throws(CorpusError) -> (CutText, String) {
    var (cutText, sha256) = (Result<CutText, CorpusError>?.none, "")
    let work = [
      { cutText = Result { () throws(CorpusError) in try CutText(text, cut) } },
      { sha256 = text.withBytes { SHA256.hexDigest(of: $0) } },
    ]
    if text.utf8.count < largeText {
      for part in work { part() }
    } else {
      ThreadTeam(count: 2).run(2) { work[$0]() }
    }
    return (try cutText!.get(), sha256)
  }

  /// As `text(_:cut:)`.
  public static func text(_ text: String, name: String, cut: TextCut = .characters) throws(CorpusError) -> Corpus {
    try Corpus.text(TextFile(name: name, text: text), cut: cut)
  }

  /// A text file in UTF-8.
  /// - Throws: `CorpusError`: also those of `TextFile.read`.
  public static func text(url: URL, cut: TextCut = .characters) throws(CorpusError) -> Corpus {
    try Corpus.text(try TextFile.read(url), cut: cut)
  }
}
