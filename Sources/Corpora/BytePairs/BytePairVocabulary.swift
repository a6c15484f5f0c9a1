// Which byte pairs a text is cut by.

import Foundation

/// A vocabulary of byte pairs that is there, or is to be learned.
public enum BytePairVocabulary: Sendable, Equatable {
  /// One that is there.
  case given(BytePairs)
  /// Learned from the part of a text that is trained on, with so many tokens; the blank is one more.
  case learned(size: Int)

  /// How many tokens are learned where nothing else is said.
  public static let usualSize = 512
  /// How many can be asked for: at least the bytes.
  public static let sizes = 256...100_000

  /// What a user named: a number of tokens, or a folder or file with a vocabulary, which gets the blank if it lacks it.
  /// - Throws: as `BytePairs(contentsOf:)`; `CorpusError.vocabularySize` for a number that is out of range.
  public init(named name: String?) throws(CorpusError) {
    guard let name else {
      self = .learned(size: Self.usualSize)
      return
    }
    guard let size = Int(name) else {
      self = .given(try BytePairs(contentsOf: URL(userPath: name)).adding(BytePairs.blank))
      return
    }
    guard Self.sizes.contains(size) else { throw .vocabularySize(size, possible: Self.sizes) }
    self = .learned(size: size)
  }

  /// The vocabulary for a text whose training part this is.
  func pairs(for training: String) throws(CorpusError) -> BytePairs {
    switch self {
    case .given(let pairs): pairs
    case .learned(let size): try BytePairs.learned(from: training, size: size).adding(BytePairs.blank)
    }
  }
}
