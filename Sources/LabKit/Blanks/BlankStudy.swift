// Scores all models on the same blanks, in groups by what settles them, beside predictors that know the grammar.

import Corpora
import LabResults
import SequenceKit

/// From the scores of runs to a `BlankStudyRecord`.
struct BlankStudy {
  let corpus: Corpus
  let test: TestSet

  /// At most so many blanks that only the right side settles.
  static let settledCount = 200

  /// Models that see both sides, and what they are without the right side: the same kind of network, of the same size.
  static let counterparts = [("birnn", "rnn"), ("transformer-bidirectional", "transformer")]

  /// - Parameter runs: Each model's runs, one per seed; those that stopped are left out.
  /// - Returns: nil for a corpus without a grammar.
  func record(of runs: [[Comparison.Run]]) -> BlankStudyRecord? {
    guard corpus.grammar != nil else { return nil }
    let models = runs.compactMap(FinishedRuns.init)
    let groups: [(BlankStudyRecord.Kind, [Blank])] = [
      (.all, test.blanks), (.left, test.blanks.filter(\.leftSettles)), (.right, test.settledBlanks),
      (.near, test.settledBlanks.filter { $0.dependency.distance <= BlankStudyRecord.nearDistance }),
    ]
    return BlankStudyRecord(
      groups: groups.filter { !$0.1.isEmpty }.map { group($0, $1, models) },
      demonstrations: BlankDemonstrations(corpus: corpus, blanks: test.settledBlanks).records(of: models.map(\.first)))
  }

  private func group(
    _ kind: BlankStudyRecord.Kind, _ blanks: [Blank], _ models: [FinishedRuns]
  ) -> BlankStudyRecord.Group {
    func mean(_ value: (Blank) -> Double?) -> Double { Statistics.mean(blanks.compactMap(value)) }
    let positions = blanks.map(\.position)
    let gains = Self.counterparts.compactMap { both, left in
      models.first { $0.identifier == both }.flatMap { both in
        models.first { $0.identifier == left }.flatMap { both.gain(over: $0, at: positions) }
      }
    }
    return BlankStudyRecord.Group(
      kind: kind, count: blanks.count,
      bothSides: .init(loss: mean(\.floorBothSides), accuracy: mean(\.rightBothSides)),
      leftSide: .init(loss: mean(\.floorLeft), accuracy: mean(\.rightLeft)),
      models: models.map { $0.score(at: positions) }, gains: gains)
  }
}

/// The runs of a model that came to an end; at least one.
private struct FinishedRuns {
  let first: Comparison.Run
  /// By seed, in the order of the runs.
  let scores: [(seed: UInt64, scores: TokenScores)]

  var identifier: String { type(of: first.model).identifier }

  init?(_ runs: [Comparison.Run]) {
    scores = runs.compactMap { run in (try? run.scores.get()).map { (run.seed, $0) } }
    guard let first = runs.first(where: { run in (try? run.scores.get()) != nil }) else { return nil }
    self.first = first
  }

  func score(at positions: [Int]) -> BlankStudyRecord.Score {
    BlankStudyRecord.Score(
      model: identifier, loss: Estimate(scores.map { $0.scores.meanLoss(at: positions) }),
      accuracy: Estimate(scores.map { $0.scores.accuracy(at: positions) }))
  }

  /// nil without a seed that both have.
  func gain(over left: FinishedRuns, at positions: [Int]) -> BlankStudyRecord.Gain? {
    let pairs = scores.compactMap { seed, both in
      left.scores.first { $0.seed == seed }.map { (both: both, left: $0.scores) }
    }
    guard !pairs.isEmpty else { return nil }
    return BlankStudyRecord.Gain(
      both: identifier, left: left.identifier,
      loss: Statistics.pairedDifference(
        pairs.map { $0.left.meanLoss(at: positions) }, pairs.map { $0.both.meanLoss(at: positions) }),
      accuracy: Statistics.pairedDifference(
        pairs.map { $0.both.accuracy(at: positions) }, pairs.map { $0.left.accuracy(at: positions) }))
  }
}
