// The sentence that the insides of models are shown on.

import LabResults

/// The sentence that all models read, and what their means are taken over.
public struct InsideExample: Codable, Equatable, Sendable {
  /// The tokens as texts.
  public var words: [String]
  /// The token that comes next, and that models are to predict.
  public var answer: String
  /// The place of the word that settles the answer; null for a text, where none is known.
  @ExplicitNull public var source: Int?
  /// The kind of dependency; null for a text.
  @ExplicitNull public var kind: String?
  /// How many windows of the test part, each with a token to predict, saturation and attention to sources are means over.
  public var windows: Int
  /// The tokens in each of them.
  public var windowLength: Int
  /// The least and the most tokens back to the source in them; null for a text.
  @ExplicitNull public var distances: [Int]?

  /// - Parameter source: An index into `words`.
  public init(
    words: [String], answer: String, source: Int?, kind: String?, windows: Int, windowLength: Int, distances: [Int]?
  ) {
    (self.words, self.answer, self.windows, self.windowLength) = (words, answer, windows, windowLength)
    _source = ExplicitNull(wrappedValue: source)
    _kind = ExplicitNull(wrappedValue: kind)
    _distances = ExplicitNull(wrappedValue: distances)
  }
}
