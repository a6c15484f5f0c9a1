// Byte pairs the slow way, by GPT-2's own pattern and loop, to compare with.

import Corpora
import Foundation
import TensorCore

/// Words by a regular expression, and merges by looking at all pairs again each time, as in GPT-2's `encoder.py`.
struct NaiveBytePairs {
  typealias Token = [UInt8]

  /// The tokens of each merge, in the order of ranks.
  var merges: [(left: Token, right: Token)]

  static let pattern = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// The words of a text.
  static func words(of text: String) throws -> [[UInt8]] {
    let pattern = try Regex(Self.pattern).matchingSemantics(.unicodeScalar)
    return text.matches(of: pattern).map { Array(text[$0.range].utf8) }
  }

  /// The tokens of a word: the pair of the least rank is merged wherever it stands, until none is left.
  func tokens(of word: [UInt8]) -> [Token] {
    let ranks = Dictionary(
      merges.enumerated().map { ([$1.left, $1.right], $0) }, uniquingKeysWith: { _, later in later })
    var tokens = word.map { [$0] }
    while let best = zip(tokens, tokens.dropFirst()).compactMap({ ranks[[$0, $1]] }).min() {
      tokens = Self.merging(tokens, merges[best].left, merges[best].right)
    }
    return tokens
  }

  static func merging(_ tokens: [Token], _ left: Token, _ right: Token) -> [Token] {
    var result: [Token] = []
    var index = 0
    while index < tokens.count {
      let isPair = index + 1 < tokens.count && tokens[index] == left && tokens[index + 1] == right
      result.append(isPair ? left + right : tokens[index])
      index += isPair ? 2 : 1
    }
    return result
  }

  /// Learns merges by counting all pairs again each time; of equally frequent ones the first in order is taken.
  /// - Parameter words: What merges stay within, and how often each comes.
  static func learned(_ words: [[UInt8]: Int], merges count: Int) -> NaiveBytePairs {
    var (tokens, merges) = (
      words.map { (tokens: $0.key.map { [$0] }, count: $0.value) }, [(left: Token, right: Token)]()
    )
    // A token's number: bytes in the order of their characters in files, then merges.
    var numbers = Dictionary(
      uniqueKeysWithValues: characters.sorted { $0.value < $1.value }.enumerated().map { ([$1.key], $0) })
    while merges.count < count {
      var pairs: [[Token]: Int] = [:]
      for word in tokens {
        for pair in zip(word.tokens, word.tokens.dropFirst()) { pairs[[pair.0, pair.1], default: 0] += word.count }
      }
      func order(_ pair: [Token]) -> [Int] { pair.map { numbers[$0] ?? -1 } }
      guard
        let best = pairs.max(by: {
          $0.value != $1.value ? $0.value < $1.value : order($1.key).lexicographicallyPrecedes(order($0.key))
        })?.key
      else { break }
      merges.append((best[0], best[1]))
      if numbers[best[0] + best[1]] == nil { numbers[best[0] + best[1]] = numbers.count }
      for index in tokens.indices { tokens[index].tokens = merging(tokens[index].tokens, best[0], best[1]) }
    }
    return NaiveBytePairs(merges: merges)
  }

  /// The character of each byte in files, by GPT-2's `bytes_to_unicode`.
  static let characters: [UInt8: Unicode.Scalar] = {
    var map: [UInt8: Unicode.Scalar] = [:]
    for byte in Array(UInt8(33)...126) + Array(161...172) + Array(174...255) { map[byte] = Unicode.Scalar(byte) }
    for byte in UInt8.min...UInt8.max where map[byte] == nil {
      map[byte] = Unicode.Scalar(256 + UInt32(map.count - 188))
    }
    return map
  }()

  static func text(of token: Token) -> String {
    String(String.UnicodeScalarView(token.compactMap { characters[$0] }))
  }

  /// A `tokenizer.json` with these merges.
  /// - Parameter changes: Puts other values in the place of some.
  func json(_ changes: (inout [String: Any]) -> Void = { _ in }) throws -> Data {
    var numbers: [String: Int] = [:]
    for token in (UInt8.min...UInt8.max).map({ [$0] }) + merges.map({ $0.left + $0.right }) {
      let text = Self.text(of: token)
      if numbers[text] == nil { numbers[text] = numbers.count }
    }
    var object: [String: Any] = [
      "version": "1.0", "added_tokens": [[String: Any]](), "normalizer": NSNull(),
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true],
      "decoder": ["type": "ByteLevel"],
      "model": [
        "type": "BPE", "vocab": numbers, "merges": merges.map { [Self.text(of: $0.left), Self.text(of: $0.right)] },
      ] as [String: Any],
    ]
    changes(&object)
    return try JSONSerialization.data(withJSONObject: object)
  }

  /// A text of pieces that are hard to cut.
  static func text(_ random: inout SeededGenerator, pieces count: Int) -> String {
    let pieces = [
      "a", "b", "the", "THE", " the", "  ", " ", "\n", "\t", "\r\n", "\u{A0}", "\u{3000}", "\u{2028}", "'", "'s", "'ll",
      "'re", "'RE", "’s", "1", "42", "½", "٣", "Ⅷ", "!", "...", "_", "$", "é", "e\u{301}", "ß", "я", "不", "日本", "한",
      "👩‍👩‍👧", "🙂", "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{0}", "\u{7F}", "\u{85}", "\u{10FFFF}", "नि", "\u{1D7D8}", "ǅ",
    ]
    return (0..<count).map { _ in pieces[random.index(below: pieces.count)] }.joined()
  }
}
