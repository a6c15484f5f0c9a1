// Tokenisers, text files, rendering and SHA-256.

import Corpora
import Foundation
import TensorCore
import Testing

@Suite("Texts and tokenisers")
struct TextTests {
  @Test("characters are numbered by code point, the blank last, and decode to the same text")
  func characters() throws {
    let text = "bą\r\nab🙂 e\u{301}"
    let tokenizer = try Tokenizer.characters(of: text)
    #expect(tokenizer.tokens == ["\n", "\r", " ", "a", "b", "e", "ą", "\u{301}", "🙂", "___"])
    #expect(tokenizer.decode(try tokenizer.encode(text)) == text)
    #expect(try tokenizer.encode("a___b") == [3, 9, 4])
    #expect(throws: CorpusError.unknownToken("z")) { try tokenizer.encode("az") }
  }

  @Test("characters that look alike but have different code points are different tokens, and ___ in a text is text")
  func lookAlikes() throws {
    let text = String(repeating: "\u{212B} \u{C5} A\u{30A} ___ ", count: 20)
    let corpus = try Corpus.text(text, name: "å")
    #expect(corpus.vocabularySize == 7)
    let all = corpus.train.tokens + corpus.heldOut.tokens
    #expect(Array(corpus.tokenizer.decode(all).unicodeScalars) == Array(text.unicodeScalars))
    #expect(!all.contains(corpus.tokenizer.blankToken))
    let words = try Corpus.text(text, name: "å", cut: .words())
    #expect(!(words.train.tokens + words.heldOut.tokens).contains(words.tokenizer.blankToken))
  }

