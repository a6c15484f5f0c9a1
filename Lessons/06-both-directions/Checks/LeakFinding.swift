// What exercise 6b asks for.

/// A path that should not be: what a model says at a place depends on a word that comes later.
public struct Leak: Hashable, Sendable {
  /// The place whose output changes.
  public let output: Int
  /// The place of the later word with which it changes.
  public let word: Int

  /// From a word to an output.
  public init(output: Int, word: Int) { (self.output, self.word) = (output, word) }
}

/// Finds the leaks of a model that should guess each next word from those up to it.
public protocol LeakFinding {
  /// All leaks, in any order.
  /// - Parameters:
  ///   - model: May be asked about any text of its words.
  ///   - text: Where to look: all leaks of the model show when its words are changed.
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak]
}
