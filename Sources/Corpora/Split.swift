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
