// How much of a text the words of a vocabulary cover.

import Foundation

/// How a vocabulary of words came about.
public struct WordCoverage: Equatable, Sendable {
  /// Different words and marks of the training part.
  public let different: Int
  /// How many of them have a token.
  public let kept: Int
  /// How many have none only because the vocabulary is full.
  public let cut: Int
  /// The part of the training part's words and marks that have none, from 0 to 1.
  public let unknownShare: Double

  /// - Parameter counts: How often each word occurs in the training part.
  init(_ tokenizer: Tokenizer, _ counts: [String: Int], minimumCount: Int) {
    var (kept, cut, unknown, total) = (0, 0, 0, 0)
    for (word, count) in counts {
      total += count
      let isKnown = tokenizer.hasWord(word)
      if isKnown { kept += 1 } else { unknown += count }
      if !isKnown, count >= minimumCount { cut += 1 }
    }
    (different, self.kept, self.cut) = (counts.count, kept, cut)
    unknownShare = Double(unknown) / Double(max(1, total))
  }
}

extension Corpus {
  /// How many words of a text the vocabulary does not have, and what that means for a loss; nil where it has all.
  public var unknownWords: String? {
    guard unknownShare > 0 || coverage.map({ $0.cut > 0 }) ?? false else { return nil }
    func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
    var text = "\(percent(unknownShare)) of the held-out words"
    if let coverage { text += " and \(percent(coverage.unknownShare)) of the training part's" }
    text += " are unknown: which of them it was is not in the loss"
    if let coverage, coverage.cut > 0 {
      text += "; the vocabulary is cut to the \(coverage.kept) most frequent of \(coverage.different) words"
    }
    return unknownShare >= 0.1 ? text + "; --tokenizer char leaves none unknown" : text
  }

  /// All that must be known of a text before its numbers are read.
  public var remarks: [String] { notes + (unknownWords.map { [$0] } ?? []) }
}
