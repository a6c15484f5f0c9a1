// Files of byte pairs: what is written comes back, and what cannot be computed is refused by name.

import Corpora
import Foundation
import TensorCore
import Testing

@Suite("Files of byte pairs")
struct BytePairFileTests {
  private let naive = NaiveBytePairs(merges: [([104], [101]), ([32], [116]), ([32, 116], [104, 101])])

  private func withFolder(_ files: [String: Data], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pairs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    try body(folder)
  }

  @Test("a vocabulary comes back from its JSON and from its lists, by whatever names they have")
  func roundTrips() throws {
    let learned = try BytePairs.learned(from: "the cat sat on the mat, the cat", size: 270)
    let lists = try learned.lists()
    #expect(try BytePairs(json: learned.json()) == learned)
    #expect(try learned.json() == BytePairs(json: learned.json()).json())
    for (list, merges) in [("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe")] {
      try withFolder([list: lists.vocabulary, merges: lists.merges]) { folder in
        for place in [folder, folder.appendingPathComponent(list), folder.appendingPathComponent(merges)] {
          let read = try BytePairs(contentsOf: place)
          #expect(read == learned, "\(place.path)")
        }
      }
    }
    for name in ["tokenizer", "prefixed"] {
      let pairs = try BytePairs(contentsOf: BytePairFixture.url("\(name).json"))
      #expect(try BytePairs(json: pairs.json()) == pairs && pairs.addsPrefixSpace == (name == "prefixed"))
    }
  }

  @Test(
    "older forms are read: merges as lines, lines that end as on Windows, no version, pre-tokenizers in a sequence of one"
  )
  func forms() throws {
    let wanted = try BytePairs(json: naive.json())
    let older = try naive.json { object in
      var model = object["model"] as? [String: Any] ?? [:]
      model["merges"] = (model["merges"] as? [[String]])?.map { $0.joined(separator: " ") }
      model["type"] = nil
      object["model"] = model
      object["pre_tokenizer"] = [
        "type": "Sequence", "pretokenizers": [["type": "ByteLevel", "add_prefix_space": false]],
      ]
      object["version"] = nil
      object["truncation"] =
        ["max_length": 3, "strategy": "LongestFirst", "stride": 0, "direction": "Right"] as [String: Any]
    }
    #expect(try BytePairs(json: older) == wanted)
    let lists = try wanted.lists()
    let windows = String(decoding: lists.merges, as: UTF8.self).replacingOccurrences(of: "\n", with: "\r\n") + "\r\n"
    try withFolder(["vocab.json": lists.vocabulary, "merges.txt": Data(windows.utf8)]) { folder in
      let read = try BytePairs(contentsOf: folder)
      #expect(read == wanted)
    }
  }

  @Test("the end of a text is known in GPT-2's lists, which do not say which tokens are special")
  func endOfText() throws {
    let pairs = try BytePairs(json: naive.json { Self.add(&$0, "vocab", ["<|endoftext|>": 259]) })
    let lists = try pairs.lists()
    try withFolder(["encoder.json": lists.vocabulary, "vocab.bpe": lists.merges]) { folder in
      let read = try BytePairs(contentsOf: folder)
      #expect(read.encode("he<|endoftext|>") == [256, 259] && read.encode("<|endoftext|>", specials: false).count > 1)
      #expect(Tokenizer(read).endToken == 259 && Tokenizer(read).blankToken == -1)
    }
  }

  /// Adds entries to the vocabulary of a file, or to its model.
  private static func add(_ object: inout [String: Any], _ part: String, _ entries: [String: Any]) {
    var model = object["model"] as? [String: Any] ?? [:]
    if part == "vocab" {
      model["vocab"] = (model["vocab"] as? [String: Any] ?? [:]).merging(entries) { _, new in new }
    } else {
      model.merge(entries) { _, new in new }
    }
    object["model"] = model
  }

