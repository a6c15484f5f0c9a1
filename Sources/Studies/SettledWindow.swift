// Which sentences of a split are shown. Models have no say in it.

import Corpora
import Foundation

/// Some tokens in a row, and the one that follows them.
struct SettledWindow: Equatable, Sendable {
  /// Where the token that follows stands in the split.
  let target: Int
  /// How many tokens before it are read.
  let length: Int
  /// How many tokens before it the one stands that settles it; nil where none is known.
  let distance: Int?

  /// The place in the window of the token that settles what follows.
  var source: Int? { distance.map { length - $0 } }

  /// How far back the word that settles the next one stands.
  static let distances = 4...20

  /// Places where a word 4 to 20 tokens back settles the next one, so far that a perfect reader is right at least every other time:
  /// the first of each kind of dependency, then the second of each, and so on, each in a story of its own.
  ///
  /// A window begins with its story, or else with a sentence. In a text, where nothing is known to settle anything, windows are spread
  /// evenly.
  static func sentences(of split: Split, in corpus: Corpus, count: Int, atMost length: Int) -> [SettledWindow] {
    let reach = min(length, distances.upperBound)
    let found = [min(distances.lowerBound, reach)...reach, 1...reach].lazy
      .map { settled(split, in: corpus, distances: $0, count: count, atMost: length) }
      .first { !$0.isEmpty }
    return found
      ?? (0..<count).compactMap { number in
        let target = (2 * number + 1) * split.count / (2 * count)
        return target < 1 ? nil : SettledWindow(target: target, length: min(length, target), distance: nil)
      }
  }

  private static func settled(
    _ split: Split, in corpus: Corpus, distances: ClosedRange<Int>, count: Int, atMost length: Int
  ) -> [SettledWindow] {
    var byKind: [[Int]] = Array(repeating: [], count: corpus.kinds.count)
    for (position, dependency) in split.dependencies.enumerated() where dependency.kind > 0 {
      let kind = Int(dependency.kind)
      let isLikely = split.floor.isEmpty || exp(-split.floor[position]) > 0.499
      guard !corpus.kinds[kind].looksAhead, isLikely, distances.contains(Int(dependency.distance)),
        byKind[kind].count < count, position >= Int(dependency.distance)
      else { continue }
      if let last = byKind[kind].last, split.document(at: last) == split.document(at: position) { continue }
      byKind[kind].append(position)
    }
    let turns = (0..<count).flatMap { turn in byKind.compactMap { turn < $0.count ? $0[turn] : nil } }
    let marks = SentenceMarks(corpus.tokenizer)
    return turns.prefix(count).map { target in
      let distance = Int(split.dependencies[target].distance)
      let start = split.documentStarts[split.document(at: target)]
      let earliest = max(start, target - length)
      let begin =
        (earliest...target - distance).first { $0 == start || marks.isStart($0, of: split.tokens) } ?? earliest
      return SettledWindow(target: target, length: target - begin, distance: distance)
    }
  }
}
