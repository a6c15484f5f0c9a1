// A mean over many tokens, with its error.

/// A mean with its standard error, in nats.
public struct ClusteredMean: Sendable, Codable, Equatable {
  /// The mean per token.
  public let mean: Double
  /// The standard error of the mean, with stories as the independent units; nil for fewer than two of them.
  public let standardError: Double?
  /// How many tokens it is a mean of.
  public let count: Int

  /// The mean over all items of clusters (stories) that are independent of each other, and the standard error of this
  /// ratio: √(Σ (Sₖ − mean·nₖ)² · K/(K−1)) / N for cluster sums Sₖ over nₖ items.
  ///
  /// - Source: Cochran, Sampling Techniques, 3rd ed., section 2.11 (ratio estimates).
  public init(clusters: some Sequence<(sum: Double, count: Int)>) {
    let clusters = clusters.filter { $0.count > 0 }
    count = clusters.reduce(0) { $0 + $1.count }
    let mean = count == 0 ? 0 : clusters.reduce(0) { $0 + $1.sum } / Double(count)
    let squares = clusters.reduce(0) { sum, cluster in
      let residual = cluster.sum - mean * Double(cluster.count)
      return sum + residual * residual
    }
    let k = Double(clusters.count)
    standardError = clusters.count < 2 ? nil : (squares * k / (k - 1)).squareRoot() / Double(count)
    self.mean = mean
  }
}
