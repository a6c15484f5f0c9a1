// Byte pair encoding as GPT-2 has it: bytes, merged pair by pair into tokens.

/// A vocabulary of byte pairs. Text is cut into words, each word into its bytes, and of two neighbours that may merge
/// those of the least rank do, until none are left. Any text has tokens, and they give it back exactly.
///
/// ```swift
/// let pairs = try BytePairs(contentsOf: folder)  // tokenizer.json, or vocab.json and merges.txt
/// pairs.encode("Hello world")                    // [15496, 995] with GPT-2's files
/// ```
/// - Source: Sennrich et al. 2016; Radford et al. 2019.
public struct BytePairs: Sendable, Equatable {
  /// Two tokens that become one.
  struct Merge: Sendable, Equatable {
    var left, right, result: Int32
  }

  /// The bytes of all tokens, one after another.
  private let bytes: [UInt8]
  /// Where each token's bytes begin; one more than there are tokens. A number that no token has, has no bytes.
  private let starts: [Int]
  /// In the order of their ranks.
  let merges: [Merge]
  /// Tokens that are looked for in a text before it is cut.
  public let added: [AddedToken]
  /// Whether a text that begins without a space gets one.
  public let addsPrefixSpace: Bool
  let table: PairTable

  /// - Parameters:
  ///   - tokens: The bytes of each token, at its number; none where there is no token, or an added one that has no bytes of its own.
  ///   - merges: In the order of their ranks, with numbers of tokens.
  ///   - added: With different numbers, below a million; they may lie beyond `tokens`.
  /// - Throws: `CorpusError.invalidTokenizer`, if a byte has no token, or there are too many.
  init(
    tokens: [[UInt8]], merges: [Merge], added: [AddedToken] = [], addsPrefixSpace: Bool = false
  ) throws(CorpusError) {
    var tokens = tokens
    let count = max(tokens.count, added.map { Int($0.id) + 1 }.max() ?? 0)
    guard count <= PairTable.mostTokens, merges.count <= PairTable.mostMerges else {
      throw .invalidTokenizer(
        reason: "\(count) tokens and \(merges.count) merges are more than the \(PairTable.mostTokens) and "
          + "\(PairTable.mostMerges) that are possible")
    }
    var byteTokens = [Int32](repeating: -1, count: 256)
    let marks = Set(added.lazy.filter { !$0.isInVocabulary }.map(\.id))
    for (id, token) in tokens.enumerated() where token.count == 1 && !marks.contains(Int32(id)) {
      byteTokens[Int(token[0])] = Int32(id)
    }
    if let missing = byteTokens.firstIndex(of: -1) {
      throw .invalidTokenizer(
        reason: "its vocabulary has no token for the byte \(missing), “\(ByteAlphabet.characters[missing])”; "
          + "learn it with all 256 bytes, in tokenizers by initial_alphabet=ByteLevel.alphabet()")
    }
    tokens += Array(repeating: [], count: count - tokens.count)
    for token in added {
      // A decoder cannot tell an added token's characters from those that stand for bytes.
      tokens[Int(token.id)] = ByteAlphabet.bytes(of: token.content) ?? Array(token.content.utf8)
    }
    bytes = Array(tokens.joined())
    starts = tokens.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    (self.merges, self.added, self.addsPrefixSpace) = (merges, added, addsPrefixSpace)
    table = PairTable(merges, byteTokens: byteTokens)
  }

  /// The number of tokens: one more than the highest number.
  public var count: Int { starts.count - 1 }

  /// The bytes of a token; none for a number that no token has.
  public func bytes(of id: Int32) -> ArraySlice<UInt8> {
    guard id >= 0, id < count else { return [] }
    return bytes[starts[Int(id)]..<starts[Int(id) + 1]]
  }

  /// The number of the token with exactly these bytes: an added one, or the first.
  /// - Complexity: O(tokens)
  public func number(of token: String) -> Int32? {
    if let found = added.first(where: { $0.content.unicodeScalars.elementsEqual(token.unicodeScalars) }) {
      return found.id
    }
    let wanted = Array(token.utf8)
    guard !wanted.isEmpty else { return nil }
    return (0..<Int32(count)).first { bytes(of: $0).elementsEqual(wanted) }
  }

  /// The same with one more special token at the end, or as it is if there is a token of that text already.
  func adding(_ content: String) throws(CorpusError) -> BytePairs {
    guard !added.contains(where: { $0.content == content }) else { return self }
    return try BytePairs(
      tokens: tokens, merges: merges, added: added + [AddedToken(id: Int32(count), content: content)],
      addsPrefixSpace: addsPrefixSpace)
  }

  /// The bytes of each token.
  private var tokens: [[UInt8]] { (0..<Int32(count)).map { Array(bytes(of: $0)) } }
}

// MARK: - Decoding

extension BytePairs {
  /// The bytes of tokens, one after another; numbers that no token has are left out.
  public func bytes(of ids: some Sequence<Int32>) -> [UInt8] {
    var result: [UInt8] = []
    for id in ids { result += bytes(of: id) }
    return result
  }

  /// The text of tokens. Bytes that are no UTF-8, as where characters were cut, are shown as U+FFFD.
  public func decode(_ ids: some Sequence<Int32>) -> String { String(decoding: bytes(of: ids), as: UTF8.self) }
}
