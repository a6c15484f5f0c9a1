// A comparison whose models are trained and scored: what studies look at, and the first half of results.json.

import Corpora
import LabResults

/// A comparison with its runs.
public struct TrainedComparison {
  /// What was done, with the learning rates that were found.
  public let comparison: Comparison
  /// Each model's runs, one for each seed, in the order of `comparison.types`.
  public let runs: [[Comparison.Run]]
  /// Each model's runs with half of the steps; none where the plan asks for none.
  public let halfRuns: [[Comparison.Run]]
  /// What each model was tried with, by its identifier.
  let searches: [String: ComparisonResults.SearchRecord]

  /// The best n-gram model of the first seed's corpus.
  package let ngram: NGramModel

  init(
    comparison: Comparison, runs: [[Comparison.Run]], halfRuns: [[Comparison.Run]],
    searches: [String: ComparisonResults.SearchRecord]
  ) {
    (self.comparison, self.runs, self.halfRuns, self.searches) = (comparison, runs, halfRuns, searches)
    ngram = NGramModel.best(for: comparison.corpus)
  }

  /// What results.json holds of training and scores, without studies and claims.
  public func results() throws -> ComparisonResults {
    try ResultsBuilder(comparison: comparison, ngram: ngram).results(of: runs, half: halfRuns, searches: searches)
  }
}

extension NGramModel {
  /// The n-gram model of up to six tokens whose order is best on the validation part.
  package static func best(for corpus: Corpus) -> NGramModel {
    selectingOrder(
      upTo: highestOrder, training: corpus.train.tokens, validation: corpus.validation.tokens,
      vocabularySize: corpus.vocabularySize
    ).model
  }

  /// About the bytes that it takes.
  package static func expectedBytes(for corpus: Corpus) -> Double {
    expectedBytes(order: highestOrder, training: corpus.train.tokens, vocabularySize: corpus.vocabularySize)
  }

  private static let highestOrder = 6
}
