// Where a corpus comes from, and how it is found again.

import Foundation

/// Where a corpus comes from, as far as it must be noted to find it again.
public struct CorpusSource: Codable, Equatable, Sendable {
  /// How the file is read: as a grammar, or as a text that is cut into characters or into words.
  public enum Kind: String, Codable, Sendable { case grammar, char, word }

  /// The name of the default corpus, which lies beside the program.
  public static let stories = "stories"
  private static let storiesPath = "Corpus/stories.grammar"

  /// The path, or `stories`. A `~` at its beginning is the home folder.
  public let name: String
  /// How the file is read.
  public let kind: Kind

  /// Notes a source; nothing is looked for before `load` or `url`.
  public init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

  /// Reads the corpus; `seed` and `sizes` are those of a grammar's stories.
  public func load(seed: UInt64 = 1, sizes: Corpus.Sizes = Corpus.Sizes()) throws(CorpusError) -> Corpus {
    switch kind {
    case .grammar: try Corpus.stories(url: try url(), seed: seed, sizes: sizes)
    case .char: try Corpus.text(url: try url(), cut: .characters)
    // Words that occur once are the unknown word of the training part: so models learn how often one comes.
    case .word: try Corpus.text(url: try url(), cut: .words(minimumCount: 2))
    }
  }

  /// The file.
  /// - Throws: `CorpusError.noStories`, if the default corpus is nowhere.
  public func url() throws(CorpusError) -> URL {
    if name == Self.stories { return try Self.locateStories() }
    return URL(userPath: name)
  }

  /// The same source under a path that holds from any folder.
  public var absolute: CorpusSource {
    guard name != Self.stories, let path = try? url().standardizedFileURL.path else { return self }
    return CorpusSource(name: path, kind: kind)
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
