// Tokens that hang on one before them, each with the row that a model reads up to it.

import Corpora

/// Some tokens of a grammar's split that a word at a distance settles, read from the beginning of their story on.
public struct DependentSample: Sendable {
  /// A token, and what is read before it.
  public struct Window: Equatable, Sendable {
    /// The end of the story before, and this story up to the target.
    public let tokens: [Int32]
    /// What follows.
    public let target: Int32
    /// Tokens back from the target to the one that settles it, as lag: 0 is the last that is read.
    public let lag: Int
  }

  /// Evenly spread over the split; fewer than asked for where there are no more.
  public let windows: [Window]

  /// - Parameters:
  ///   - distances: How far back the word stands that settles the target: 1 for the one just before.
  ///   - count: How many windows.
  ///   - longest: The most tokens that are read.
  public init(_ split: Split, of corpus: Corpus, distances: ClosedRange<Int>, count: Int, longest: Int) {
    guard let end = corpus.tokenizer.endToken else {
      windows = []
      return
    }
    let places = split.dependencies.indices.compactMap { position -> (start: Int, position: Int)? in
      let dependency = split.dependencies[position]
      guard dependency.kind > 0, !corpus.kinds[Int(dependency.kind)].looksAhead,
        distances.contains(Int(dependency.distance))
      else { return nil }
      let start = split.documentStarts[split.document(at: position)]
      return position - start + 1 <= longest ? (start, position) : nil
    }
    windows = TargetSample.spread(places, count: count).map { start, position in
      Window(
        tokens: [end] + split.tokens[start..<position], target: split.tokens[position],
        lag: Int(split.dependencies[position].distance) - 1)
    }
  }
}
