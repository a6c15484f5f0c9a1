// Where a corpus comes from, and how it is found again.

import Foundation

/// Where a corpus comes from, as far as it must be noted to find it again.
public struct CorpusSource: Codable, Equatable, Sendable {
  /// How the file is read: as a grammar, or as a text that is cut into characters, words or byte pairs.
  public enum Kind: String, Codable, Sendable { case grammar, char, word, bpe }

  /// The name of the default corpus, which lies beside the program.
  public static let stories = "stories"
  /// The name of what is piped into the program.
  public static let pipe = "-"
  private static let storiesPath = "Corpus/stories.grammar"

  /// The path, `stories`, or `-` for a pipe. A `~` at its beginning is the home folder.
  public let name: String
  /// How the file is read.
  public let kind: Kind
  /// For byte pairs: how many are learned, or the folder or file that they are in; nil: the usual number.
  public let vocabulary: String?

  /// Notes a source; nothing is looked for before `load` or `url`.
  public init(name: String, kind: Kind, vocabulary: String? = nil) {
    (self.name, self.kind, self.vocabulary) = (name, kind, vocabulary)
  }

  /// Reads the corpus; `seed` and `sizes` are those of a grammar's stories.
  /// - Parameters:
  ///   - text: The text, where it was read already.
  ///   - tokenizer: A model's. If it is of byte pairs, a text is cut by it, whatever its source says.
  /// - Throws: `CorpusError.pipeGone` for a text that came through a pipe, unless it is given.
  public func load(
    seed: UInt64 = 1, sizes: Corpus.Sizes = Corpus.Sizes(), text: TextFile? = nil, as tokenizer: Tokenizer? = nil
  ) throws(CorpusError) -> Corpus {
    if kind == .grammar { return try Corpus.stories(url: try url(), seed: seed, sizes: sizes) }
    let file: TextFile
    if let text { file = text } else { file = try read() }
    if let pairs = tokenizer?.bytePairs { return try Corpus.text(file, cut: .bytePairs(.given(pairs))) }
    switch kind {
    case .grammar, .char: return try Corpus.text(file, cut: .characters)
    // Words that occur once are the unknown word of the training part: so models learn how often one comes.
    case .word: return try Corpus.text(file, cut: .words(minimumCount: 2))
    case .bpe: return try Corpus.text(file, cut: .bytePairs(try BytePairVocabulary(named: vocabulary)))
    }
  }

  /// The text of a file.
  /// - Throws: `CorpusError.pipeGone` for a text that came through a pipe.
  public func read() throws(CorpusError) -> TextFile {
    guard name != Self.pipe else { throw .pipeGone }
    return try TextFile.read(try url())
  }

  /// The file, or what stands for the pipe.
  /// - Throws: `CorpusError.noStories`, if the default corpus is nowhere.
  public func url() throws(CorpusError) -> URL {
    if name == Self.stories { return try Self.locateStories() }
    return name == Self.pipe ? URL(fileURLWithPath: FileBytes.standardInput) : URL(userPath: name)
  }

  /// The same source under a path that holds from any folder and at any time.
  public var absolute: CorpusSource {
    guard name != Self.stories, name != Self.pipe, let url = try? url() else { return self }
    let place = vocabulary.map { Int($0) == nil ? URL(userPath: $0).standardizedFileURL.path : $0 }
    return CorpusSource(
      name: FileBytes.isPipe(url.path) ? Self.pipe : url.standardizedFileURL.path, kind: kind, vocabulary: place)
  }

  /// Looks for the default corpus in the folders above the program, and above the current one.
  private static func locateStories() throws(CorpusError) -> URL {
    let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    for start in [program, current].compactMap({ $0?.standardizedFileURL }) {
      var folder = start
      while true {
        let candidate = folder.appendingPathComponent(storiesPath)
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
        let parent = folder.deletingLastPathComponent().standardizedFileURL
        if parent.path == folder.path || folder.path == "/" { break }
        folder = parent
      }
    }
    throw .noStories(path: storiesPath)
  }
}
