// Text to token numbers and back: by character, by word, or by the words of a grammar.

import Foundation

/// Turns text into token numbers and back. The last token is always the blank, `___`, which no text contains.
///
/// Its JSON is `tokenizer.json`: `{"kind": "char", "tokens": [...]}`; a token's number is its place in the list.
public struct Tokenizer: Sendable, Equatable {
  /// How text is cut.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A token is a Unicode scalar; decoding gives the text back exactly.
    case character = "char"
    /// A token is a word, a punctuation mark or a line break. Spaces are not kept: decoding puts one between words.
    case word
    /// As `word`, with a grammar's words, the end of a story as a token, and capitals at the beginning of sentences.
    case story
  }

  /// The token that hides a word.
  public static let blank = "___"
  /// The token that ends a story.
  public static let endOfStory = "<end>"
  /// The token for words that are not in the vocabulary.
  public static let unknown = "<unk>"

  /// How text is cut.
  public let kind: Kind
  /// The tokens, in the order of their numbers.
  public let tokens: [String]
  private let numbers: [String: Int32]

  /// A tokenizer with these tokens; the blank must be the last of them, and no token may occur twice.
  /// - Throws: `CorpusError.invalidTokenizer`
  public init(kind: Kind, tokens: [String]) throws(CorpusError) {
    guard tokens.count >= 2, tokens.count <= 1_000_000 else {
      throw .invalidTokenizer(reason: "it has \(tokens.count) tokens; from 2 to a million are possible")
    }
    guard tokens.last == Self.blank else {
      throw .invalidTokenizer(reason: "its last token is not the blank “\(Self.blank)”")
    }
    var numbers: [String: Int32] = [:]
    var scalars: Set<Unicode.Scalar> = []
    for (index, token) in tokens.enumerated() {
      guard let first = token.unicodeScalars.first else {
        throw .invalidTokenizer(reason: "token \(index) is empty")
      }
      // Strings are equal if they look the same; characters are told apart by their code points.
      let isKnown = numbers.updateValue(Int32(index), forKey: token) != nil
      let isRepeat = kind == .character && index < tokens.count - 1 ? !scalars.insert(first).inserted : isKnown
      guard !isRepeat else {
        throw .invalidTokenizer(reason: "token \(index), “\(token.prefix(20))”, occurs twice")
      }
      if kind == .character, index < tokens.count - 1, token.unicodeScalars.count != 1 {
        throw .invalidTokenizer(reason: "token \(index), “\(token.prefix(20))”, is not one character")
      }
    }
    if kind == .story, numbers[Self.endOfStory] == nil {
      throw .invalidTokenizer(reason: "it has no token “\(Self.endOfStory)”")
    }
    self.kind = kind
    self.tokens = tokens
    self.numbers = numbers
  }

  /// The number of tokens, the blank included.
  public var vocabularySize: Int { tokens.count }
  /// The token that hides a word: the last one.
  public var blankToken: Int32 { Int32(tokens.count - 1) }
  /// The token that ends a story, if there is one.
  public var endToken: Int32? { kind == .story ? numbers[Self.endOfStory] : nil }
  /// The token for unknown words, if there is one.
  public var unknownToken: Int32? { kind == .word ? numbers[Self.unknown] : nil }
  /// The number of a token.
  public func number(of token: String) -> Int32? { numbers[token] }
}

// MARK: - Encoding and decoding

extension Tokenizer {
  /// The token numbers of a text. With `blanks`, `___` stands for a blank; without, it is text like any other. Stories are read in any capitals, and “"” opens and closes.
  /// - Throws: `CorpusError.unknownToken` for what the vocabulary lacks, unless it has a token for that.
  /// - Complexity: O(text)
  public func encode(_ text: String, blanks: Bool = true) throws(CorpusError) -> [Int32] {
    if kind == .character { return try encodeCharacters(text, blanks: blanks) }
    var ids: [Int32] = []
    var isQuoteOpen = false
    for piece in WordCutter.pieces(of: text, lineBreaks: kind == .word) {
      var candidates = [piece]
      if kind == .story {
        candidates += [piece.lowercased(), piece.prefix(1).uppercased() + piece.dropFirst()]
        if piece == "\"" {
          candidates.append(isQuoteOpen ? "”" : "“")
          isQuoteOpen.toggle()
        }
      }
      let known = candidates.lazy.compactMap { numbers[$0] }.first { blanks || $0 != blankToken }
      guard let id = known ?? unknownToken else { throw .unknownToken(piece) }
      ids.append(id)
    }
    return ids
  }

