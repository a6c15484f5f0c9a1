// A part of a corpus: its tokens, and what is known about each of them.

/// The train, validation or test part of a corpus. The arrays that a grammar fills are as long as `tokens`, where
/// nothing else is said; for a text they are empty.
public struct Split: Sendable, Equatable {
  /// The token numbers.
  public internal(set) var tokens: [Int32] = []
  /// Where each story begins; `[0]` for a text.
  public internal(set) var documentStarts: [Int] = []
  /// −ln p(token | the story so far), in nats: no model's expected loss is lower.
  public internal(set) var floor: [Double] = []
  /// What each token depends on.
  public internal(set) var dependencies: [Dependency] = []
  /// What the best predictor gets right of each token that depends on the past, from above 0 to 1, if it knows the grammar,
  /// that this mention is due, and all that was told, but has forgotten what stands at the dependency's distance or before
  /// it of the choice that is asked for. nil for other tokens; empty for a training part.
  public internal(set) var chances: [Double?] = []
  /// What the best predictor that remembers all gets right of each token that depends on the past: 1 where the answer is
  /// the likeliest next word, 1/k where it is one of k equals, else 0. nil for other tokens; empty but for a test part.
  public internal(set) var ceilings: [Double?] = []

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
    if !chances.isEmpty { chances.removeSubrange(start...) }
  }
}
