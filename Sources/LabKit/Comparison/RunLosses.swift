// The losses of runs, and which of two models has the lesser.

import LabResults
import SequenceKit

/// What runs lose, by model and in pairs.
struct RunLosses {
  let plan: ComparisonPlan
  /// Whether all seeds share their test part, as a text is the same for all.
  let isText: Bool

  /// The mean loss of a run, in nats.
  func loss(_ score: ComparisonResults.PairRecord.Score, _ run: Comparison.Run) -> Double? {
    run.finishedScores?.meanLoss(at: positions(score, run.test))
  }

  func positions(_ score: ComparisonResults.PairRecord.Score, _ test: TestSet) -> [Int] {
    switch score {
    case .nextToken: test.positions
    case .fillBlank: test.blanks.map(\.position)
    }
  }

  /// The mean loss of some runs. A text is the same for all seeds, so that its blocks count as stories that they share.
  func estimate(_ score: ComparisonResults.PairRecord.Score, of runs: [Comparison.Run]) -> Estimate? {
    guard !runs.isEmpty else { return nil }
    guard isText else { return Estimate(runs.compactMap { loss(score, $0) }) }
    return Estimate(
      sharedStories: runs.compactMap { run in
        run.finishedScores?.sums(at: positions(score, run.test), inBlocksOf: Self.blockLength)
      })
  }

  /// Tokens of a text that are as good as independent of the next as many.
  private static let blockLength = 500

  /// All pairs of models, the better first, each with whether its seeds tell them apart: all pairs are judged together, and as often as
  /// they may have been looked at, so that few of those told apart are so by chance.
  func pairs(of runs: [[Comparison.Run]]) -> [ComparisonResults.PairRecord] {
    var pairs = found(runs, .nextToken) + found(runs, .fillBlank)
    let tests = pairs.map { DecisionRule.above(0).test($0.difference) }
    let verdicts = VerdictControl(tests, looks: plan.schedule?.looks.count ?? 1).after
    for index in pairs.indices { pairs[index].isTold = verdicts[index] != .inconclusive }
    return pairs
  }

  /// All pairs of models that have a score, the better of the two first.
  private func found(
    _ runs: [[Comparison.Run]], _ score: ComparisonResults.PairRecord.Score
  ) -> [ComparisonResults.PairRecord] {
    let losses = runs.compactMap { runs -> (id: String, losses: [UInt64: Double])? in
      guard let first = runs.first, score == .fillBlank || first.model.sight == .left else { return nil }
      let bySeed = runs.compactMap { run in loss(score, run).map { (run.seed, $0) } }
      return (type(of: first.model).identifier, Dictionary(uniqueKeysWithValues: bySeed))
    }
    var pairs: [ComparisonResults.PairRecord] = []
    for (index, one) in losses.enumerated() {
      for other in losses[(index + 1)...] {
        // Only seeds that both finished make pairs.
        let seeds = one.losses.keys.filter { other.losses[$0] != nil }.sorted()
        let (mine, theirs) = (seeds.compactMap { one.losses[$0] }, seeds.compactMap { other.losses[$0] })
        guard !seeds.isEmpty else { continue }
        let isFirst = Statistics.mean(mine) <= Statistics.mean(theirs)
        let (better, worse) = isFirst ? (mine, theirs) : (theirs, mine)
        pairs.append(
          ComparisonResults.PairRecord(
            score: score, first: isFirst ? one.id : other.id, second: isFirst ? other.id : one.id,
            difference: sharedDifference(score, runs, of: isFirst ? (other.id, one.id) : (one.id, other.id), seeds)
              ?? Statistics.pairedDifference(worse, better),
            firstIsBetter: WinShare(losses: better, against: worse)))
      }
    }
    return pairs
  }

  /// On a text, the difference of two models' losses counts its blocks as stories that all seeds share; nil with a grammar.
  private func sharedDifference(
    _ score: ComparisonResults.PairRecord.Score, _ runs: [[Comparison.Run]], of pair: (worse: String, better: String),
    _ seeds: [UInt64]
  ) -> Estimate? {
    guard isText else { return nil }
    func sums(_ id: String, _ seed: UInt64) -> [StorySum]? {
      let run = runs.joined().first { type(of: $0.model).identifier == id && $0.seed == seed }
      return run.flatMap { run in
        run.finishedScores?.sums(at: positions(score, run.test), inBlocksOf: Self.blockLength)
      }
    }
    let rows = seeds.compactMap { seed -> [StorySum]? in
      guard let worse = sums(pair.worse, seed), let better = sums(pair.better, seed) else { return nil }
      return zip(worse, better).map { StorySum(sum: $0.sum - $1.sum, count: $0.count) }
    }
    return rows.isEmpty ? nil : Estimate(sharedStories: rows)
  }
}
