// Texts that a vocabulary was not made from: what is unknown, which form letters have, and lines to write on.

import Corpora
import Foundation
import Testing

@Suite("Texts that a vocabulary was not made from")
struct OtherTextTests {
  @Test("letters with marks are brought to the form of the training text")
  func forms() throws {
    let (composed, decomposed) = ("café été", "cafe\u{301} e\u{301}te\u{301}")
    let ofComposed = try Tokenizer.characters(of: composed)
    let ofDecomposed = try Tokenizer.characters(of: decomposed)
    func form(_ tokenizer: Tokenizer, _ text: String) -> ([Unicode.Scalar], TextForm?) {
      let (text, changed) = tokenizer.inItsForm(text)
      return (Array(text.unicodeScalars), changed)
    }
    #expect(form(ofComposed, "te\u{301}") == (Array("t\u{E9}".unicodeScalars), .composed))
    #expect(form(ofDecomposed, "té") == (Array("te\u{301}".unicodeScalars), .decomposed))
    #expect(form(ofComposed, "té") == (Array("t\u{E9}".unicodeScalars), nil))
    #expect(form(ofComposed, "cafe") == (Array("cafe".unicodeScalars), nil))
    // Korean syllables, and Hindi, which is the same in both forms.
    let korean = try Tokenizer.characters(of: "한국어")
    #expect(form(korean, "\u{1112}\u{1161}\u{11AB}") == (Array("한".unicodeScalars), .composed))
    let jamo = try Tokenizer.characters(of: "\u{1112}\u{1161}\u{11AB}")
    #expect(form(jamo, "한") == (Array("\u{1112}\u{1161}\u{11AB}".unicodeScalars), .decomposed))
    let hindi = try Tokenizer.characters(of: "हिन्दी")
    #expect(form(hindi, "हिन्दी") == (Array("हिन्दी".unicodeScalars), nil))
    // The text's own letter stays, though its form would have another in its place.
    let angstrom = try Tokenizer.characters(of: "é \u{212B}")
    #expect(form(angstrom, "\u{212B}") == (["\u{212B}"], nil))
    // Plain ASCII is in neither form, and says nothing.
    #expect(form(try Tokenizer.characters(of: "abc"), "é") == (["\u{E9}"], nil))
    // Words that look the same are the same.
    let words = try Tokenizer.words(of: "un café noir")
    #expect(try words.encode("cafe\u{301}") == words.encode("café"))
  }

