// Text to token numbers and back: by character, by word, by the words of a grammar, or by byte pairs.

import Foundation
import LabErrors

/// Turns text into token numbers and back. The last token is always the blank, `___`; of byte pairs it is `<|blank|>`,
/// and those that come from elsewhere may lack it. A text may have a `___` of its own: of words it is one, which stands
/// in the list as well; of characters it is three.
///
/// Its JSON is `tokenizer.json`: `{"kind": "char", "tokens": [...]}`; a token's number is its place in the list. Byte pairs have the
/// form of the `tokenizers` library.
public struct Tokenizer: Sendable, Equatable {
  /// How text is cut.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A token is a Unicode scalar; decoding gives the text back exactly.
    case character = "char"
    /// A token is a word, a punctuation mark or a line break, by Unicode's rules. Spaces are not kept: decoding puts one between words, but for
    /// those of scripts without spaces.
    case word
    /// As `word`, with a grammar's words, the end of a story as a token, and capitals at the beginning of sentences.
    case story
    /// Bytes that often follow each other are a token; decoding gives the text back exactly.
    case bytePairs = "bpe"
  }

  /// The token that hides a word.
  public static let blank = "___"
  /// The token that ends a story.
  public static let endOfStory = "<end>"
  /// The token for words that are not in the vocabulary.
  public static let unknown = "<unk>"

  /// How text is cut.
  public let kind: Kind
  /// The tokens, in the order of their numbers. Of byte pairs they are for showing: what is no UTF-8 looks alike.
  public let tokens: [String]
  /// Of all tokens but the blank.
  private let numbers: [String: Int32]
  /// What cuts text, of the kind `bytePairs`.
  public let bytePairs: BytePairs?

  /// A tokenizer with these tokens; the blank must be the last of them, and no token may occur twice.
  /// - Throws: `CorpusError.invalidTokenizer`
  public init(kind: Kind, tokens: [String]) throws(CorpusError) {
    guard kind != .bytePairs else { throw .invalidTokenizer(reason: "byte pairs need their merges") }
    guard tokens.count >= 2, tokens.count <= 1_000_000 else {
      throw .invalidTokenizer(reason: "it has \(tokens.count) tokens; from 2 to a million are possible")
    }
    guard tokens.last == Self.blank else {
      throw .invalidTokenizer(reason: "its last token is not the blank “\(Self.blank)”")
    }
    var numbers: [String: Int32] = [:]
    var scalars: Set<Unicode.Scalar> = []
    for (index, token) in tokens.dropLast().enumerated() {
      guard let first = token.unicodeScalars.first else {
        throw .invalidTokenizer(reason: "token \(index) is empty")
      }
      // Strings are equal if they look the same; characters are told apart by their code points.
      let isKnown = numbers.updateValue(Int32(index), forKey: token) != nil || kind == .story && token == Self.blank
      let isRepeat = kind == .character ? !scalars.insert(first).inserted : isKnown
      guard !isRepeat else {
        throw .invalidTokenizer(reason: "token \(index), “\(token.prefix(20))”, occurs twice")
      }
      if kind == .character, token.unicodeScalars.count != 1 {
        throw .invalidTokenizer(reason: "token \(index), “\(token.prefix(20))”, is not one character")
      }
    }
    if kind == .story, numbers[Self.endOfStory] == nil {
      throw .invalidTokenizer(reason: "it has no token “\(Self.endOfStory)”")
    }
    self.kind = kind
    self.tokens = tokens
    self.numbers = numbers
    bytePairs = nil
  }

  /// A tokenizer by byte pairs.
  public init(_ pairs: BytePairs) {
    (kind, numbers, bytePairs) = (.bytePairs, [:], pairs)
    tokens = (0..<Int32(pairs.count)).map { String(decoding: pairs.bytes(of: $0), as: UTF8.self) }
  }

  /// The number of tokens, the blank included.
  public var vocabularySize: Int { tokens.count }
  /// The token that hides a word: the last one; −1, which is no token, for byte pairs without it.
  public var blankToken: Int32 {
    guard let bytePairs else { return Int32(tokens.count - 1) }
    return bytePairs.added.last { $0.content == BytePairs.blank }?.id ?? -1
  }
  /// The token that ends a story or a text, if there is one.
  public var endToken: Int32? {
    if let bytePairs { return bytePairs.added.last { $0.content == BytePairs.endOfText }?.id }
    return kind == .story ? numbers[Self.endOfStory] : nil
  }
  /// The token for unknown words, if there is one.
  public var unknownToken: Int32? { kind == .word ? numbers[Self.unknown] : nil }
  /// The number of a token. `___` is the blank, unless a text has it as a word.
  public func number(of token: String) -> Int32? {
    if let bytePairs { return bytePairs.number(of: token) }
    return numbers[token] ?? (token == Self.blank ? blankToken : nil)
  }
  /// Whether a word of a text has a token of its own.
  func hasWord(_ word: String) -> Bool { word != Self.unknown && numbers[word] != nil }
  /// How many bytes of text these tokens are, one by one.
  public func byteCount(of ids: some Sequence<Int32>) -> Int {
    let sizes =
      bytePairs.map { pairs in (0..<Int32(pairs.count)).map { pairs.bytes(of: $0).count } } ?? tokens.map(\.utf8.count)
    return ids.reduce(0) { $0 + (sizes.indices.contains(Int($1)) ? sizes[Int($1)] : 0) }
  }
}

