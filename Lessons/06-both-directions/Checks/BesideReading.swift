// What exercise 6a asks for.

/// Reads a text from both sides, so that each word can be guessed from all others.
public protocol BesideReading {
  /// What each word is guessed from: the left stack's state after the word before it, followed by the right stack's
  /// after the word behind it. At the ends, where there is no such word, stands the start of the last layer.
  /// - Parameters:
  ///   - words: A vector for each word.
  ///   - left: The layers that read from the first word to the last, the lowest first; at least one. Each reads the
  ///     states of the one below it.
  ///   - right: As many layers, which read from the last word to the first.
  static func features(of words: [[Double]], left: [Recurrence], right: [Recurrence]) -> [[Double]]
}
