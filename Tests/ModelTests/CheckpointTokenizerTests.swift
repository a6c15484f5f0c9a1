// Tokenizers beside a model's weights: ours, GPT-2's in either form, and those that cannot be used.

import Corpora
import Foundation
import LabKit
import ModelCatalog
import SequenceKit
import TensorCore
import Testing

@Suite("Tokenizers in checkpoints")
struct CheckpointTokenizerTests {
  private let pairs: BytePairs

  init() throws { pairs = try BytePairs.learned(from: "the cat and the hat and the mat", size: 262) }

  /// A checkpoint of a model with so many tokens.
  private func withCheckpoint(_ vocabularySize: Int, _ body: (URL) throws -> Void) throws {
    let temporary = try TemporaryFolder()
    let url = temporary.file("model")
    let type = try #require(ModelCatalog.models.first { $0.identifier == "transformer" })
    let model = try type.init(
      ModelConfiguration(vocabularySize: vocabularySize, width: 4, layerCount: 1, headCount: 2, contextLength: 4))
    try Checkpoint(model: model, parameters: Parameters(initializing: model.parameters, seed: 2)).save(to: url)
    try body(url)
  }

  private func tokenizer(_ url: URL) throws -> Tokenizer? {
    try Checkpoint.load(url, models: ModelCatalog.models).tokenizer
  }

  @Test("byte pairs are saved and loaded with the model, in the form of the tokenizers library")
  func saved() throws {
    try withCheckpoint(262) { url in
      let loaded = try Checkpoint.load(url, models: ModelCatalog.models)
      try Checkpoint(model: loaded.model, parameters: loaded.parameters, tokenizer: Tokenizer(pairs)).save(to: url)
      #expect(try tokenizer(url) == Tokenizer(pairs))
      let json = try Data(contentsOf: url.appendingPathComponent("tokenizer.json"))
      #expect(try BytePairs(json: json) == pairs)
    }
  }

  @Test(
    "GPT-2's lists serve where there is no tokenizer.json, also beside an embedding that is rounded up",
    arguments: [262, 300])
  func lists(size: Int) throws {
    let lists = try pairs.lists()
    try withCheckpoint(size) { url in
      try lists.vocabulary.write(to: url.appendingPathComponent("vocab.json"))
      #expect(try tokenizer(url) == nil && Checkpoint.tokenizerProblem(in: url, vocabularySize: size) == nil)
      try lists.merges.write(to: url.appendingPathComponent("merges.txt"))
      let found = try #require(try tokenizer(url))
      #expect(found == Tokenizer(pairs))
      // What a model must not write: no token has these numbers.
      #expect(found.unwritable(of: size) == Set([-1] + (262..<Int32(size))))
    }
  }

  @Test("a tokenizer of others' that cannot be used leaves a model of numbers, and is named when a text is wanted")
  func unusable() throws {
    let wordPiece = Data(#"{"model":{"type":"WordPiece","vocab":{"a":0}},"added_tokens":[]}"#.utf8)
    for (json, mention) in [(wordPiece, "WordPiece"), (try pairs.json(), "262 tokens, but the model has 200")] {
      try withCheckpoint(200) { url in
        try json.write(to: url.appendingPathComponent("tokenizer.json"))
        #expect(try tokenizer(url) == nil)
        let problem = try #require(Checkpoint.tokenizerProblem(in: url, vocabularySize: 200))
        #expect(
          problem.message.contains("tokenizer.json") && problem.message.contains(mention) && problem.exitCode == 65)
      }
    }
  }
}