  @Test("another text whose characters are all known is held out whole, in the form of the training text")
  func heldOut() throws {
    let tokenizer = try Tokenizer.characters(of: "abcdé \n")
    let other = try Corpus.heldOut(
      TextFile(name: "o", text: "bad cafe\u{301}de\u{301}".replacing("f", with: "")), by: tokenizer)
    #expect(tokenizer.decode(other.heldOut.tokens) == "bad ca\u{E9}d\u{E9}" && other.train.count == 0)
    #expect(other.validation.tokens + other.test.tokens == other.heldOut.tokens && other.validation.count == 4)
    #expect(other.charactersPerToken == 1 && other.notes.count == 1 && other.notes[0].contains("NFC"))
    let same = try Corpus.heldOut(TextFile(name: "o", text: "bad a b"), by: tokenizer)
    #expect(same.remarks.isEmpty)
    #expect(throws: CorpusError.tooShort(name: "o", needs: 4, has: 3)) {
      try Corpus.heldOut(TextFile(name: "o", text: "abc"), by: tokenizer)
    }
  }

  @Test("unknown characters are told by name and share, the most frequent first")
  func unknownCharacters() throws {
    let tokenizer = try Tokenizer.characters(of: "ab ")
    let error = try #require(throws: CorpusError.self) {
      try Corpus.heldOut(TextFile(name: "o.txt", text: "ab x yy \u{301}ab ab"), by: tokenizer)
    }
    // Of 14 characters, 4 are unknown.
    #expect(
      error.message.contains("o.txt cannot be scored")
        && error.message.contains("does not have “y”, “x” and U+0301, 28.6 % of the text"))
    let many = try #require(throws: CorpusError.self) {
      try Corpus.heldOut(TextFile(name: "o", text: "cdefghij"), by: tokenizer)
    }
    #expect(many.message.contains("“c”, “d”, “e”, “f”, “g” and 3 more, 100.0 % of the text"))
  }

  @Test("by word, unknown words are counted, and named")
  func unknownWords() throws {
    let tokenizer = try Tokenizer.words(of: "the cat sat on the mat .")
    let found = tokenizer.read("the zebra sat on the yak , the zebra", blank: nil)
    #expect(found.ids.count == 9 && found.unknown.count == 4 && found.unknown.total == 9)
    #expect(found.unknown.names == "“zebra”, “,” and “yak”" && found.unknown.percent == "44.4 %")
    let other = try Corpus.heldOut(TextFile(name: "o", text: "the zebra sat on the mat"), by: tokenizer)
    #expect(abs(other.unknownShare - 1.0 / 6) < 1e-12 && other.charactersPerToken == 24.0 / 6)
    #expect(
      other.remarks == [
        "16.7 % of the held-out words are unknown: which of them it was is not in the loss; --tokenizer char leaves none unknown"
      ])
  }

  @Test("a vocabulary that was cut says so, with the shares of both parts")
  func cutVocabulary() throws {
    // 100 words: a is half of the training part, each of the others occurs once or twice.
    let text = (0..<50).map { "a w\($0 % 30)" }.joined(separator: " ")
    let corpus = try Corpus.text(text, name: "t", cut: .words(minimumCount: 1, maximumSize: 12))
    let coverage = try #require(corpus.coverage)
    #expect(corpus.vocabularySize == 12 && coverage.kept == 10 && coverage.different == 31 && coverage.cut == 21)
    let unknown = corpus.train.tokens.count { $0 == corpus.tokenizer.unknownToken }
    #expect(abs(coverage.unknownShare - Double(unknown) / Double(corpus.train.count)) < 1e-12 && unknown > 0)
    let remark = try #require(corpus.unknownWords)
    #expect(remark.contains("of the held-out words and") && remark.contains("cut to the 10 most frequent of 31 words"))
    let summary = corpus.summary()
    #expect(summary.differentWords == 31 && summary.unknownTraining == coverage.unknownShare)
    #expect(summary.unknownHeldOut == corpus.unknownShare)
    // What occurs once is left out by choice, not for want of room.
    let rare = try Corpus.text(text, name: "t", cut: .words(minimumCount: 2))
    #expect(rare.coverage?.cut == 0 && rare.unknownWords?.contains("cut to") == false)
    #expect(try Corpus.text(text, name: "t").remarks.isEmpty)
  }

  @Test("a text with ___ has it as text, and blanks are apart from it")
  func lines() throws {
    let form = String(repeating: "name : ___ , age : ___ \n", count: 30)
    let words = try Corpus.text(form, name: "form", cut: .words()).tokenizer
    #expect(words.tokens.filter { $0 == "___" }.count == 2 && words.tokens.last == "___")
    #expect(try Tokenizer(json: words.json()) == words)
    let line = try #require(words.encode("___", blanks: false).first)
    #expect(line != words.blankToken && words.decode([line]) == "___" && words.number(of: "___") == line)
    #expect(try words.encode("name : ___") == words.encode("name :") + [words.blankToken])
    let found = words.read("name : ___ , [?] : ___", blank: "[?]")
    #expect(found.unknown.isEmpty && found.ids.filter { $0 == words.blankToken }.count == 1)
    #expect(found.ids.filter { $0 == line }.count == 2)
    let characters = try Corpus.text(form, name: "form").tokenizer
    #expect(characters.decode(try characters.encode("name : ___", blanks: false)) == "name : ___")
    #expect(characters.read("___ ?", blank: "?").ids.count == 5)
  }

  @Test("what was cut is written back without spaces where there were none, and with one where there were")
  func writtenBack() throws {
    for text in [
      "hi 😀! 👩‍🔬 waves 👍🏽 🇫🇷 ok", "日云张姜珍菜剑，芥黄号光。\n夜黄", "ภาษาไทยกำ", "هل هذا، كتاب؟ نعم.", "यह हिन्दी है। और?",
      "pi is 3.14 (or so).", "東京タワーへ", "I don't know e.g. this well-known one",
    ] {
      let tokenizer = try Tokenizer.words(of: text)
      #expect(tokenizer.decode(try tokenizer.encode(text, blanks: false)) == text.replacing("e.g. ", with: "e.g. "))
    }
  }

  @Test(
    "by word, a text without spaces is noted with its language; it is split all the same, and not cut by word unasked")
  func unspacedTexts() throws {
    let texts = [
      ("Chinese", "日云张姜珍菜剑芥黄号光天"), ("Japanese", "日本語のテキストをかく"), ("Thai", "ภาษาไทยไม่มีช่องว่าง"),
      ("Khmer", "ភាសាខ្មែរមិនមានដកឃ្លា"),
      ("Lao", "ພາສາລາວບໍ່ມີຊ່ອງ"), ("Burmese", "မြန်မာဘာသာစကား"),
    ]
    for (language, line) in texts {
      let text = String(repeating: line, count: 20_000)
      let corpus = try Corpus.text(text, name: "t", cut: .words(minimumCount: 2))
      #expect(
        corpus.remarks.count == 1
          && corpus.remarks[0].hasPrefix("t: 100 % of its letters are \(language), written without"))
      #expect(abs(Double(corpus.heldOut.count) / Double(corpus.train.count + corpus.heldOut.count) - 0.1) < 0.001)
      #expect(TextFacts(text).unspacedShare == 1)
      #expect(try Corpus.text(text, name: "t").remarks.isEmpty)
    }
    let english = String(repeating: "the cat sat on the mat. ", count: 50)
    #expect(try Corpus.text(english, name: "t", cut: .words()).remarks.isEmpty && TextFacts(english).unspacedShare == 0)
  }
}
