// What `seqlab corpus show|sample|floor` tells about a corpus.

import Foundation

/// The facts of a corpus in numbers. The floors are nil for a text.
public struct CorpusSummary: Sendable, Codable, Equatable {
  /// The name that reports show.
  public let name: String
  /// Of the file's bytes, in hexadecimal.
  public let sha256: String
  /// How text is cut into tokens.
  public let tokenizer: Tokenizer.Kind
  /// The number of different tokens, the blank included.
  public let vocabularySize: Int
  /// Different words and marks of a text's training part, known or not; nil but for a text by word.
  public let differentWords: Int?
  /// The shares of the words of a text's training part and of its held-out part that are unknown; nil but for a text by word.
  public let unknownTraining, unknownHeldOut: Double?
  /// What was dropped of a file when it was read, and what in it may not be as expected.
  public let notes: [String]
  /// Tokens of the training part.
  public let trainTokens: Int
  /// Tokens of the validation part.
  public let validationTokens: Int
  /// Tokens of the test part.
  public let testTokens: Int
  /// Stories of the training part; 0 for a text.
  public let trainStories: Int
  /// Stories of the validation part; 0 for a text.
  public let validationStories: Int
  /// Stories of the test part; 0 for a text.
  public let testStories: Int
  /// Stories dropped from validation and test, because an earlier part has them; 0 for a text.
  public let droppedStories: Int
  /// Tokens of the shortest story that the grammar allows, its end included; nil for a text.
  public let shortestStory: Int?
  /// Tokens of the longest one, its end included; nil for a text.
  public let longestStory: Int?
  /// Tokens of the mean story in the training part; nil for a text.
  public let meanStory: Double?
  /// Rules of the grammar that have a name; nil for a text.
  public let rules: Int?
  /// Alternatives in the grammar, those of inline choices included; nil for a text.
  public let alternatives: Int?
  /// The next-token floor on the training part: an estimate of the expected one.
  public let nextTokenFloor: ClusteredMean?
  /// The next-token floor of the test part as it is.
  public let testFloor: Double?
  /// The kinds of dependency in the test part.
  public let kinds: [KindSummary]
}

extension Corpus {
  /// The corpus in numbers.
  /// - Complexity: O(tokens)
  public func summary() -> CorpusSummary {
    let isText = grammar == nil
    return CorpusSummary(
      name: name, sha256: sha256, tokenizer: tokenizer.kind, vocabularySize: vocabularySize,
      differentWords: coverage?.different, unknownTraining: coverage?.unknownShare,
      unknownHeldOut: coverage.map { _ in unknownShare }, notes: notes, trainTokens: train.count,
      validationTokens: validation.count, testTokens: test.count,
      trainStories: isText ? 0 : train.documentStarts.count,
      validationStories: isText ? 0 : validation.documentStarts.count,
      testStories: isText ? 0 : test.documentStarts.count, droppedStories: droppedStories,
      shortestStory: grammar?.shortestStory, longestStory: grammar?.longestStory,
      meanStory: isText ? nil : Double(train.count) / Double(max(1, train.documentStarts.count)),
      rules: grammar?.ruleCount, alternatives: grammar?.alternativeCount, nextTokenFloor: train.nextTokenFloor,
      testFloor: test.nextTokenFloor?.mean, kinds: test.kindSummaries(kinds))
  }

  /// The text of whole stories (or, for a text, its beginning) with at least this many tokens, freshly written.
  public func sampleText(tokenCount: Int, seed: UInt64) -> String {
    guard let grammar else { return tokenizer.decode(train.tokens.prefix(max(0, tokenCount))) }
    return tokenizer.decode(grammar.stories(tokenCount: tokenCount, seed: seed).tokens)
  }
}

extension Split {
  /// The mean floor of the split's tokens, as an estimate of the expected one; nil for a text.
  public var nextTokenFloor: ClusteredMean? {
    guard !floor.isEmpty else { return nil }
    return ClusteredMean(
      clusters: documentStarts.indices.map { index in
        let range = documentRange(index)
        return (floor[range].reduce(0, +), range.count)
      })
  }

  /// How often each kind occurs, at which distances, and what can be got right of it; without the first kind, which stands
  /// for none.
  public func kindSummaries(_ kinds: [DependencyKind]) -> [KindSummary] {
    var positions = Array(repeating: [Int](), count: kinds.count)
    for (position, dependency) in dependencies.enumerated() where dependency.kind > 0 && dependency.kind < kinds.count {
      positions[Int(dependency.kind)].append(position)
    }
    return kinds.indices.dropFirst().map { kind in
      let sorted = positions[kind].map { (distance: Int(dependencies[$0].distance), position: $0) }
        .sorted { $0.distance < $1.distance }
      var buckets: [KindSummary.DistanceBucket] = []
      var from = 1
      while let longest = sorted.last?.distance, from <= longest {
        let to = from == 1 ? 2 : 2 * (from - 1)
        let found = sorted.filter { (from...to).contains($0.distance) }.map(\.position)
        buckets.append(.init(from: from, to: to, count: found.count, chance: mean(chances, at: found)))
        from = to + 1
      }
      return KindSummary(
        name: kinds[kind].name, looksAhead: kinds[kind].looksAhead, count: sorted.count,
        share: Double(sorted.count) / Double(max(1, count)), shortest: sorted.first?.distance ?? 0,
        median: sorted.isEmpty ? 0 : sorted[sorted.count / 2].distance, longest: sorted.last?.distance ?? 0,
        byDistance: buckets, chance: mean(chances, at: positions[kind]), ceiling: mean(ceilings, at: positions[kind]))
    }
  }

  /// The mean of what is known at these positions; nil for nothing.
  private func mean(_ bounds: [Double?], at positions: [Int]) -> Double? {
    guard !bounds.isEmpty else { return nil }
    let known = positions.compactMap { bounds[$0] }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

extension Sequence<Blank> {
  /// The mean floors of these blanks given both sides and given the left side, with stories as the independent units;
  /// nil for a text.
  public func floorEstimates() -> (bothSides: ClusteredMean, left: ClusteredMean)? {
    var both: [Int: (sum: Double, count: Int)] = [:]
    var left = both
    for blank in self {
      guard let floorBoth = blank.floorBothSides, let floorLeft = blank.floorLeft else { return nil }
      let story = blank.story.lowerBound
      both[story] = ((both[story]?.sum ?? 0) + floorBoth, (both[story]?.count ?? 0) + 1)
      left[story] = ((left[story]?.sum ?? 0) + floorLeft, (left[story]?.count ?? 0) + 1)
    }
    guard !both.isEmpty else { return nil }
    return (
      ClusteredMean(clusters: both.sorted { $0.key < $1.key }.map(\.value)),
      ClusteredMean(clusters: left.sorted { $0.key < $1.key }.map(\.value))
    )
  }
}
