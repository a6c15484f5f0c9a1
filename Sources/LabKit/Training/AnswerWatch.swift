// Looks at how far back a model remembers while it trains.

import Corpora
import LabResults
import SequenceKit

/// Counts right answers by distance, often at first, where most happens, and then ever more rarely. Those are of the test part, where
/// chance and ceiling are known; nothing is chosen by them.
package struct AnswerWatch {
  /// What the looks showed so far.
  package private(set) var looks: [AnswerLook] = []

  private let trainer: Trainer
  private let corpus: Corpus
  private let rows: Rows
  private let groups: [DistanceGroups.Group]

  /// Tokens of a look, about: enough for some hundred answers at each range of distances in the stories.
  private static let tokens = 49_152
  /// No look before so many steps.
  private static let fewest = 16

  /// - Returns: nil where nothing hangs on earlier words, as in a text, or where the model reads blanks in place of what it predicts.
  package init?(_ trainer: Trainer, on corpus: Corpus) throws(CorpusError) {
    guard corpus.grammar != nil, trainer.model.sight != .masked else { return nil }
    let length = trainer.settings.length
    let all = try EvaluationRows.make(corpus.test, of: corpus, length: length)
    let kept = min(all.batchSize, max(1, Self.tokens / length))
    rows = all.rows((0..<kept).map { $0 * all.batchSize / kept })
    let scored = Set(rows.positions.filter { $0 >= 0 }.map(Int.init))
    groups = DistanceGroups(corpus.test, of: corpus, rowLength: length).groups.compactMap { group in
      let positions = group.positions.filter(scored.contains)
      return positions.isEmpty
        ? nil : DistanceGroups.Group(kind: group.kind, distances: group.distances, positions: positions)
    }
    (self.trainer, self.corpus) = (trainer, corpus)
    if groups.isEmpty { return nil }
  }

  /// Looks, if it is time to after the step that was made: after the last, half as many, a quarter, down to 16.
  /// - Complexity: a forward pass over some 49 000 tokens where it looks.
  package mutating func lookIfDue() {
    let (made, all) = (trainer.nextStep, trainer.settings.steps)
    let due = sequence(first: all) { $0 / 2 >= Self.fewest ? $0 / 2 : nil }
    guard due.contains(made) else { return }
    let scores = Evaluator(trainer.model, parameters: trainer.parameters, threads: trainer.settings.threads)
      .score(rows, of: corpus.test, blank: corpus.tokenizer.blankToken)
    looks.append(
      AnswerLook(
        step: made,
        groups: groups.map { group in
          AnswerLook.Group(
            kind: group.kind, distances: group.distances, asked: group.positions.count,
            right: group.positions.count { scores.isCorrect[$0] }, chance: mean(corpus.test.chances, group),
            ceiling: mean(corpus.test.ceilings, group))
        }))
  }

  private func mean(_ shares: [Double?], _ group: DistanceGroups.Group) -> Double {
    let known = group.positions.compactMap { shares[$0] }
    return known.isEmpty ? 0 : Statistics.mean(known)
  }
}
