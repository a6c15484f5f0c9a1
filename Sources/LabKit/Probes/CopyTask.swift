// Probe: copy memory. Symbols are shown, and after a gap they are asked for in the same order.

import TensorCore

/// K symbols of 8, a gap of T blanks, and K times "now": at each, the next symbol is asked for.
///
///     tokens    3 1 5 2 _ _ _ _ _ _ _ _ ? ? ? ?
///     targets   · · · · · · · · · · · · 3 1 5 2
///
/// Only the last K positions are scored, because all others would be right without any memory.
/// - Source: Hochreiter and Schmidhuber 1997; Arjovsky, Shah and Bengio 2016; in this form Bai, Kolter and Koltun 2018.
public struct CopyTask: ProbeTask {
  public let id = "copy"
  /// K.
  public let symbolCount: Int
  /// T, the blanks between the last symbol and the first question.
  public let gap: Int

  public var distance: Int { symbolCount + gap - 1 }
  public let vocabularySize = 10
  public var length: Int { 2 * symbolCount + gap }
  public var asked: Range<Int> { symbolCount + gap..<length }
  public let answers: Range<Int32> = 0..<8
  public let chance = 1.0 / 8

  private let blank: Int32 = 8
  private let now: Int32 = 9

  /// - Precondition: there is at least one symbol, and no negative gap.
  public init(symbolCount: Int = 4, gap: Int) {
    precondition(symbolCount > 0 && gap >= 0, "CopyTask: \(symbolCount) symbols, a gap of \(gap)")
    (self.symbolCount, self.gap) = (symbolCount, gap)
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    let symbols = (0..<symbolCount).map { _ in Int32(generator.index(below: answers.count)) }
    return ProbeExample(
      tokens: symbols + Array(repeating: blank, count: gap) + Array(repeating: now, count: symbolCount),
      targets: Array(repeating: -1, count: symbolCount + gap) + symbols)
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] { tokens.filter { $0 < blank } }
}
