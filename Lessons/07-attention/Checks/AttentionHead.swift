// What exercise 7a asks for.

/// One head of causal attention over a sequence.
public protocol AttentionHead {
  /// For each word, the mean of the values of the words up to it, weighted by the softmax of q_t·k_s/√d over s = 0 … t.
  /// - Parameters:
  ///   - queries: What each word asks: d numbers.
  ///   - keys: What each word answers to: d numbers.
  ///   - values: What each word hands over; not always d numbers.
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]]
}
