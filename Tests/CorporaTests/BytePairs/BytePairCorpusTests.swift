// Texts by byte pairs, as what is trained on; and bytes, by which losses of all cuts compare.

import Corpora
import Foundation
import Testing

@Suite("Texts by byte pairs")
struct BytePairCorpusTests {
  private let text = String(repeating: "the cat sat on the mat — and the dog, too: ___ “é”.\n", count: 60)

  @Test("a text by byte pairs comes back, is cut where words end, and has a blank that is not in it")
  func corpus() throws {
    let corpus = try Corpus.text(text, name: "t", cut: .bytePairs(.learned(size: 280)))
    let tokenizer = corpus.tokenizer
    #expect(tokenizer.kind == .bytePairs && corpus.vocabularySize == 281 && tokenizer.blankToken == 280)
    #expect(tokenizer.decode(corpus.train.tokens) + tokenizer.decode(corpus.heldOut.tokens) == text)
    #expect(!(corpus.train.tokens + corpus.heldOut.tokens).contains(280))
    #expect(try tokenizer.encode("the ___").last == 280 && tokenizer.encode("the ___", blanks: false).last != 280)
    // As by word: the seam moves to the white space at or behind nine tenths.
    let words = try Corpus.text(text, name: "t", cut: .words())
    let part = tokenizer.decode(corpus.heldOut.tokens)
    #expect(
      corpus.heldOutBytes?.heldOut.bytes == part.utf8.count && words.heldOutBytes?.heldOut.bytes == part.utf8.count)
    #expect(corpus.charactersPerToken == Double(part.unicodeScalars.count) / Double(corpus.heldOut.count))
    // The merges are those of the training part alone.
    let training = tokenizer.decode(corpus.train.tokens)
    let pairs = try BytePairs.learned(from: training, size: 280)
    #expect(try tokenizer.bytePairs.map { try $0.lists().merges } == pairs.lists().merges)
    let again = try Corpus.text(text, name: "t", cut: .bytePairs(.given(try #require(tokenizer.bytePairs))))
    #expect(again.tokenizer == tokenizer && again.train == corpus.train)
  }

  @Test("a vocabulary with “___” among its merged tokens, as GPT-2's, has a blank beside it, and comes back")
  func underscores() throws {
    let lines = String(repeating: "name ___ <|blank|>\n", count: 60)
    let corpus = try Corpus.text(lines, name: "l", cut: .bytePairs(.learned(size: 275)))
    let (tokenizer, blank) = (corpus.tokenizer, corpus.tokenizer.blankToken)
    let three = try #require(tokenizer.number(of: " ___"))
    #expect(three != blank && blank == Int32(corpus.vocabularySize - 1))
    #expect(try tokenizer.encode("name ___", blanks: false).last == three && tokenizer.encode("name ___").last == blank)
    #expect(!(corpus.train.tokens + corpus.heldOut.tokens).contains(blank))
    #expect(try Tokenizer(json: tokenizer.json()) == tokenizer)
  }

  @Test("a tokenizer by byte pairs comes back from tokenizer.json, which is that of the tokenizers library")
  func tokenizer() throws {
    let tokenizer = try Corpus.text(text, name: "t", cut: .bytePairs(.learned(size: 290))).tokenizer
    #expect(try Tokenizer(json: tokenizer.json()) == tokenizer)
    let object = try JSONSerialization.jsonObject(with: tokenizer.json()) as? [String: Any]
    #expect((object?["model"] as? [String: Any])?["type"] as? String == "BPE" && object?["kind"] == nil)
    let theirs = try Tokenizer(json: Data(contentsOf: BytePairFixture.url("tokenizer.json")))
    #expect(theirs.endToken == 0 && theirs.blankToken == -1 && theirs.unknownToken == nil)
    #expect(theirs.number(of: "\n") == theirs.bytePairs?.encode("\n").first && theirs.number(of: "<a>") == 420)
    #expect(theirs.number(of: "") == nil && theirs.number(of: "no such token") == nil)
    #expect(theirs.decode([-1, 1_000_000]).isEmpty && theirs.tokens.count == theirs.vocabularySize)
    #expect(throws: CorpusError.self) { try Tokenizer(kind: .bytePairs, tokens: ["a", "___"]) }
  }

  @Test(
    "bytes of the held-out parts, by hand: by character and by byte pairs each token's own, by word those of the text")
  func bytes() throws {
    let lines = String(repeating: "äb cd\n", count: 100)
    let characters = try #require(try Corpus.text(lines, name: "c").heldOutBytes)
    // 60 of 600 characters, each line with 7 bytes.
    #expect([characters.heldOut, characters.validation, characters.test].map(\.bytes) == [70, 35, 35])
    let perByte = 1.4 * 60 / 70
    #expect(characters.heldOut.perByte(1.4) == perByte)
    let pairs = try #require(try Corpus.text(lines, name: "b", cut: .bytePairs(.learned(size: 280))).heldOutBytes)
    // The seam is at the space behind character 540, so that “ cd”, the line's end and nine lines are held out.
    #expect(pairs.heldOut.bytes == 67 && pairs.validation.bytes + pairs.test.bytes == 67)
    let words = try Corpus.text(lines, name: "w", cut: .words())
    #expect(words.heldOutBytes?.heldOut.bytes == pairs.heldOut.bytes)
    #expect(words.heldOutBytes?.heldOut.tokens == words.heldOut.count)
    let stories = try Corpus.stories(
      grammar: SmallGrammars.pets, seed: 2, sizes: .init(train: 300, validation: 50, test: 50))
    #expect(stories.heldOutBytes == nil)
  }

  @Test("a source names how many byte pairs are learned, or where they are, and is found again")
  func sources() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bpe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("text.txt")
    try Data(text.utf8).write(to: file)
    let source = CorpusSource(name: file.path, kind: .bpe, vocabulary: "260")
    let learned = try source.load()
    #expect(learned.vocabularySize == 261 && source.absolute == source)
    #expect(try JSONDecoder().decode(CorpusSource.self, from: JSONEncoder().encode(source)) == source)
    #expect(
      try JSONDecoder().decode(CorpusSource.self, from: Data(#"{"name":"a","kind":"char"}"#.utf8)).vocabulary == nil)
    try #require(learned.tokenizer.bytePairs).json().write(to: folder.appendingPathComponent("tokenizer.json"))
    let given = try CorpusSource(name: file.path, kind: .bpe, vocabulary: folder.path).load()
    #expect(given.tokenizer == learned.tokenizer)
    // A model's own byte pairs cut a text, whatever its source says.
    #expect(try CorpusSource(name: file.path, kind: .char).load(as: learned.tokenizer).tokenizer == learned.tokenizer)
    #expect(throws: CorpusError.vocabularySize(255, possible: BytePairVocabulary.sizes)) {
      try CorpusSource(name: file.path, kind: .bpe, vocabulary: "255").load()
    }
  }
}
