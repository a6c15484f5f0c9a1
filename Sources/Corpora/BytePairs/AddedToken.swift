// A token that stands beside the merges, such as the end of a text.

/// A token whose text is looked for before anything is cut into words.
public struct AddedToken: Sendable, Equatable {
  /// Its number.
  public let id: Int32
  /// Its text, which is not empty.
  public let content: String
  /// Whether it is a mark rather than text: such are not looked for where special tokens are not allowed.
  public let isSpecial: Bool
  /// Whether it is looked for only in what the others leave, as `tokenizers` does with `"normalized": true`.
  public let isNormalized: Bool
  /// Whether the vocabulary of the merges has it, too.
  public let isInVocabulary: Bool

  /// A special token, unless said otherwise.
  public init(
    id: Int32, content: String, isSpecial: Bool = true, isNormalized: Bool = false, isInVocabulary: Bool = false
  ) {
    (self.id, self.content, self.isSpecial) = (id, content, isSpecial)
    (self.isNormalized, self.isInVocabulary) = (isNormalized, isInVocabulary)
  }
}