  private func encodeCharacters(_ text: String, blanks: Bool) throws(CorpusError) -> [Int32] {
    var ids: [Int32] = []
    var table: [Unicode.Scalar: Int32] = [:]
    for (index, token) in tokens.dropLast().enumerated() {
      if let scalar = token.unicodeScalars.first { table[scalar] = Int32(index) }
    }
    ids.reserveCapacity(text.utf8.count)
    for (index, part) in (blanks ? text.components(separatedBy: Self.blank) : [text]).enumerated() {
      if index > 0 { ids.append(blankToken) }
      for scalar in part.unicodeScalars {
        guard let id = table[scalar] ?? unknownToken else { throw .unknownToken(String(scalar)) }
        ids.append(id)
      }
    }
    return ids
  }

  /// The text of these tokens; numbers outside the vocabulary are shown as U+FFFD.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    let pieces = ids.map { tokens.indices.contains(Int($0)) ? tokens[Int($0)] : "\u{FFFD}" }
    switch kind {
    case .character: return pieces.joined()
    case .word: return StoryText.join(pieces, capitals: false)
    case .story: return StoryText.join(pieces, capitals: true)
    }
  }
}

// MARK: - Vocabularies

extension Tokenizer {
  /// A tokenizer for a grammar's words.
  public init(_ grammar: Grammar) throws(CorpusError) {
    try self.init(kind: .story, tokens: grammar.tokens)
  }

  /// A tokenizer for every character of a text, in the order of code points.
  public static func characters(of text: String) throws(CorpusError) -> Tokenizer {
    let scalars = Set(text.unicodeScalars).sorted()
    return try Tokenizer(kind: .character, tokens: scalars.map { String($0) } + [blank])
  }

  /// A tokenizer for the words of a text that occur at least `minimumCount` times, at most `maximumSize` tokens in all
  /// (the most frequent ones), in the order of code points; then `<unk>` and the blank.
  public static func words(
    of text: String, minimumCount: Int = 1, maximumSize: Int = 20_000
  ) throws(CorpusError) -> Tokenizer {
    var counts: [String: Int] = [:]
    for piece in WordCutter.pieces(of: text, lineBreaks: true) { counts[piece, default: 0] += 1 }
    counts[blank] = nil
    counts[unknown] = nil
    func precedes(_ a: String, _ b: String) -> Bool { a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) }
    let frequent = counts.filter { $0.value >= minimumCount }.sorted {
      $0.value != $1.value ? $0.value > $1.value : precedes($0.key, $1.key)
    }
    let kept = frequent.prefix(max(0, maximumSize - 2)).map(\.key).sorted(by: precedes)
    return try Tokenizer(kind: .word, tokens: kept + [unknown, blank])
  }
}

// MARK: - tokenizer.json

extension Tokenizer: Codable {
  private enum CodingKeys: CodingKey { case kind, tokens }

  /// Reads a tokenizer; what it holds is checked.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      kind: try container.decode(Kind.self, forKey: .kind),
      tokens: try container.decode([String].self, forKey: .tokens))
  }

  /// Writes the kind and the tokens.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(tokens, forKey: .tokens)
  }

  /// Reads the contents of a `tokenizer.json`.
  /// - Throws: `CorpusError.invalidTokenizer`, whatever the bytes are.
  public init(json: Data) throws(CorpusError) {
    do {
      self = try JSONDecoder().decode(Tokenizer.self, from: json)
    } catch let error as CorpusError {
      throw error
    } catch {
      throw .invalidTokenizer(reason: "it is not of the form {\"kind\": …, \"tokens\": [ … ]}")
    }
  }

  /// The contents of a `tokenizer.json`.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(self)
  }
}
