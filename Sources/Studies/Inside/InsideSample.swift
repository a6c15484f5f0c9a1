// Which sentences and which windows of a split the insides of models are shown and measured on. Models have no say in it.

import Corpora
import LabKit

/// Sentences of a split, and windows that the means are taken over.
struct InsideSample: Sendable {
  /// How many sentences are shown.
  static let sentenceCount = 10
  /// The most tokens of a sentence, and of a window of the sample.
  static let sentenceLength = 24
  static let windowLength = 64
  /// How far back the source of a window is at least.
  static let leastDistance = 8

  let sentences: [SettledWindow]
  let windows: [SettledWindow]

  /// - Parameters:
  ///   - count: How many windows, if there are as many.
  ///   - length: The most tokens that a model reads.
  /// - Throws: `CorpusError.tooShort`, if the split has not a window of tokens and one to follow.
  init(_ split: Split, of corpus: Corpus, count: Int, length: Int) throws(CorpusError) {
    guard split.count > 1 else { throw .tooShort(name: corpus.name, needs: 2, has: split.count) }
    sentences = SettledWindow.sentences(
      of: split, in: corpus, count: Self.sentenceCount, atMost: min(Self.sentenceLength, length))
    let length = min(Self.windowLength, length)
    let dependent =
      length < Self.leastDistance
      ? []
      : Self.dependent(split, of: corpus, distances: Self.leastDistance...length).filter { $0 >= length }
    if dependent.isEmpty {
      windows = try TargetSample(split, of: corpus, count: count, contextLength: length).positions.map {
        SettledWindow(target: $0, length: length, distance: nil)
      }
    } else {
      let count = min(count, dependent.count)
      windows = (0..<count).map { number in
        // The middle of each of `count` equal parts.
        let target = dependent[(2 * number + 1) * dependent.count / (2 * count)]
        return SettledWindow(target: target, length: length, distance: Int(split.dependencies[target].distance))
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
}
