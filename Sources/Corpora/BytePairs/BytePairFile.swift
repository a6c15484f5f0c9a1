// tokenizer.json as the `tokenizers` library writes it: what of it is computed here, and what is refused.

import Foundation
import LabErrors

/// The contents of a `tokenizer.json` of the `tokenizers` library, as far as they say how text becomes tokens.
///
/// `truncation` and `padding` are left out: they belong to batches, and transformers sets them anew at each call.
struct BytePairFile: Codable {
  /// One of `added_tokens`.
  struct Added: Codable {
    var id: Int
    var content: String
    var isSingleWord: Bool? = false
    var stripsLeft: Bool? = false
    var stripsRight: Bool? = false
    var isNormalized: Bool? = false
    var isSpecial: Bool? = true

    enum CodingKeys: String, CodingKey {
      case id, content
      case isSingleWord = "single_word"
      case stripsLeft = "lstrip"
      case stripsRight = "rstrip"
      case isNormalized = "normalized"
      case isSpecial = "special"
    }
  }

  /// A step before or after the merges; a sequence has several.
  struct Step: Codable {
    var type: String
    var addsPrefixSpace: Bool?
    var trimsOffsets: Bool?
    var usesPattern: Bool?
    var preTokenizers: [Step]?
    var normalizers: [Step]?
    var processors: [Step]?
    var decoders: [Step]?

    enum CodingKeys: String, CodingKey {
      case type, normalizers, processors, decoders
      case addsPrefixSpace = "add_prefix_space"
      case trimsOffsets = "trim_offsets"
      case usesPattern = "use_regex"
      case preTokenizers = "pretokenizers"
    }

    /// The step of the byte level, as GPT-2 has it.
    static func byteLevel(addsPrefixSpace: Bool = false) -> Step {
      Step(type: "ByteLevel", addsPrefixSpace: addsPrefixSpace, trimsOffsets: true, usesPattern: true)
    }

    /// The steps that are taken one after another.
    var steps: [Step] {
      guard let parts = preTokenizers ?? normalizers ?? processors ?? decoders, type == "Sequence" else {
        return [self]
      }
      return parts.flatMap(\.steps)
    }
  }

  /// The merges and their vocabulary.
  struct Model: Codable {
    var type: String? = "BPE"
    var dropout: Double?
    var prefix: String?
    var suffix: String?
    var fallsBackToBytes: Bool? = false
    var ignoresMerges: Bool? = false
    var vocabulary: [String: Int]
    var merges: [MergePair]

    // The token for what is unknown ("unk_token", "fuse_unk") never comes up: every byte has a token.
    enum CodingKeys: String, CodingKey {
      case type, dropout, merges
      case prefix = "continuing_subword_prefix"
      case suffix = "end_of_word_suffix"
      case fallsBackToBytes = "byte_fallback"
      case ignoresMerges = "ignore_merges"
      case vocabulary = "vocab"
    }
  }

  /// Two tokens of a merge: `["a", "b"]`, or `"a b"` in older files.
  struct MergePair: Codable {
    var left, right: String

    init(left: String, right: String) { (self.left, self.right) = (left, right) }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let parts =
        try (try? container.decode(String.self))?.split(separator: " ", omittingEmptySubsequences: false)
        .map(String.init) ?? container.decode([String].self)
      guard parts.count == 2 else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "it is not of two tokens")
      }
      (left, right) = (parts[0], parts[1])
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode([left, right])
    }
  }

  /// What kind the model is, read before all else: the vocabularies of other kinds have other forms.
  private struct Kind: Decodable {
    struct Model: Decodable { var type: String? }
    var model: Model?
  }

  var version: String? = "1.0"
  var added: [Added]?
  var normalizer: Step?
  var preTokenizer: Step?
  var postProcessor: Step?
  var decoder: Step?
  var model: Model

  enum CodingKeys: String, CodingKey {
    case version, normalizer, decoder, model
    case added = "added_tokens"
    case preTokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
  }

  /// Reads the file's contents, and checks that all of it can be computed.
  /// - Throws: `CorpusError.invalidTokenizer` with the first thing that cannot, by name.
  init(json: Data) throws(CorpusError) {
    do {
      let kind = try decodedJSON(Kind.self, from: json).model?.type
      if let kind, kind != "BPE" {
        throw Self.refused(#""model" is of the type "\#(kind)""#, "only BPE is computed here")
      }
      self = try decodedJSON(BytePairFile.self, from: json)
    } catch let error as CorpusError {
      throw error
    } catch {
      throw .invalidTokenizer(reason: Self.place(of: error))
    }
    try check()
  }

  /// The contents for a vocabulary.
  init(_ pairs: BytePairs) {
    added = pairs.added.map {
      Added(id: Int($0.id), content: $0.content, isNormalized: $0.isNormalized, isSpecial: $0.isSpecial)
    }
    preTokenizer = .byteLevel(addsPrefixSpace: pairs.addsPrefixSpace)
    postProcessor = .byteLevel()
    decoder = .byteLevel()
    model = Model(vocabulary: pairs.vocabulary, merges: pairs.mergePairs)
  }
}

