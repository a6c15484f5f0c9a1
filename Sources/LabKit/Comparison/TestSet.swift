// Rows and blanks of a test part, laid out once for all models.

import Corpora

/// What all models are scored on.
package struct TestSet: Sendable {
  /// The corpus whose test part it is. Where each seed has a corpus of its own, the training part is left out of all but the first.
  package let corpus: Corpus
  /// Rows that hold every target of the test part once.
  package let rows: Rows
  /// The positions that have a target, in order.
  package let positions: [Int]
  /// The blanks that all models fill.
  package let blanks: [Blank]
  /// More blanks, which only the right side settles.
  package let settledBlanks: [Blank]

  /// At most so many blanks that only the right side settles.
  package static let settledCount = 600

  /// - Parameters:
  ///   - length: T, the tokens of a row.
  ///   - blankCount: How many blanks are drawn at random.
  /// - Throws: `CorpusError`, if the test part is too short.
  package init(_ corpus: Corpus, length: Int, blankCount: Int) throws(CorpusError) {
    self.corpus = corpus
    rows = try EvaluationRows.make(corpus.test, of: corpus, length: length, stride: max(1, length / 2))
    positions = rows.positions.filter { $0 >= 0 }.map { Int($0) }.sorted()
    var isScored = [Bool](repeating: false, count: corpus.test.count)
    for position in positions { isScored[position] = true }
    blanks = corpus.blanks(in: corpus.test, count: blankCount, seed: 1).filter { isScored[$0.position] }
    settledBlanks = corpus.blanksThatOnlyTheRightSettles(
      in: corpus.test, count: Self.settledCount, longestStory: length, seed: 1)
  }

  /// Where all blanks are, each place once.
  package var blankPositions: [Int] {
    let drawn = blanks.map(\.position)
    let known = Set(drawn)
    return drawn + settledBlanks.map(\.position).filter { !known.contains($0) }
  }
}
