// What exercise 12a asks for.

/// A text in three parts, and the words that a model may know.
public struct TextParts: Equatable, Sendable {
  /// The lines that a model learns from.
  public var training: [String]
  /// The lines by which settings are chosen.
  public var validation: [String]
  /// The lines on which the result is reported.
  public var test: [String]
  /// The vocabulary.
  public var vocabulary: Set<String>

  /// Parts and a vocabulary.
  public init(training: [String], validation: [String], test: [String], vocabulary: Set<String>) {
    (self.training, self.validation, self.test) = (training, validation, test)
    self.vocabulary = vocabulary
  }
}

/// A split of a text.
public protocol TextSplit {
  /// The first 8/10 of the lines train, those up to 9/10 validate, and the rest tests. A line that stands in an
  /// earlier part, too, is left out of the later one; all else stays as it is, in its order. The vocabulary has the
  /// words of the training part.
  /// - Parameter lines: The text, line by line; words are separated by single spaces.
  static func parts(of lines: [String]) -> TextParts
}
