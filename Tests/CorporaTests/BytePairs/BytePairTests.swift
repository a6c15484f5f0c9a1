// Byte pairs: tokens and texts are those of the `tokenizers` library, and of a slow reference that shares no code.

import Corpora
import Foundation
import TensorCore
import Testing

/// What Tests/Interchange/byte_pair_fixtures.py has written.
enum BytePairFixture {
  struct Case: Decodable {
    let text: String?
    let ids: [Int32]
    let plain: [Int32]?
    let back: String
  }

  static func url(_ name: String) -> URL { Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)") }

  static func decoded<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: url(name)))
  }
}

@Suite("Byte pairs")
struct BytePairTests {
  @Test("tokens and texts are those of the tokenizers library", arguments: ["tokenizer", "prefixed"])
  func fixtures(name: String) throws {
    let pairs = try BytePairs(contentsOf: BytePairFixture.url("\(name).json"))
    let cases: [BytePairFixture.Case] = try BytePairFixture.decoded("\(name)-cases.json")
    #expect(cases.count > 80)
    for example in cases {
      if let text = example.text {
        #expect(pairs.encode(text) == example.ids, "\(text.debugDescription)")
        #expect(pairs.encode(text, specials: false) == example.plain, "\(text.debugDescription), no specials")
      }
      #expect(Array(pairs.decode(example.ids).utf8) == Array(example.back.utf8), "\(example.ids)")
    }
  }

  /// Merges that do not stop at words, so that a text cut elsewhere has other tokens.
  private func acrossWords(_ random: inout SeededGenerator) -> NaiveBytePairs {
    let text = NaiveBytePairs.text(&random, pieces: 1500)
    return .learned([Array(text.utf8): 1], merges: 200)
  }

  @Test("words are cut as GPT-2's regular expression cuts them, and merged as GPT-2's loop merges them")
  func reference() throws {
    var random = SeededGenerator(seed: 4)
    let naive = acrossWords(&random)
    let pairs = try BytePairs(json: naive.json())
    for _ in 0..<300 {
      let text = NaiveBytePairs.text(&random, pieces: 1 + random.index(below: 30))
      let wanted = try NaiveBytePairs.words(of: text).flatMap { naive.tokens(of: $0) }
      let found = pairs.encode(text)
      #expect(found.map { Array(pairs.bytes(of: $0)) } == wanted, "\(text.debugDescription)")
      #expect(Array(pairs.decode(found).utf8) == Array(text.utf8))
    }
  }

  @Test("long words have the tokens that short ones have: the queue and the plain loop agree with the reference")
  func longWords() throws {
    let syllables = ["a", "b", "ab", "ba", "aa", "abab", "é", "я"]
    var random = SeededGenerator(seed: 9)
    func word(_ count: Int) -> String {
      (0..<count).map { _ in syllables[random.index(below: syllables.count)] }.joined()
    }
    let naive = NaiveBytePairs.learned(
      Dictionary((0..<60).map { _ in (Array(word(20).utf8), 1) }, uniquingKeysWith: +), merges: 60)
    let pairs = try BytePairs(json: naive.json())
    for length in Array(1...40) + [60, 100, 300] {
      let text = word(length)
      #expect(pairs.encode(text).map { Array(pairs.bytes(of: $0)) } == naive.tokens(of: Array(text.utf8)), "\(text)")
    }
    let same = String(repeating: "a", count: 5000)
    #expect(pairs.encode(same).map { Array(pairs.bytes(of: $0)) } == naive.tokens(of: Array(same.utf8)))
  }

  @Test("a word has the same tokens the first time and from memory, also at the end of a text")
  func memory() throws {
    let pairs = try BytePairs(contentsOf: BytePairFixture.url("tokenizer.json"))
    let words = ["the", " the", " of", "\n", " xq", " anaconda", " 12345678901234", " 123456789012345", "é"]
    for word in words {
      let alone = pairs.encode(word)
      let many = pairs.encode(Array(repeating: word, count: 5).joined(separator: "!") + "!" + word)
      let mark = pairs.encode("!")
      #expect(many == Array(repeatElement(alone + mark, count: 5).joined()) + alone, "\(word)")
    }
  }

  @Test("text that is shown as it comes is whole at every moment, and in the end the same")
  func streaming() throws {
    var random = SeededGenerator(seed: 2)
    // Bytes alone: every character of several bytes is cut.
    let pairs = try BytePairs(json: NaiveBytePairs(merges: []).json())
    for round in 0..<400 {
      let text = NaiveBytePairs.text(&random, pieces: 12)
      var ids = pairs.encode(text)
      if round % 2 == 1 {
        for _ in 0..<4 { ids[random.index(below: ids.count)] = Int32(random.index(below: 256)) }
      }
      var stream = TextStream(pairs)
      let parts = ids.map { stream.text(after: $0) }
      let rest = stream.rest()
      if round % 2 == 0 {
        #expect(!parts.joined().unicodeScalars.contains("\u{FFFD}") && rest.isEmpty)
        #expect(Array(parts.joined().utf8) == Array(text.utf8))
      } else {
        #expect(Array((parts.joined() + rest).utf8) == Array(pairs.decode(ids).utf8), "\(ids)")
      }
    }
  }

  @Test("every character comes back")
  func allCharacters() throws {
    let sample = try String(contentsOf: BytePairFixture.url("text.txt"), encoding: .utf8)
    let pairs = try BytePairs.learned(from: sample, size: 1000)
    var all = String.UnicodeScalarView()
    for value in UInt32(0)...0x10FFFF {
      if let scalar = Unicode.Scalar(value) { all.append(scalar) }
    }
    let text = String(all)
    let isSame = pairs.decode(pairs.encode(text)).utf8.elementsEqual(text.utf8)
    #expect(isSame)
  }

  @Test("GPT-2's own vocabulary gives the tokens that it is known for", .enabled(if: gpt2 != nil))
  func gpt2Vocabulary() throws {
    let pairs = try BytePairs(contentsOf: #require(Self.gpt2))
    #expect(pairs.count == 50_257)
    #expect(pairs.encode("Hello world") == [15496, 995])
    #expect(pairs.encode("Hello, my dog is cute") == [15496, 11, 616, 3290, 318, 13779])
    #expect(pairs.encode("a<|endoftext|>") == [64, 50256])
    #expect(pairs.encode("<|endoftext|>", specials: false) == [27, 91, 437, 1659, 5239, 91, 29])
    #expect(pairs.decode([15496, 995, 50256]) == "Hello world<|endoftext|>")
  }

  /// GPT-2's vocabulary, where the environment says that there is one.
  private static let gpt2: URL? = {
    guard let data = ProcessInfo.processInfo.environment["SEQLAB_DATA"] else { return nil }
    let folder = URL(fileURLWithPath: data).appendingPathComponent("gpt2")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}
