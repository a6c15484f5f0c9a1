// Blanks: positions whose token is hidden, with the exact floor for guessing it.

import Foundation
import TensorCore

/// A hidden token, and what is known about guessing it.
public struct Blank: Sendable, Equatable {
  /// The index of the hidden token in its split.
  public let position: Int
  /// The story that it stands in, its end included; for a text, the whole split.
  public let story: Range<Int>
  /// −ln p(token | all other tokens of the story) in nats; nil for a text.
  public let floorBothSides: Double?
  /// −ln p(token | the story before it) in nats; nil for a text.
  public let floorLeft: Double?
  /// What the token depends on; none for a text.
  public let dependency: Dependency

  /// Whether only the right side settles the token: the left leaves a nat or more, and both sides nearly nothing.
  public var onlyRightSettles: Bool {
    guard let floorLeft, let floorBothSides else { return false }
    return floorLeft >= 1 && floorBothSides <= 0.1
  }
}

extension Corpus {
  /// Draws blanks without replacement, each token but the ends of stories with the same probability, in the order of
  /// their positions. All models are scored on the same ones.
  /// - Complexity: O(split + blanks · words · story); about 0.1 ms for a blank of the default grammar.
  public func blanks(in split: Split, count: Int, seed: UInt64) -> [Blank] {
    let end = tokenizer.endToken
    var positions = split.tokens.indices.filter { split.tokens[$0] != end }
    var random = SeededGenerator(seed: seed)
    let count = max(0, min(count, positions.count))
    for index in 0..<count { positions.swapAt(index, index + random.index(below: positions.count - index)) }
    return blanks(in: split, at: positions[..<count].sorted())
  }

  /// The blanks at these positions, which must be sorted.
  public func blanks(in split: Split, at positions: [Int]) -> [Blank] {
    if let grammar { return GrammarScorer(grammar).blanks(in: split, at: positions) }
    return positions.map {
      Blank(position: $0, story: 0..<split.count, floorBothSides: nil, floorLeft: nil, dependency: .none)
    }
  }
}

extension GrammarScorer {
  /// The blanks at these positions, which must be sorted, in stories of this scorer's grammar.
  public func blanks(in split: Split, at positions: [Int]) -> [Blank] {
    var blanks: [Blank] = []
    var story = 0..<0
    var state = start()
    var read = 0
    for position in positions {
      // The state before the blank is carried on from blank to blank within a story.
      if !story.contains(position) {
        story = split.documentRange(split.document(at: position))
        (state, read) = (start(), story.lowerBound)
      }
      while read < position {
        _ = advance(&state, by: split.tokens[read])
        read += 1
      }
      let rest = split.tokens[position + 1..<story.upperBound]
      blanks.append(
        Blank(
          position: position, story: story,
          floorBothSides: blankNats(token: split.tokens[position], after: state, rest: rest),
          floorLeft: split.floor[position], dependency: split.dependencies[position]))
    }
    return blanks
  }
}