// MARK: - What is refused

extension BytePairFile {
  private func check() throws(CorpusError) {
    for step in normalizer?.steps ?? [] {
      throw Self.refused(#""normalizer" has "\#(step.type)""#, "text is taken as it is here")
    }
    guard let cuts = preTokenizer?.steps, cuts.count == 1, cuts[0].type == "ByteLevel" else {
      let names = preTokenizer?.steps.map { "\"\($0.type)\"" }.joined(separator: ", ") ?? "none"
      throw Self.refused(#""pre_tokenizer" is \#(names)"#, "only ByteLevel, GPT-2's, is computed here")
    }
    guard cuts[0].usesPattern ?? true else {
      throw Self.refused(#""pre_tokenizer" has "use_regex": false"#, "words are cut by GPT-2's pattern here")
    }
    for step in postProcessor?.steps ?? [] where step.type != "ByteLevel" {
      throw Self.refused(#""post_processor" has "\#(step.type)""#, "no tokens are put around a text here")
    }
    for step in decoder?.steps ?? [] where step.type != "ByteLevel" {
      throw Self.refused(#""decoder" has "\#(step.type)""#, "only ByteLevel is computed here")
    }
    for token in added ?? [] {
      let traits = [("single_word", token.isSingleWord), ("lstrip", token.stripsLeft), ("rstrip", token.stripsRight)]
      for (name, value) in traits where value == true {
        throw Self.refused(
          #"the added token "\#(token.content)" has "\#(name)": true"#, "its text is looked for as it is here")
      }
    }
    try model.check()
  }

  fileprivate static func refused(_ what: String, _ why: String) -> CorpusError {
    .invalidTokenizer(reason: "\(printable(what)); \(why)")
  }

  /// What an error of the decoder says: where in the file, and what is wrong.
  private static func place(of error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it is not the JSON of a tokenizer" }
    let (context, what): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context): (context, "there is no \"\(key.stringValue)\"")
      case .typeMismatch(_, let context): (context, "this is of the wrong type")
      case .valueNotFound(_, let context): (context, "there is nothing")
      case .dataCorrupted(let context):
        (
          context,
          context.underlyingError.flatMap { ($0 as NSError).userInfo[NSDebugDescriptionErrorKey] as? String }
            ?? context.debugDescription
        )
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "it cannot be read")
      }
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return printable((path.isEmpty ? "" : "at \(path.drop { $0 == "." }): ") + what, limit: 200)
  }
}

extension BytePairFile.Model {
  fileprivate func check() throws(CorpusError) {
    func refuse(_ key: String, _ value: String, _ why: String) -> CorpusError {
      BytePairFile.refused("\"model\" has \"\(key)\": \(value)", why)
    }
    if let dropout, dropout != 0 { throw refuse("dropout", "\(dropout)", "merges are never left out here") }
    if fallsBackToBytes == true { throw refuse("byte_fallback", "true", "every byte has a token here") }
    if ignoresMerges == true { throw refuse("ignore_merges", "true", "words are always merged here") }
    for (key, value) in [(CodingKeys.prefix, prefix), (.suffix, suffix)] {
      if let value, !value.isEmpty { throw refuse(key.stringValue, "\"\(value)\"", "tokens are bytes alone here") }
    }
  }
}
