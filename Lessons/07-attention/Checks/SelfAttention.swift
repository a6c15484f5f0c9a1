// What exercise 7c asks for: attention with all its heads, in the very form in which the lab computes.

// The learner's file imports this lesson's module, and has the tape with it.
@_exported import LessonTape

/// Attention of all heads, over sequences that are computed together.
public protocol SelfAttention: Sendable {
  /// It has no numbers of its own: the maps to queries, keys and values are its layer's.
  init()

  /// What every word hears: for each head, the mean of the values of the words up to it, weighted by the softmax of
  /// q_t·k_s/√dₕ; the heads' outputs side by side.
  /// - Parameters:
  ///   - queries: [B, T, d]: B sequences of T words of d numbers; head h has the h-th part of them, dₕ = d / headCount.
  ///   - keys: [B, T, d].
  ///   - values: [B, T, d].
  /// - Returns: [B, T, d].
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S>
}
