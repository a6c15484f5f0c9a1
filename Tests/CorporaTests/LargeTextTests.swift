// Texts in passes over their bytes, beside the plain way.

import Corpora
import Foundation
import TensorCore
import Testing

@Suite("A text is the same tokens, however fast they are found")
struct LargeTextTests {
  /// Characters of many scripts, of those that join others, and of pairs that look the same.
  private static let alphabets: [[Unicode.Scalar]] = {
    let ranges: [[ClosedRange<UInt32>]] = [
      [0x20...0x7E, 0x0A...0x0A], [0x20...0x7E, 0xA0...0x24F, 0x300...0x345, 0x2010...0x2030],
      [0x20...0x2F, 0x370...0x52F, 0x590...0x6FF], [0x20...0x27, 0x900...0x97F, 0x200B...0x200F, 0xE00...0xE7F],
      [0x20...0x23, 0x1100...0x11FF, 0xAC00...0xAC40, 0x3040...0x30FF, 0x4E00...0x4E20],
      [0x20...0x22, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0x1F466...0x1F469, 0x200D...0x200D, 0xFE0F...0xFE0F],
      [0x01...0x10_FFFF],
    ]
    return ranges.map { $0.flatMap { $0.compactMap { Unicode.Scalar($0) } } }
  }()

  private func text(_ random: inout SeededGenerator, from alphabet: [Unicode.Scalar], count: Int) -> String {
    String(String.UnicodeScalarView((0..<count).map { _ in alphabet[random.index(below: alphabet.count)] }))
  }

  @Test("Random texts of all scripts are cut as cluster by cluster", arguments: 0..<7)
  func pieces(alphabet: Int) {
    var random = SeededGenerator(seed: UInt64(alphabet))
    for _ in 0..<2000 {
      let text = text(&random, from: Self.alphabets[alphabet], count: 1 + random.index(below: 40))
      let (fast, slow) = (WordCutter.pieces(of: text, lineBreaks: true), SlowWordCutter.pieces(of: text))
      #expect(
        fast.map { Array($0.utf8) } == slow.map { Array($0.utf8) },
        "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
    }
  }

  @Test("Tokens that stand for something are whole, unless a sign changes their last character")
  func special() {
    for text in [
      "<unk>", "a<unk>b<end>", "<unk>\u{301}", "<end>\u{200D}x", "<un", "<unk", "<<unk>>", "é<end>é", "<unk>👍🏽",
    ] {
      #expect(WordCutter.pieces(of: text, lineBreaks: true) == SlowWordCutter.pieces(of: text), "\(text)")
    }
  }

  /// Words that come again and again, in forms that look the same.
  private func wordText(_ random: inout SeededGenerator, alphabet: Int, count: Int) -> String {
    let words = (0..<60).map { _ in text(&random, from: Self.alphabets[alphabet], count: 1 + random.index(below: 20)) }
    let forms =
      words.flatMap {
        [$0, $0.decomposedStringWithCanonicalMapping, $0.precomposedStringWithCanonicalMapping]
      } + ["<unk>", "___", "cafe\u{301}", "café", "\u{212A}", "K", ";", "\u{37E}"]
    return (0..<count).map { _ in forms[random.index(below: forms.count)] }.joined(separator: " ")
  }

  @Test("Vocabulary and tokens by word are those of a dictionary of words", arguments: 0..<7)
  func words(alphabet: Int) throws {
    var random = SeededGenerator(seed: UInt64(100 + alphabet))
    for (minimum, size) in [(1, 20_000), (2, 20_000), (2, 40)] {
      let text = wordText(&random, alphabet: alphabet, count: 600)
      let fast = try Corpus.text(text, name: "t", cut: .words(minimumCount: minimum, maximumSize: size))
      let slow = SlowCorpus(words: text, minimumCount: minimum, maximumSize: size)
      #expect(fast.tokenizer.tokens.map { Array($0.utf8) } == slow.tokens.map { Array($0.utf8) })
      #expect(fast.train.tokens == slow.train && fast.heldOut.tokens == slow.heldOut)
    }
  }

  @Test("By character, too", arguments: 0..<7)
  func characters(alphabet: Int) throws {
    var random = SeededGenerator(seed: UInt64(200 + alphabet))
    let text = text(&random, from: Self.alphabets[alphabet], count: 900)
    let (fast, slow) = (try Corpus.text(text, name: "t"), SlowCorpus(characters: text))
    #expect(fast.tokenizer.tokens.map { Array($0.utf8) } == slow.tokens.map { Array($0.utf8) })
    #expect(fast.train.tokens == slow.train && fast.heldOut.tokens == slow.heldOut)
    #expect(fast.validation.tokens + fast.test.tokens == fast.heldOut.tokens)
    #expect(try fast.tokenizer.decode(fast.train.tokens + fast.heldOut.tokens).utf8.elementsEqual(text.utf8))
  }

  @Test("A text that is cut and digested at once has the tokens and the digest of one that is not")
  func large() throws {
    let line = "the quick brown fox\n"
    let text = String(repeating: line, count: Corpus.largeText / line.utf8.count)
    let corpus = try Corpus.text(text, name: "t")
    // By Python's hashlib.
    #expect(corpus.sha256 == "0dadf0d60dad9822e4538ec087266f86de704c633475afe6be2e4d3daf314e7d")
    let tokens = try corpus.tokenizer.encode(line, blanks: false)
    #expect(corpus.train.count == 45_000_000 && corpus.heldOut.count == 5_000_000)
    // Not the whole of them, which a failure would print.
    #expect(Array(corpus.train.tokens.prefix(20)) == tokens)
    #expect(Array(corpus.heldOut.tokens.suffix(20)) == tokens)
  }

  @Test("Bytes that are no UTF-8 are found where the standard library finds them")
  func validity() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<5000 {
      var bytes = Array(text(&random, from: Self.alphabets[random.index(below: 7)], count: 12).utf8)
      if random.index(below: 4) > 0 { bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256)) }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      let found = UTF8Text.firstInvalidByte(in: bytes)
      #expect((found == nil) == isValid, "\(bytes)")
      if let found { #expect(String(validating: bytes[..<found], as: UTF8.self) != nil) }
    }
  }

  @Test("Windows that are made as they are asked for are those that are made at once")
  func windows() throws {
    var random = SeededGenerator(seed: 10)
    let corpus = try Corpus.text(text(&random, from: Self.alphabets[0], count: 5000), name: "t")
    for (length, stride) in [(7, 7), (7, 3), (10, 1), (600, 5), (64, 16)] {
      let split = corpus.heldOut
      let all = try EvaluationRows.make(split, of: corpus, length: length, stride: stride)
      let lazy = try EvaluationRows(split, of: corpus, length: length, stride: stride)
      #expect(lazy.count == all.batchSize)
      for number in [0, lazy.count / 2, lazy.count - 1] { #expect(lazy.rows([number]) == all.rows([number])) }
      // Each target but the first is in the rows that hold it.
      for position in Swift.stride(from: 1, to: split.count, by: 13) {
        let rows = lazy.rows(holding: [position])
        #expect(rows.batchSize == 1 && rows.positions.contains(Int32(position)), "\(position) of \(length), \(stride)")
      }
    }
  }
}
