// How a model did, token by token.

import LabResults

/// How a model did at each token of a split.
public struct TokenScores: Sendable {
  /// −ln p(token) in nats; NaN where it was not scored.
  public internal(set) var losses: [Float]
  /// Whether the likeliest token was the right one.
  public internal(set) var isCorrect: [Bool]

  init(count: Int) {
    losses = Array(repeating: .nan, count: count)
    isCorrect = Array(repeating: false, count: count)
  }

  /// The mean loss over all scored tokens, in nats.
  public var meanLoss: Double {
    let scored = losses.lazy.filter { !$0.isNaN }
    return scored.reduce(0.0) { $0 + Double($1) } / Double(max(1, scored.count))
  }

  /// The mean loss over some positions, in nats.
  public func meanLoss(at positions: some Collection<Int>) -> Double {
    positions.reduce(0.0) { $0 + Double(losses[$1]) } / Double(max(1, positions.count))
  }

  /// The share of some positions whose likeliest token was right.
  public func accuracy(at positions: some Collection<Int>) -> Double {
    Double(positions.count { isCorrect[$0] }) / Double(max(1, positions.count))
  }

  /// The losses of some positions, ascending, summed up over blocks of the split.
  package func sums(at positions: [Int], inBlocksOf length: Int) -> [StorySum] {
    var sums = [StorySum](repeating: StorySum(sum: 0, count: 0), count: (losses.count + length - 1) / length)
    for position in positions {
      sums[position / length].sum += Double(losses[position])
      sums[position / length].count += 1
    }
    return sums
  }
}