// MARK: - Encoding and decoding

extension Tokenizer {
  /// The token numbers of a text. With `blanks`, `___` stands for a blank; without, it is text like any other. Stories are read in any capitals, and “"” opens and closes.
  /// - Throws: `CorpusError.unknownToken` for what the vocabulary lacks, unless it has a token for that.
  /// - Complexity: O(text)
  public func encode(_ text: String, blanks: Bool = true) throws(CorpusError) -> [Int32] {
    let found = read(text, blank: blanks ? Self.blank : nil)
    if let unknown = found.unknown.first, unknownToken == nil { throw .unknownToken(unknown) }
    return found.ids
  }

  /// The token numbers of a text, and what of it the vocabulary lacks.
  /// - Parameter blank: What stands for a blank; nil: nothing does.
  /// - Complexity: O(text)
  public func read(_ text: String, blank: String?) -> TokenizedText {
    var read = TokenizedText()
    var isQuoteOpen = false
    let parts = blank.map { text.components(separatedBy: $0) } ?? [text]
    for (index, part) in parts.enumerated() {
      if index > 0 { read.append(blankToken, Self.blank, else: nil) }
      switch kind {
      case .character: readCharacters(part, to: &read)
      case .word, .story: readWords(part, to: &read, &isQuoteOpen)
      case .bytePairs: readBytePairs(part, to: &read)
      }
    }
    return read
  }

  private func readWords(_ text: String, to read: inout TokenizedText, _ isQuoteOpen: inout Bool) {
    WordCutter.scan(text, lineBreaks: kind == .word) { bytes, range in
      let piece = String(decoding: bytes[range], as: UTF8.self)
      var id = numbers[piece]
      if id == nil, kind == .story {
        var candidates = [piece.lowercased(), piece.prefix(1).uppercased() + piece.dropFirst()]
        if piece == "\"" {
          candidates.append(isQuoteOpen ? "”" : "“")
          isQuoteOpen.toggle()
        }
        id = candidates.lazy.compactMap { numbers[$0] }.first
      }
      read.append(id, piece, else: unknownToken)
    }
  }

  private func readBytePairs(_ text: String, to read: inout TokenizedText) {
    // What stands for a blank is said by the caller; in a text, the mark itself is text.
    read.ids += bytePairs?.encode(text, excluding: BytePairs.blank) ?? []
    read.unknown.total = read.ids.count
  }

