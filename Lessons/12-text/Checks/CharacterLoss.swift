// What exercise 12b asks for.

/// A word of a text, and what a model by words had said before it came.
public struct ScoredWord: Equatable, Sendable {
  /// The word as it stands in the text.
  public var text: String
  /// The probability that the model gave to it; if it is not in the vocabulary, to “some unknown word”.
  public var probability: Double
  /// For an unknown word, the probability of each of its characters after those before it, as a model by characters
  /// spells it; else empty.
  public var spelling: [Double]

  /// A word with its probabilities.
  public init(text: String, probability: Double, spelling: [Double] = []) {
    (self.text, self.probability, self.spelling) = (text, probability, spelling)
  }
}

/// The loss of a model by words in a unit that models by characters have, too.
public protocol CharacterLoss {
  /// Nats for each character of the test text.
  ///
  /// The text is its words with a space between each two; the spaces are characters, too. They cost nothing, for the
  /// model gives words one after the other, and so there is always one.
  /// - Parameters:
  ///   - training: The words that the model learned from, with what it says of them now.
  ///   - test: The words that it is judged by; at least one, and none is empty.
  static func natsPerCharacter(training: [ScoredWord], test: [ScoredWord]) -> Double
}
