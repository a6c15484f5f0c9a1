// Blanks: positions whose token is hidden, with the exact floor for guessing it.

import Foundation
import TensorCore

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
      Blank(
        position: $0, token: split.tokens[$0], story: 0..<split.count, floorBothSides: nil, floorLeft: nil,
        likeliestBothSides: nil, likeliestLeft: nil, dependency: .none)
    }
  }

  /// Draws blanks that only the right side settles, in the order of their positions, from the tokens whose dependency
  /// looks ahead. None for a text.
  /// - Parameters:
  ///   - count: At most so many.
  ///   - longest: In stories of at most so many tokens, so that a row holds what settles them.
  /// - Complexity: as `blanks(in:count:seed:)`, for about twice as many blanks.
  public func blanksThatOnlyTheRightSettles(
    in split: Split, count: Int, longestStory longest: Int, seed: UInt64
  ) -> [Blank] {
    var candidates = split.dependencies.indices.filter { position in
      kinds[Int(split.dependencies[position].kind)].looksAhead
        && split.documentRange(split.document(at: position)).count <= longest
    }
    var random = SeededGenerator(seed: seed)
    random.shuffle(&candidates)
    var found: [Blank] = []
    while found.count < count, !candidates.isEmpty {
      let next = candidates.prefix(count - found.count).sorted()
      candidates.removeFirst(next.count)
      found += blanks(in: split, at: next).filter(\.onlyRightSettles)
    }
    return found.sorted { $0.position < $1.position }
  }
}

extension Split {
  /// Where a token stands between these tokens.
  /// - Complexity: O(split · tokens), and next to O(split) where few places begin alike.
  public func places(between left: [Int32], and right: [Int32]) -> [Int] {
    (left.count..<max(left.count, count - right.count)).filter { place in
      tokens[place - left.count..<place].elementsEqual(left)
        && tokens[place + 1..<place + 1 + right.count].elementsEqual(right)
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
      let token = split.tokens[position]
      let both = words(after: state, before: split.tokens[position + 1..<story.upperBound])
      blanks.append(
        Blank(
          position: position, token: token, story: story, floorBothSides: both.nats(of: token),
          floorLeft: split.floor[position], likeliestBothSides: both.likeliest,
          likeliestLeft: words(after: state, before: []).likeliest, dependency: split.dependencies[position]))
    }
    return blanks
  }
}
