// A part of a corpus: its tokens, and what is known about each of them.

/// The train, validation or test part of a corpus. The arrays that a grammar fills are as long as `tokens`; for a text
/// they are empty.
public struct Split: Sendable, Equatable {
  /// The token numbers.
  public internal(set) var tokens: [Int32] = []
  /// Where each story begins; `[0]` for a text.
  public internal(set) var documentStarts: [Int] = []
  /// −ln p(token | the story so far), in nats: no model's expected loss is lower.
  public internal(set) var floor: [Double] = []
  /// What each token depends on.
  public internal(set) var dependencies: [Dependency] = []

  /// A part without floors and dependencies, such as a piece of text.
  public init(tokens: [Int32] = [], documentStarts: [Int] = []) {
    self.tokens = tokens
    self.documentStarts = documentStarts
  }

  /// The number of tokens.
  public var count: Int { tokens.count }

  /// The tokens of story `index`, its end included.
  public func documentRange(_ index: Int) -> Range<Int> {
    documentStarts[index]..<(index + 1 < documentStarts.count ? documentStarts[index + 1] : tokens.count)
  }

  /// The index of the story that holds the token at `position`.
  /// - Complexity: O(log stories)
  public func document(at position: Int) -> Int {
    var low = 0
    var high = documentStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if documentStarts[middle] <= position { low = middle } else { high = middle }
    }
    return low
  }

  /// Takes the last story away again.
  mutating func removeLastDocument() {
    guard let start = documentStarts.popLast() else { return }
    tokens.removeSubrange(start...)
    floor.removeSubrange(start...)
    dependencies.removeSubrange(start...)
  }
}

/// A mean with its standard error, in nats.
public struct Estimate: Sendable, Codable, Equatable {
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
