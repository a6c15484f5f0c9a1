// How large the parts of a corpus are.

/// The sizes of a corpus' parts, in tokens.
public struct TokenCounts: Codable, Equatable, Sendable {
  /// Tokens of the training part.
  public var train: Int
  /// Tokens of the validation part.
  public var validation: Int
  /// Tokens of the test part.
  public var test: Int

  /// Each from 0 on.
  public init(train: Int, validation: Int, test: Int) {
    (self.train, self.validation, self.test) = (train, validation, test)
  }
}
