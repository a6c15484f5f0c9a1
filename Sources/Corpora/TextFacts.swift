// What a text looks like before it is cut into tokens.

import Foundation

/// Counts of a text that tell how it is best cut into tokens.
public struct TextFacts: Equatable, Sendable {
  /// Unicode scalars.
  public let characters: Int
  /// Words, punctuation marks and line breaks, as the tokenizer by words cuts them.
  public let words: Int
  /// How many of these are different.
  public let distinctWords: Int
  /// Line breaks.
  public let lines: Int
  /// The part of its letters that are of scripts without spaces between words, from 0 to 1.
  public let unspacedShare: Double

  /// - Parameter lines: At least 0, as all others.
  public init(characters: Int, words: Int, distinctWords: Int, lines: Int, unspacedShare: Double = 0) {
    (self.characters, self.words, self.distinctWords, self.lines) = (characters, words, distinctWords, lines)
    self.unspacedShare = unspacedShare
  }

  /// Counts a text.
  /// - Complexity: O(text); a megabyte takes some hundredths of a second.
  public init(_ text: String) {
    var (table, words, lines) = (WordTable(), 0, 0)
    WordCutter.scan(text, lineBreaks: true) { bytes, piece in
      _ = table.number(of: piece, in: bytes)
      words += 1
      if bytes[piece.lowerBound] == 0x0A { lines += 1 }
    }
    self.init(
      characters: text.withBytes { UTF8Text.characterCount(of: $0) }, words: words, distinctWords: table.words.count,
      lines: lines, unspacedShare: UnspacedScript.share(in: text).share)
  }

  /// How often a word occurs, on average; 0 for an empty text.
  public var occurrences: Double { Double(words) / Double(max(1, distinctWords)) }
  /// Characters of a line, on average, its break included.
  public var lineLength: Double { Double(characters) / Double(max(1, lines)) }
}
