// Learned byte pairs: the merges that the `tokenizers` library learns, and those that counting all pairs again finds.

import Corpora
import Foundation
import TensorCore
import Testing

@Suite("Learning byte pairs")
struct BytePairTrainerTests {
  private struct Learned: Decodable {
    let size, least: Int
    let specials: [String]
    let byLines: Bool
    let merges: [String]
  }

  /// The merges as lines of a merges.txt, without the first one.
  private func merges(_ pairs: BytePairs) throws -> [String] {
    let lines = String(decoding: try pairs.lists().merges, as: UTF8.self).split(separator: "\n").map(String.init)
    return Array(lines.dropFirst())
  }

  @Test(
    "merges are those that the tokenizers library learns: by text and by lines, with special tokens, until pairs run out"
  )
  func fixtures() throws {
    let text = try String(contentsOf: BytePairFixture.url("text.txt"), encoding: .utf8)
    let examples: [Learned] = try BytePairFixture.decoded("learned.json")
    #expect(examples.count == 4)
    for example in examples {
      var sizes: [Int] = []
      let pairs = try BytePairs.learned(
        from: text, size: example.size, leastCount: example.least, specials: example.specials, byLines: example.byLines
      ) { sizes.append($0) }
      #expect(try merges(pairs) == example.merges, "\(example.size)")
      #expect(pairs.count == 256 + example.specials.count + example.merges.count)
      #expect(sizes.last == pairs.count && sizes == sizes.sorted())
      #expect(pairs.added.map(\.content) == example.specials && pairs.encode(text).count < text.utf8.count)
    }
  }

  @Test("merges are those that counting all pairs again finds")
  func reference() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<5 {
      let text = NaiveBytePairs.text(&random, pieces: 800)
      let words = Dictionary(try NaiveBytePairs.words(of: text).map { ($0, 1) }, uniquingKeysWith: +)
      let naive = NaiveBytePairs.learned(words, merges: 60)
      let pairs = try BytePairs.learned(from: text, size: 316)
      let wanted = naive.merges.map { "\(NaiveBytePairs.text(of: $0.left)) \(NaiveBytePairs.text(of: $0.right))" }
      #expect(try merges(pairs) == wanted)
    }
  }

  @Test("of equally frequent pairs the lower numbers come first, and a run of one letter is merged from the left")
  func ties() throws {
    let pairs = try BytePairs.learned(from: "ba ba ab ab", size: 259)
    // “a”, “b” and the space, “Ġ”, have the numbers 64, 65 and 220: of the pairs that occur twice, a comes before b, and b before Ġ.
    #expect(try merges(pairs).first == "a b")
    let run = try BytePairs.learned(from: "aaaaa", size: 258)
    // Then “aa” occurs twice, with “a” behind it and with itself.
    #expect(try merges(run) == ["a a", "aa a"])
    #expect(run.encode("aaaaa").map { run.bytes(of: $0).count } == [2, 3])
  }

  @Test("nothing to merge leaves the bytes", arguments: ["", "a", "a b c", "\n\n"])
  func nothing(text: String) throws {
    let pairs = try BytePairs.learned(from: text, size: 512, leastCount: 2)
    #expect(pairs.count == 256 && pairs.decode(pairs.encode(text)) == text)
  }
}