  /// A change of a good file, and what the refusal has to name.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let key: String
    let json: String
    let mentions: [String]
    init(_ key: String, _ json: String, _ mentions: String...) {
      (self.key, self.json, self.mentions) = (key, json, mentions)
    }
    var testDescription: String { "\(key): \(json)" }
  }

  @Test(
    "what is not computed is refused by name and value",
    arguments: [
      Refusal("normalizer", #"{"type":"NFC"}"#, "normalizer", "NFC"),
      Refusal("normalizer", #"{"type":"Sequence","normalizers":[{"type":"Lowercase"}]}"#, "normalizer", "Lowercase"),
      Refusal("pre_tokenizer", "null", "pre_tokenizer", "none"),
      Refusal("pre_tokenizer", #"{"type":"Whitespace"}"#, "pre_tokenizer", "Whitespace"),
      Refusal("pre_tokenizer", #"{"type":"Metaspace","replacement":"▁"}"#, "Metaspace"),
      Refusal(
        "pre_tokenizer",
        #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"a"}},{"type":"ByteLevel","use_regex":false}]}"#,
        "Split", "ByteLevel"),
      Refusal("pre_tokenizer", #"{"type":"ByteLevel","use_regex":false}"#, "use_regex", "false"),
      Refusal("post_processor", #"{"type":"TemplateProcessing","single":[]}"#, "post_processor", "TemplateProcessing"),
      Refusal("post_processor", #"{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0]}"#, "RobertaProcessing"),
      Refusal("decoder", #"{"type":"WordPiece"}"#, "decoder", "WordPiece"),
      Refusal("model.type", #""WordPiece""#, "WordPiece", "BPE"), Refusal("model.type", #""Unigram""#, "Unigram"),
      Refusal("model.type", #""WordLevel""#, "WordLevel"), Refusal("model.dropout", "0.1", "dropout", "0.1"),
      Refusal("model.byte_fallback", "true", "byte_fallback", "true"),
      Refusal("model.ignore_merges", "true", "ignore_merges"),
      Refusal("model.continuing_subword_prefix", #""@@""#, "continuing_subword_prefix", "@@"),
      Refusal("model.end_of_word_suffix", #""</w>""#, "end_of_word_suffix", "</w>"),
      Refusal("added_tokens", #"[{"id":300,"content":"<m>","lstrip":true}]"#, "<m>", "lstrip"),
      Refusal("added_tokens", #"[{"id":300,"content":"<m>","single_word":true}]"#, "<m>", "single_word"),
      // What no file should have.
      Refusal("added_tokens", #"[{"id":-1,"content":"<m>"}]"#, "<m>", "-1"),
      Refusal("added_tokens", #"[{"id":99999999999,"content":"<m>"}]"#, "<m>"),
      Refusal("added_tokens", #"[{"id":300,"content":""}]"#, "300"),
      Refusal("added_tokens", #"[{"id":5,"content":"<m>"}]"#, "<m>", "5"),
      Refusal("added_tokens", #"[{"id":300,"content":"a a"},{"id":300,"content":"b b"}]"#, "b b", "300"),
      Refusal("added_tokens", #"[{"content":"a"}]"#, "added_tokens", "id"),
      Refusal("model.vocab", "{}", "empty"), Refusal("model.vocab", "7", "model.vocab", "wrong type"),
      Refusal("model.vocab", #"{"a":"b"}"#, "model.vocab", "wrong type"),
      Refusal("model.vocab", #"{"a":-7}"#, "-7"), Refusal("model.vocab", #"{"a":4000000000}"#, "4000000000"),
      Refusal("model.vocab", #"{"a":0,"b":1}"#, "vocabulary has no token"),
      Refusal("model.merges", #"["a"]"#, "merges[0]", "two tokens"),
      Refusal("model.merges", #"[["a","b","c"]]"#, "merges[0]"),
      Refusal("model.merges", "[7]", "merges[0]"), Refusal("model.merges", #"[["a","b"]]"#, "merge 1", "a b", "“ab”"),
      Refusal("model.merges", #"[["h","e"],["日","本"]]"#, "merge 2", "日"), Refusal("model", "7", "model"),
    ])
  func refused(_ refusal: Refusal) throws {
    let value = try JSONSerialization.jsonObject(with: Data(refusal.json.utf8), options: .fragmentsAllowed)
    let json = try naive.json { object in
      let path = refusal.key.split(separator: ".").map(String.init)
      if path.count == 1 { object[path[0]] = value } else { Self.add(&object, "model", [path[1]: value]) }
    }
    do {
      _ = try BytePairs(json: json)
      Issue.record("accepted")
    } catch {
      guard case .invalidTokenizer(let reason) = error else { throw error }
      for word in refusal.mentions { #expect(reason.contains(word), "\(reason)") }
      #expect(!reason.contains("\n") && reason.count < 300)
    }
  }

  @Test("tokens that share a number, or are no bytes, are refused")
  func vocabularies() throws {
    for (entries, mention) in [(["zz": 5], "number 5"), (["日": 400], "日"), (["a b": 400], "a b")] {
      let error = #expect(throws: CorpusError.self) {
        try BytePairs(json: naive.json { Self.add(&$0, "vocab", entries) })
      }
      #expect(error?.message.contains(mention) == true, "\(String(describing: error))")
    }
  }

  @Test(
    "lists that cannot be used name the file, the line and the fault",
    arguments: [
      ("#version: 0.2\nh e\nĠt\n", "line 3"), ("h e\n\u{20}t\n", "line 2"), ("h e x\n", "line 1"),
      ("h e\nq q\n", "merge 2"),
    ])
  func lists(merges: String, mention: String) throws {
    let vocabulary = try BytePairs(json: naive.json()).lists().vocabulary
    try withFolder(["vocab.json": vocabulary, "merges.txt": Data(merges.utf8)]) { folder in
      let error = #expect(throws: CorpusError.self) { try BytePairs(contentsOf: folder) }
      guard case .invalidTokenizerFile(let path, let reason)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(path.hasSuffix("merges.txt") && reason.contains(mention), "\(reason)")
    }
  }

  @Test("bytes that are no file of byte pairs are typed errors, wherever a good one is cut or changed")
  func damaged() throws {
    let good = try naive.json()
    var random = SeededGenerator(seed: 3)
    for round in 0..<300 {
      var bytes = good
      if round % 2 == 0 {
        bytes = bytes.prefix(random.index(below: bytes.count))
      } else {
        for _ in 0..<3 { bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256)) }
      }
      do { _ = try BytePairs(json: bytes) } catch is CorpusError {}
    }
    for text in ["", "{", "null", "[]", "7", "\u{FFFD}", #"{"model":null}"#, String(repeating: "[", count: 100_000)] {
      #expect(throws: CorpusError.self) { try BytePairs(json: Data(text.utf8)) }
    }
    try withFolder([:]) { folder in
      let error = #expect(throws: CorpusError.self) { try BytePairs(contentsOf: folder) }
      let message = error?.message ?? ""
      #expect(message.contains("tokenizer.json") && message.contains("merges.txt"))
      #expect(throws: CorpusError.missingFile(path: folder.path + "/none")) {
        try BytePairs(contentsOf: folder.appendingPathComponent("none"))
      }
    }
  }
}
