// Probe: selective recall. Keys are shown with values; later each key asks for its value.

import TensorCore

/// D different keys, each followed by a value; a gap of blanks; then the keys in another order, and each asks for its value.
///
///     tokens    c 4 a 7 f 4 b 0 _ _ _ _ _ _ _ _ a f b c
///     targets   ·                               7 4 0 4
///
/// Values are drawn independently of one another, so that no answer tells of the others. One that remembers which values
/// there were, but not whose, is right in somewhat more than 1/D.
/// - Source: Arora et al. 2023 (Zoology), multi-query associative recall, whose lengths n ≥ 4·D this keeps to.
public struct RecallTask: ProbeTask {
  public let id = "recall"
  /// D.
  public let pairCount: Int
  /// Blanks between the last value and the first query.
  public let gap: Int
  /// How many keys there are to draw from, and as many values.
  public let keyCount: Int

  public var distance: Int { gap }
  public var vocabularySize: Int { 2 * keyCount + 1 }
  public var length: Int { 3 * pairCount + gap }
  public var asked: Range<Int> { length - pairCount..<length }
  public var answers: Range<Int32> { Int32(keyCount)..<Int32(2 * keyCount) }
  public var chance: Double { 1 / Double(keyCount) }

  private var keys: Range<Int32> { 0..<Int32(keyCount) }
  private var blank: Int32 { Int32(2 * keyCount) }

  /// - Precondition: no more pairs than keys, and a gap of at least as many tokens.
  public init(pairCount: Int = 4, gap: Int, keyCount: Int = 8) {
    precondition(
      (1...keyCount).contains(pairCount) && gap >= pairCount,
      "RecallTask: \(pairCount) pairs of \(keyCount) keys, a gap of \(gap)")
    (self.pairCount, self.gap, self.keyCount) = (pairCount, gap, keyCount)
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    var shuffled = Array(keys)
    generator.shuffle(&shuffled)
    var pairs = shuffled.prefix(pairCount).map { key in
      (key: key, value: answers.lowerBound + Int32(generator.index(below: answers.count)))
    }
    let shown = pairs.flatMap { [$0.key, $0.value] } + Array(repeating: blank, count: gap)
    generator.shuffle(&pairs)
    return ProbeExample(
      tokens: shown + pairs.map(\.key), targets: Array(repeating: -1, count: shown.count) + pairs.map(\.value))
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] {
    // The token after the first place of the same key.
    asked.map { query in tokens[(tokens.firstIndex(of: tokens[query]) ?? 0) + 1] }
  }
}
