// Rows, blanks and distances of the test part, laid out once for all models.

import Corpora

/// What all models are scored on.
struct TestSet {
  /// Rows that hold every target of the test part once.
  let rows: Rows
  /// The positions that have a target, in order.
  let positions: [Int]
  /// The blanks that all models fill.
  let blanks: [Blank]
  /// More blanks, which only the right side settles.
  let settledBlanks: [Blank]
  let distances: DistanceGroups

  init(_ corpus: Corpus, plan: ComparisonPlan) throws(CorpusError) {
    rows = try EvaluationRows.make(corpus.test, of: corpus, length: plan.length, stride: max(1, plan.length / 2))
    positions = rows.positions.filter { $0 >= 0 }.map { Int($0) }.sorted()
    let scored = Set(positions)
    blanks = corpus.blanks(in: corpus.test, count: plan.blankCount, seed: 1).filter { scored.contains($0.position) }
    settledBlanks = corpus.blanksThatOnlyTheRightSettles(
      in: corpus.test, count: BlankStudy.settledCount, longestStory: plan.length, seed: 1)
    distances = DistanceGroups(corpus.test, of: corpus)
  }

  /// Where all blanks are, each place once.
  var blankPositions: [Int] {
    let drawn = blanks.map(\.position)
    let known = Set(drawn)
    return drawn + settledBlanks.map(\.position).filter { !known.contains($0) }
  }
}
