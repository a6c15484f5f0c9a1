// Vocabularies of byte pairs in files: those of `tokenizers`, of transformers, and GPT-2's own.

import Foundation
import LabErrors

extension BytePairs {
  /// The mark that ends a text in GPT-2's vocabulary.
  public static let endOfText = "<|endoftext|>"
  /// The mark that hides a token. No merge can make it, for letters and signs are cut apart; “___” is a token of GPT-2's.
  public static let blank = "<|blank|>"

  private static let listNames = ["vocab.json", "encoder.json"]
  private static let mergeNames = ["merges.txt", "vocab.bpe"]

  /// Whether a folder has a vocabulary as two lists, without a `tokenizer.json`.
  package static func areLists(in folder: URL) -> Bool {
    existing(listNames, in: folder) != nil && existing(mergeNames, in: folder) != nil
  }

  private static func existing(_ names: [String], in folder: URL) -> URL? {
    names.map { folder.appendingPathComponent($0) }.first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Reads a folder's `tokenizer.json`, or its `vocab.json` or `encoder.json` with `merges.txt` or `vocab.bpe`; or such a file by its
  /// own name, with the other one beside it.
  /// - Throws: `CorpusError`: `.missingFile`, `.unreadable`, `.invalidTokenizerFile`.
  public init(contentsOf url: URL) throws(CorpusError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw .missingFile(path: url.path)
    }
    let folder = isDirectory.boolValue ? url : url.deletingLastPathComponent()
    let isList = (Self.listNames + Self.mergeNames).contains(url.lastPathComponent)
    let file = isDirectory.boolValue ? Self.existing(["tokenizer.json"], in: folder) : isList ? nil : url
    if let file {
      let json = try Self.contents(of: file)
      self = try Self.naming(file) { () throws(CorpusError) in try BytePairs(json: json) }
      return
    }
    guard let list = Self.existing(Self.listNames, in: folder), let merges = Self.existing(Self.mergeNames, in: folder)
    else {
      throw .missingFile(
        path: folder.path + "/tokenizer.json, nor vocab.json (or encoder.json) with merges.txt (or vocab.bpe)")
    }
    let (vocabulary, lines) = (try Self.contents(of: list), try Self.contents(of: merges))
    let pairs = try Self.naming(merges) { () throws(CorpusError) in try Self.mergePairs(lines: lines) }
    let numbers = try Self.naming(list) { () throws(CorpusError) -> [String: Int] in
      do { return try decodedJSON([String: Int].self, from: vocabulary) } catch {
        throw CorpusError.invalidTokenizer(reason: "it is not a JSON object of tokens and their numbers")
      }
    }
    // These files do not say which tokens are special; of GPT-2's it is known.
    let end = numbers[Self.endOfText].map { BytePairFile.Added(id: $0, content: Self.endOfText) }
    self = try Self.naming(merges) { () throws(CorpusError) in
      try BytePairs(vocabulary: numbers, merges: pairs, added: end.map { [$0] } ?? [])
    }
  }

  /// Reads the contents of a `tokenizer.json` of `tokenizers`.
  /// - Throws: `CorpusError.invalidTokenizer`, whatever the bytes are; also for what would be computed otherwise.
  public init(json: Data) throws(CorpusError) {
    let file = try BytePairFile(json: json)
    try self.init(
      vocabulary: file.model.vocabulary, merges: file.model.merges, added: file.added ?? [],
      addsPrefixSpace: file.preTokenizer?.steps.first?.addsPrefixSpace ?? false)
  }

  /// The contents of a `tokenizer.json` that `tokenizers` and transformers load; the same bytes for the same vocabulary.
  public func json() throws -> Data { try Self.encoded(BytePairFile(self)) }

  /// The contents of a `vocab.json`, and of a `merges.txt`.
  public func lists() throws -> (vocabulary: Data, merges: Data) {
    let lines = ["#version: 0.2"] + mergePairs.map { "\($0.left) \($0.right)" }
    return (try Self.encoded(vocabulary), Data((lines.joined(separator: "\n") + "\n").utf8))
  }

  private static func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}

// MARK: - Between texts and numbers

extension BytePairs {
  /// The most tokens that a file may have, and the largest number that one may have.
  private static var mostTokens: Int { 1_000_000 }