  @Test("words, marks and line breaks are tokens; rare words are one unknown token")
  func words() throws {
    let text = "The cat's hat, the cat-like dog.\nThe cat!"
    let tokenizer = try Tokenizer.words(of: text)
    #expect(
      tokenizer.tokens == ["\n", "!", ",", ".", "The", "cat", "cat's", "cat-like", "dog", "hat", "the", "<unk>", "___"])
    #expect(tokenizer.decode(try tokenizer.encode(text)) == text)
    #expect(tokenizer.decode(try tokenizer.encode("The zebra ___.")) == "The <unk> ___.")
    let frequent = try Tokenizer.words(of: text, minimumCount: 2)
    #expect(frequent.tokens == ["The", "<unk>", "___"])
    #expect(try Tokenizer.words(of: text, maximumSize: 3).tokens == ["The", "<unk>", "___"])
  }

  @Test("a story is read in any capitals and quotes, and written with capitals and without stray spaces")
  func stories() throws {
    let grammar = try Grammar(
      "rule story:\n  “ where is the cat ? ” asked Lily . “ here , ” said she . \\( oh ! \\) the end .")
    let tokenizer = try Tokenizer(grammar)
    let text = "“Where is the cat?” asked Lily. “Here,” said she. (Oh!) The end.\n\n"
    let ids = grammar.stories(count: 1, seed: 1).tokens
    #expect(tokenizer.decode(ids) == text)
    #expect(try tokenizer.encode(text) + [tokenizer.endToken!] == ids)
    #expect(try tokenizer.encode("\"WHERE is the ___ ?\" asked lily . <end>").count == 11)
    #expect(throws: CorpusError.unknownToken("zebra")) { try tokenizer.encode("the zebra") }
    #expect(tokenizer.decode([-5, 9999]) == "\u{FFFD} \u{FFFD}")
  }

  @Test("tokenizer.json comes back as it was")
  func json() throws {
    for tokenizer in [
      try Tokenizer.characters(of: "a\"\\\n\u{0}é"), try Tokenizer.words(of: "a b"),
      try Tokenizer(Grammar(SmallGrammars.pets)),
    ] {
      #expect(try Tokenizer(json: try tokenizer.json()) == tokenizer)
    }
  }

  @Test(
    "a hostile tokenizer.json is a typed error",
    arguments: [
      "", "{", "[]", "null", #"{"kind":"char"}"#, #"{"kind":"none","tokens":["a","___"]}"#,
      #"{"kind":"char","tokens":[]}"#, #"{"kind":"char","tokens":["___"]}"#, #"{"kind":"char","tokens":["ab","___"]}"#,
      #"{"kind":"char","tokens":["a","a","___"]}"#, #"{"kind":"word","tokens":["a","","___"]}"#,
      #"{"kind":"word","tokens":["___","a"]}"#, #"{"kind":"story","tokens":["a","___"]}"#,
      #"{"kind":"char","tokens":[1,2]}"#, #"{"kind":"char","tokens":"___"}"#,
      "\u{0}\u{FFFD}",
    ])
  func hostileJSON(text: String) { checkRefused(text) }

  @Test("a tokenizer.json of nothing but brackets is a typed error")
  func deepJSON() { checkRefused(String(repeating: "[", count: 100_000)) }

  private func checkRefused(_ text: String) {
    do throws(CorpusError) {
      _ = try Tokenizer(json: Data(text.utf8))
      Issue.record("accepted")
    } catch {
      guard case .invalidTokenizer = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("a text's first nine tenths train, the next half tenth validates, and the last tests")
  func textSplits() throws {
    let text = String((0..<1000).map { "abcdefghij"[String.Index(utf16Offset: $0 * 7 % 10, in: "abcdefghij")] })
    let corpus = try Corpus.text(text, name: "t")
    #expect(corpus.train.count == 900 && corpus.validation.count == 50 && corpus.test.count == 50)
    #expect(corpus.tokenizer.decode(corpus.train.tokens + corpus.validation.tokens + corpus.test.tokens) == text)
    #expect(corpus.heldOut.tokens == corpus.validation.tokens + corpus.test.tokens)
    #expect(corpus.vocabularySize == 11 && corpus.train.floor.isEmpty && corpus.train.documentStarts == [0])
    let blanks = corpus.blanks(in: corpus.test, count: 10, seed: 1)
    #expect(blanks.count == 10 && blanks.allSatisfy { $0.floorBothSides == nil && !$0.onlyRightSettles })
    #expect(corpus.summary().nextTokenFloor == nil && blanks.floorEstimates() == nil)
    let words = try Corpus.text(String(repeating: "the cat sat . ", count: 50), name: "w", cut: .words())
    #expect(words.vocabularySize == 6)
    // Of 700 characters 67 are held out, with 19 words and marks: the seam moves behind the word where it would be,
    // and 3 + 4·4 follow.
    #expect(words.charactersPerToken == 67.0 / 19 && corpus.charactersPerToken == 1 && words.unknownShare == 0)
    // Held out is “ cd ab ef ab ”: 13 characters, 4 words, 2 of them new.
    let new = try Corpus.text(String(repeating: "ab ", count: 45) + "ab cd ab ef ab ", name: "n", cut: .words())
    #expect(new.charactersPerToken.map { abs($0 - 13.0 / 4) < 1e-12 } == true && new.unknownShare == 0.5)
    #expect(throws: CorpusError.tooShort(name: "s", needs: 40, has: 3)) { try Corpus.text("abc", name: "s") }
    #expect(throws: CorpusError.empty(name: "e")) { try Corpus.text("", name: "e") }
  }

  @Test("files that cannot be used are typed errors")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("corpora-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("text.txt")
    #expect(throws: CorpusError.missingFile(path: file.path)) { try Corpus.text(url: file) }
    #expect(throws: CorpusError.directory(path: folder.path)) { try Corpus.text(url: folder) }
    try Data().write(to: file)
    #expect(throws: CorpusError.empty(name: file.path)) { try Corpus.text(url: file) }
    try Data([0x61, 0xC3, 0xA4, 0xFF, 0x62]).write(to: file)
    #expect(
      throws: CorpusError.notText(
        name: file.path, isPipe: false, byteOffset: 3, looksLike: .brokenUTF8(count: 1))
    ) { try Corpus.text(url: file) }
    try Data("rule story:\n  a (b | c) (d | e) (f | g)\n".utf8).write(to: file)
    let sizes = Corpus.Sizes(train: 5, validation: 0, test: 0)
    #expect(try Corpus.stories(url: file, sizes: sizes).name == "text")
    #expect(try Corpus.text(url: file).grammar == nil)
    let renamed = folder.appendingPathComponent("tale.grammar")
    try FileManager.default.moveItem(at: file, to: renamed)
    #expect(try Corpus.stories(url: renamed, sizes: sizes).grammar?.longestStory == 5)
  }

  @Test("ill-formed UTF-8 is found where the standard library finds it")
  func invalidUTF8() {
    var random = SeededGenerator(seed: 8)
    let interesting: [UInt8] = [
      0x00, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
    ]
    for _ in 0..<20_000 {
      let bytes = (0..<1 + random.index(below: 6)).map { _ in interesting[random.index(below: interesting.count)] }
      let offset = UTF8Text.firstInvalidByte(in: bytes)
      #expect((String(validating: bytes, as: UTF8.self) == nil) == (offset != nil), "\(bytes)")
      if let offset { #expect(String(validating: bytes[..<offset], as: UTF8.self) != nil, "\(bytes)") }
    }
  }

  @Test("SHA-256 gives the digests of FIPS 180-4's examples")
  func sha256() {
    let examples = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ]
    for (text, digest) in examples { #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest) }
  }
}
