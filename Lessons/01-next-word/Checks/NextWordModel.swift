// What exercise 1a asks for.

/// A model that guesses the next word from counts. Words are numbers from 0 to V − 1.
public protocol NextWordModel {
  /// Counts a text.
  /// - Parameters:
  ///   - training: The text; it may be empty.
  ///   - vocabularySize: V.
  ///   - order: The longest group of words that is counted, the guessed one included: with order 2, one word before it is looked at.
  init(training: [Int], vocabularySize: Int, order: Int)

  /// p(word | context): how likely the word is after the words of `context`, the last of which stands just before it.
  func probability(of word: Int, after context: [Int]) -> Double
}
