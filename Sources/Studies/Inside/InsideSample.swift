// Which sentence and which windows of a split the insides of models are shown and measured on. Models have no say in it.

import Corpora
import Foundation
import LabKit

/// A sentence of a split, and windows that the means are taken over.
struct InsideSample: Sendable {
  /// Some tokens in a row, and the one that follows them.
  struct Window: Equatable, Sendable {
    /// Where the token that follows stands in the split.
    let target: Int
    /// How many tokens before it are read.
    let length: Int
    /// How many tokens before it the one stands that settles it; nil where none is known.
    let distance: Int?

    /// The place in the window of the token that settles what follows.
    var source: Int? { distance.map { length - $0 } }
  }

  /// The most tokens of the sentence, and of a window of the sample.
  static let sentenceLength = 24
  static let windowLength = 64
  /// How far back the source of the sentence, and that of a window, is at least.
  static let leastDistance = 8

  let sentence: Window
  let windows: [Window]

  /// - Parameters:
  ///   - count: How many windows, if there are as many.
  ///   - length: The most tokens that a model reads.
  /// - Throws: `CorpusError.tooShort`, if the split has not a window of tokens and one to follow.
  init(_ split: Split, of corpus: Corpus, count: Int, length: Int) throws(CorpusError) {
    sentence = try Self.sentence(split, of: corpus, atMost: min(Self.sentenceLength, length))
    let length = min(Self.windowLength, length)
    let dependent =
      length < Self.leastDistance
      ? []
      : Self.dependent(split, of: corpus, distances: Self.leastDistance...length).filter { $0 >= length }
    if dependent.isEmpty {
      windows = try TargetSample(split, of: corpus, count: count, contextLength: length).positions.map {
        Window(target: $0, length: length, distance: nil)
      }
    } else {
      let count = min(count, dependent.count)
      windows = (0..<count).map { number in
        // The middle of each of `count` equal parts.
        let target = dependent[(2 * number + 1) * dependent.count / (2 * count)]
        return Window(target: target, length: length, distance: Int(split.dependencies[target].distance))
      }
    }
  }

  /// The positions of tokens that depend on one so many tokens back.
  private static func dependent(_ split: Split, of corpus: Corpus, distances: ClosedRange<Int>) -> [Int] {
    split.dependencies.indices.filter { position in
      let dependency = split.dependencies[position]
      return dependency.kind > 0 && !corpus.kinds[Int(dependency.kind)].looksAhead
        && distances.contains(Int(dependency.distance)) && position >= Int(dependency.distance)
    }
  }

  /// The first words up to one that depends on a word 8 to 20 tokens back.
  ///
  /// Of all such places: first those of the kinds `recall` and `role`, of these those that the text so far makes at least as likely as
  /// not, of these those whose story begins in the sentence, and of these the first. In a text, the tokens after the first 8.
  private static func sentence(
    _ split: Split, of corpus: Corpus, atMost length: Int
  ) throws(CorpusError) -> Window {
    func rank(_ position: Int) -> Int {
      let kind = corpus.kinds[Int(split.dependencies[position].kind)].name
      let isPreferred = kind == "recall" || kind == "role"
      let isLikely = split.floor.isEmpty || exp(-split.floor[position]) > 0.499
      return (isPreferred ? 0 : 4) + (isLikely ? 0 : 2) + (start(position) + length >= position ? 0 : 1)
    }
    func start(_ position: Int) -> Int { split.documentStarts[split.document(at: position)] }
    for distances in [leastDistance...20, 1...length] where distances.upperBound <= length {
      let places = dependent(split, of: corpus, distances: distances).map { (rank: rank($0), position: $0) }
      if let first = places.min(by: { $0 < $1 }) {
        let distance = Int(split.dependencies[first.position].distance)
        let begin = max(first.position - length, min(start(first.position), first.position - distance))
        return Window(target: first.position, length: first.position - begin, distance: distance)
      }
    }
    guard split.count > 1 else { throw .tooShort(name: corpus.name, needs: 2, has: split.count) }
    let target = min(8 + length, split.count - 1)
    return Window(target: target, length: min(length, target), distance: nil)
  }
}
