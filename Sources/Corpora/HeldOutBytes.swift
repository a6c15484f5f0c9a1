// How many bytes of text the held-out parts are, by which losses of all kinds of tokens compare.

/// Bytes of UTF-8 in a text's held-out parts. A loss in nats a byte is the same question to models by character, by word and by byte
/// pairs: how surprised they are by the same text.
public struct HeldOutBytes: Sendable, Equatable {
  /// Bytes and tokens of a part.
  public struct Part: Sendable, Equatable {
    /// Both above 0.
    public let bytes, tokens: Int

    /// The loss a byte, of a mean loss a token.
    public func perByte(_ loss: Double) -> Double { loss * Double(tokens) / Double(bytes) }
  }

  /// The parts, and both together.
  public let validation, test, heldOut: Part

  /// - Parameters:
  ///   - tokens: Those of both parts, at least one of each.
  ///   - bytes: The bytes of both; shared out by tokens. Nil: what each token has is counted.
  init(_ tokens: ArraySlice<Int32>, validationCount: Int, tokenizer: Tokenizer, bytes: Int?) {
    let split = tokens.startIndex + validationCount
    let all = max(1, bytes ?? tokenizer.byteCount(of: tokens))
    let first =
      bytes.map { Int((Double($0) * Double(validationCount) / Double(tokens.count)).rounded()) }
      ?? tokenizer.byteCount(of: tokens[..<split])
    heldOut = Part(bytes: all, tokens: tokens.count)
    validation = Part(bytes: max(1, first), tokens: validationCount)
    test = Part(bytes: max(1, all - first), tokens: tokens.count - validationCount)
  }
}
