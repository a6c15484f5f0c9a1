// A text as token numbers.

/// A text as token numbers, with what of it the vocabulary does not have.
public struct TokenizedText: Equatable, Sendable {
  /// The numbers. What is not known is the unknown token; where there is none, it is missing.
  public internal(set) var ids: [Int32] = []
  /// What is not known.
  public internal(set) var unknown = UnknownTokens()

  /// Appends a piece of the text.
  /// - Parameters:
  ///   - id: Its number; nil, if it has none.
  ///   - other: The number of the unknown token, if there is one.
  mutating func append(_ id: Int32?, _ piece: @autoclosure () -> String, else other: Int32?) {
    unknown.total += 1
    if id == nil { unknown.add(piece()) }
    if let id = id ?? other { ids.append(id) }
  }
}
