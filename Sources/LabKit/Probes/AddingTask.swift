// Probe: adding. Two of some numbers are marked, and long after their sum is asked for.

import TensorCore

/// Some numbers, eight unless told otherwise, two of them marked; a gap of numbers that are not; and then the sum of the two is asked for.
///
///     tokens    7 2 9* 4 0 1* 3 5   8 6 2 … 4   ?
///     targets   ·                                9 + 1
///
/// The task is known with numbers u in [0, 1] and a model that answers with a number. Models here answer with a distribution
/// over tokens, so u is one of 10 levels, the middles (k + ½)/10 of equal bins, each a token, marked or not; a sum is one of 19
/// tokens; and what is scored is the squared error of the sum *expected* under the model's distribution. Always to expect 1,
/// the best without having seen either number, costs (1 − 1/10²)/6 = 0.165 (1/6 without levels).
///
/// Both marked numbers stand before the gap: whoever sees less than it sees neither. In the original they stand in the first half
/// of T numbers, which is a gap of T/2 after as many candidates.
/// - Source: Hochreiter and Schmidhuber 1997, section 5.4.
public struct AddingTask: ProbeTask {
  public let id = "adding"
  /// Numbers between the last that may be marked and the question.
  public let gap: Int
  /// How many numbers two are marked of.
  public let candidates: Int

  public var distance: Int { gap }
  /// 10 numbers, 10 marked ones, the question, 19 sums.
  public let vocabularySize = 40
  public var length: Int { candidates + gap + 1 }
  public var asked: Range<Int> { length - 1..<length }
  public let answers: Range<Int32> = 21..<40
  public let metric = ProbeMetric.squaredError(values: (0..<19).map { Double($0 + 1) / 10 })
  public let chance = (1 - 1.0 / 100) / 6

  private let levels = 10
  private let question: Int32 = 20

  /// - Precondition: there are two candidates or more, and the gap is not negative.
  public init(gap: Int, candidates: Int = 8) {
    precondition(gap >= 0 && candidates >= 2, "AddingTask: a gap of \(gap) after \(candidates) numbers")
    (self.gap, self.candidates) = (gap, candidates)
  }

  public func example(using generator: inout SeededGenerator) -> ProbeExample {
    var tokens = (0..<candidates + gap).map { _ in Int32(generator.index(below: levels)) }
    let first = generator.index(below: candidates)
    let second = (first + 1 + generator.index(below: candidates - 1)) % candidates
    let sum = tokens[first] + tokens[second]
    for position in [first, second] { tokens[position] += Int32(levels) }
    return ProbeExample(
      tokens: tokens + [question], targets: Array(repeating: -1, count: tokens.count) + [answers.lowerBound + sum])
  }

  public func oracle(_ tokens: [Int32]) -> [Int32] {
    let marked = tokens.filter { $0 >= levels && $0 < question }
    return [answers.lowerBound + marked.reduce(0) { $0 + $1 % Int32(levels) }]
  }
}
