// Corpora that a model learns in a second.

import Corpora
import ModelCatalog
import SequenceKit

enum SmallCorpus {
  /// The last sentence names the animal of the first, and the weather settles what they do.
  static let grammar = """
    class animal: name:recall
      cat
      dog
      hen
      pig
      cow

    class weather: word | did
      hot | swam
      cold | slept
      windy | ran

    rule story:
      one (2* red | big | old) {hero=animal} met {friend=animal-hero} . it was {sky=weather.word:right} so they
        {sky.did:recall} . [then they {sky.did:recall} again .] {hero} went home .
    """

  /// The stories of the small grammar.
  static func stories(train: Int = 20_000, test: Int = 1_000) throws -> Corpus {
    // Few different stories exist, so the parts must be small for validation and test to find some of their own.
    try Corpus.stories(grammar: grammar, name: "small", sizes: Corpus.Sizes(train: train, validation: test, test: test))
  }

  /// Lines of characters without a grammar.
  static func characters() throws -> Corpus {
    let lines = ["the cat sat on the mat. ", "a dog ran to the door. ", "the hen met a pig. "]
    return try Corpus.text(
      (0..<600).map { lines[($0 * $0 + $0 / 7) % 3] }.joined(), name: "lines")
  }

  /// A model of the catalogue by its identifier.
  static func model(_ identifier: String) throws -> any SequenceModel.Type {
    guard let type = ModelCatalog.model(identifier) else {
      throw ConfigurationError("no model is called '\(identifier)'")
    }
    return type
  }

  static let identifiers = LabModels.identifiers

  static func configuration(_ corpus: Corpus, length: Int, width: Int = 16) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: corpus.vocabularySize, width: width, layerCount: 1, headCount: 2, contextLength: length + 1)
  }
}