  private func readCharacters(_ text: String, to read: inout TokenizedText) {
    var table = CharacterTable()
    for (index, token) in tokens.dropLast().enumerated() {
      if let scalar = token.unicodeScalars.first { table[scalar.value] = Int32(index) }
    }
    text.withBytes { bytes in
      let count = UTF8Text.characterCount(of: bytes)
      let ascii = (0..<UInt32(128)).map { table[$0] }
      let ids = [Int32](unsafeUninitializedCapacity: count) { ids, known in
        var index = 0
        while index < bytes.count {
          let (character, next) = UTF8Text.scalar(at: index, in: bytes)
          let id = character < 0x80 ? ascii[Int(character)] : table[character]
          if id >= 0 {
            ids[known] = id
            known += 1
          } else {
            read.unknown.add(String(decoding: bytes[index..<next], as: UTF8.self))
          }
          index = next
        }
      }
      read.unknown.total += count
      if read.ids.isEmpty { read.ids = ids } else { read.ids += ids }
    }
  }

  /// The number that a text's word gets: that of the unknown word, where it has none of its own.
  func number(ofWord word: String) -> Int32 { numbers[word] ?? unknownToken ?? blankToken }

  /// The text of these tokens; numbers outside the vocabulary are shown as U+FFFD.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    if let bytePairs { return bytePairs.decode(ids) }
    let pieces = ids.map { tokens.indices.contains(Int($0)) ? tokens[Int($0)] : "\u{FFFD}" }
    switch kind {
    case .character, .bytePairs: return pieces.joined()
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
    let scalars = text.withBytes { CharacterTable(of: $0) }.characters
    return try Tokenizer(kind: .character, tokens: scalars.map { String($0) } + [blank])
  }

  /// A tokenizer for the words of a text that occur at least `minimumCount` times, at most `maximumSize` tokens in all
  /// (the most frequent ones), in the order of code points; then `<unk>` and the blank.
  public static func words(
    of text: String, minimumCount: Int = 1, maximumSize: Int = 20_000
  ) throws(CorpusError) -> Tokenizer {
    var (table, counts) = (WordTable(), [Int]())
    WordCutter.scan(text, lineBreaks: true) { bytes, piece in
      let number = Int(table.number(of: piece, in: bytes))
      if number == counts.count { counts.append(1) } else { counts[number] += 1 }
    }
    return try words(
      Dictionary(uniqueKeysWithValues: zip(table.words, counts)), minimumCount: minimumCount, maximumSize: maximumSize)
  }

  /// As `words(of:)`, from how often each word occurs.
  static func words(
    _ counts: [String: Int], minimumCount: Int, maximumSize: Int
  ) throws(CorpusError) -> Tokenizer {
    func precedes(_ a: String, _ b: String) -> Bool { a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) }
    let frequent = counts.filter { $0.value >= minimumCount && $0.key != unknown }.sorted {
      $0.value != $1.value ? $0.value > $1.value : precedes($0.key, $1.key)
    }
    let kept = frequent.prefix(max(0, maximumSize - 2)).map(\.key).sorted(by: precedes)
    return try Tokenizer(kind: .word, tokens: kept + [unknown, blank])
  }
}

// MARK: - tokenizer.json

extension Tokenizer {
  /// What the file holds for all kinds but byte pairs.
  private struct Contents: Codable {
    var kind: Kind
    var tokens: [String]
  }

  /// What only a file of the `tokenizers` library has.
  private struct Foreign: Decodable {
    struct Model: Decodable {}
    var model: Model
  }

  /// Whether these are the contents of a `tokenizer.json` of the `tokenizers` library: it has a model.
  package static func isForeign(_ json: Data) -> Bool { (try? decodedJSON(Foreign.self, from: json)) != nil }

  /// Reads the contents of a `tokenizer.json`, ours or that of the `tokenizers` library.
  /// - Throws: `CorpusError.invalidTokenizer`, whatever the bytes are.
  public init(json: Data) throws(CorpusError) {
    if Self.isForeign(json) {
      self.init(try BytePairs(json: json))
      return
    }
    let contents: Contents
    do { contents = try decodedJSON(Contents.self, from: json) } catch {
      throw .invalidTokenizer(reason: "it is not of the form {\"kind\": …, \"tokens\": [ … ]}")
    }
    try self.init(kind: contents.kind, tokens: contents.tokens)
  }

  /// The contents of a `tokenizer.json`.
  public func json() throws -> Data {
    if let bytePairs { return try bytePairs.json() }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(Contents(kind: kind, tokens: tokens))
  }
}