  private init(
    vocabulary: [String: Int], merges: [BytePairFile.MergePair], added: [BytePairFile.Added],
    addsPrefixSpace: Bool = false
  ) throws(CorpusError) {
    let marks = try Self.added(added, vocabulary)
    let contents = Dictionary(marks.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
    var tokens = [[UInt8]](repeating: [], count: try Self.size(vocabulary))
    for (text, id) in vocabulary {
      let shown = printable(text, limit: 40)
      if let content = contents[Int32(id)], content != text {
        throw .invalidTokenizer(
          reason: "the token “\(shown)” and the added one “\(printable(content, limit: 40))” have the number \(id)")
      }
      guard let bytes = ByteAlphabet.bytes(of: text) else {
        if contents[Int32(id)] != nil { continue }
        throw .invalidTokenizer(
          reason:
            "the token \(id), “\(shown)”, has characters that stand for no byte: it is no vocabulary of the byte level")
      }
      guard tokens[id].isEmpty else {
        throw .invalidTokenizer(reason: "two tokens have the number \(id), one of them “\(shown)”")
      }
      tokens[id] = bytes
    }
    var known: [Merge] = []
    known.reserveCapacity(merges.count)
    for (index, merge) in merges.enumerated() {
      func number(_ token: String) throws(CorpusError) -> Int32 {
        if let id = vocabulary[token] { return Int32(id) }
        throw .invalidTokenizer(
          reason: "merge \(index + 1), “\(printable(merge.left, limit: 40)) \(printable(merge.right, limit: 40))”: the "
            + "vocabulary has no token “\(printable(token, limit: 80))”")
      }
      known.append(
        Merge(
          left: try number(merge.left), right: try number(merge.right), result: try number(merge.left + merge.right)))
    }
    try self.init(tokens: tokens, merges: known, added: marks, addsPrefixSpace: addsPrefixSpace)
  }

  /// One more than the highest number of a vocabulary.
  private static func size(_ vocabulary: [String: Int]) throws(CorpusError) -> Int {
    guard let most = vocabulary.values.max(), let least = vocabulary.values.min() else {
      throw .invalidTokenizer(reason: "its vocabulary is empty")
    }
    for id in [least, most] where !(0..<mostTokens).contains(id) {
      throw .invalidTokenizer(reason: "a token has the number \(id); from 0 to \(mostTokens - 1) are possible")
    }
    return most + 1
  }

  private static func added(
    _ tokens: [BytePairFile.Added], _ vocabulary: [String: Int]
  ) throws(CorpusError) -> [AddedToken] {
    var numbers: Set<Int> = []
    var marks: [AddedToken] = []
    for token in tokens {
      let shown = printable(token.content, limit: 40)
      guard (0..<mostTokens).contains(token.id), !token.content.isEmpty else {
        throw .invalidTokenizer(
          reason:
            "the added token “\(shown)” has the number \(token.id); from 0 to \(mostTokens - 1) are possible, with a text"
        )
      }
      guard numbers.insert(token.id).inserted, vocabulary[token.content].map({ $0 == token.id }) ?? true else {
        throw .invalidTokenizer(reason: "the added token “\(shown)” has the number \(token.id) of another token")
      }
      marks.append(
        AddedToken(
          id: Int32(token.id), content: token.content, isSpecial: token.isSpecial ?? false,
          isNormalized: token.isNormalized ?? false, isInVocabulary: vocabulary[token.content] != nil))
    }
    return marks
  }

  /// The lines of a `merges.txt`: a first one with the version may be there, and each other has two tokens.
  private static func mergePairs(lines: Data) throws(CorpusError) -> [BytePairFile.MergePair] {
    var pairs: [BytePairFile.MergePair] = []
    for (index, line) in Array(lines).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        .compactMap { String(validating: $0, as: UTF8.self) }
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        let shown = printable(String(decoding: line.prefix(80), as: UTF8.self), limit: 40)
        throw .invalidTokenizer(
          reason: "line \(index + 1), “\(shown)”, is not two tokens in UTF-8 with a space between them")
      }
      pairs.append(.init(left: parts[0], right: parts[1]))
    }
    return pairs
  }

  /// The vocabulary as files have it: the tokens in characters that stand for bytes, without added tokens that came later.
  var vocabulary: [String: Int] {
    let marks = Dictionary(added.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var numbers: [String: Int] = [:]
    for id in 0..<Int32(count) where !bytes(of: id).isEmpty && marks[id]?.isInVocabulary ?? true {
      numbers[marks[id]?.content ?? ByteAlphabet.text(of: bytes(of: id))] = Int(id)
    }
    return numbers
  }

  /// The merges as files have them.
  var mergePairs: [BytePairFile.MergePair] {
    merges.map {
      .init(left: ByteAlphabet.text(of: bytes(of: $0.left)), right: ByteAlphabet.text(of: bytes(of: $0.right)))
    }
  }

  /// A file's bytes; nothing above 256 MB is read.
  private static func contents(of file: URL) throws(CorpusError) -> Data {
    var status = stat()
    guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: file.path, reason: "it is not a file")
    }
    guard status.st_size < 1 << 28 else {
      throw .unreadable(path: file.path, reason: "it is too large for a vocabulary")
    }
    do { return try Data(contentsOf: file) } catch {
      throw .unreadable(path: file.path, reason: systemReason(error))
    }
  }

  /// Says in which file what is wrong.
  private static func naming<Value>(
    _ file: URL, _ read: () throws(CorpusError) -> Value
  ) throws(CorpusError) -> Value {
    do throws(CorpusError) { return try read() } catch {
      if case .invalidTokenizer(let reason) = error { throw .invalidTokenizerFile(path: file.path, reason: reason) }
      throw error
    }
  }
}
