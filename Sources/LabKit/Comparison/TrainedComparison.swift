// A comparison whose models are trained and scored: what studies look at, and the first half of results.json.

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

  /// What results.json holds of training and scores, without studies and claims.
  public func results() throws -> ComparisonResults {
    try ResultsBuilder(comparison: comparison).results(of: runs, half: halfRuns, searches: searches)
  }
}
