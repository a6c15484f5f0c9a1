// Estimates of runs that are all tested on the same stories.

extension Estimate {
  /// The mean over runs and stories where all runs share the test: its error counts both, as if other seeds *and* other
  /// stories were drawn.
  ///
  /// The values of the runs then share what the stories do, and their own spread does not show it. The variance is that
  /// between runs + that between stories − that of run and story together, which is in both; at least the larger of the
  /// two. Its degrees of freedom are Satterthwaite's. Stories are documents, or blocks of a text long enough to be as
  /// good as independent. Where each run draws stories of its own, ``init(_:scale:items:)`` counts both already.
  ///
  /// `StorySimulations` counts 92 to 96 % of the intervals that hold the truth, for 3, 5 and 8 runs; a bootstrap over
  /// runs and stories comes to 82 % for three runs that differ more than the stories do, for it resamples three values.
  /// - Source: Cameron, Gelbach and Miller 2011, Robust inference with multiway clustering, JBES 29:238; Satterthwaite
  ///   1946, Biometrics Bulletin 2:110.
  /// - Parameters:
  ///   - runs: For each run the stories, in the same order. A pair's difference is one row of differences of sums.
  /// - Precondition: There is a run, all have as many stories, each run has scored tokens; the scale is not `positive`.
  /// - Complexity: O(runs · stories).
  public init(sharedStories runs: [[StorySum]], scale: ScoreScale = .real) {
    precondition(!runs.isEmpty && runs.allSatisfy { $0.count == runs[0].count }, "Estimate: stories are missing")
    precondition(scale != .positive, "Estimate: a sum over stories is no ratio")
    let totals = runs.map { Double($0.reduce(0) { $0 + $1.count }) }
    let values = zip(runs, totals).map { run, total in run.reduce(0) { $0 + $1.sum } / total }
    let mean = Statistics.mean(values)
    // Each run's and story's share in the deviation from the mean: they sum up to value − mean.
    let shares = zip(runs, totals).map { run, total in run.map { ($0.sum - mean * Double($0.count)) / total } }
    let variance = Self.variance(shares)
    let items = runs[0].count { $0.count > 0 }
    guard let variance, variance.error > 0, scale.axis(mean).isFinite else {
      self.init(values, scale: scale, items: items)
      return
    }
    self.init(
      mean, values, scale,
      .student(error: variance.error * scale.slope(at: mean), freedom: variance.freedom))
  }

  /// The standard error of a mean over rows (runs) and columns (stories), from their shares in it, and its degrees of
  /// freedom.
  private static func variance(_ shares: [[Double]]) -> (error: Double, freedom: Double)? {
    let (rows, columns) = (Double(shares.count), Double(shares[0].count))
    guard rows > 1, columns > 1 else { return nil }
    let rowSums = shares.map { $0.reduce(0, +) }
    let columnMeans = shares[0].indices.map { column in shares.reduce(0) { $0 + $1[column] } / rows }
    let ofRows = rowSums.reduce(0) { $0 + $1 * $1 } / (rows - 1) / rows
    let ofColumns = columnMeans.reduce(0) { $0 + $1 * $1 } * columns / (columns - 1)
    var squares = 0.0
    for (row, sum) in zip(shares, rowSums) {
      for (share, mean) in zip(row, columnMeans) {
        let rest = share - mean - sum / columns
        squares += rest * rest
      }
    }
    let ofBoth = squares / ((rows - 1) * (columns - 1)) * columns / rows
    let sum = ofRows + ofColumns - ofBoth
    // Without a spread of its own, a row or column adds nothing, and its estimate may come out below what both have
    // together.
    if sum <= max(ofRows, ofColumns) {
      return ofRows >= ofColumns ? (ofRows.squareRoot(), rows - 1) : (ofColumns.squareRoot(), columns - 1)
    }
    let parts = [(ofRows, rows - 1), (ofColumns, columns - 1), (ofBoth, (rows - 1) * (columns - 1))]
    return (sum.squareRoot(), sum * sum / parts.reduce(0) { $0 + $1.0 * $1.0 / $1.1 })
  }
}
