// Corpora that a model learns in a second.

import Corpora
import LabResults
import ModelCatalog
import SequenceKit

package enum SmallCorpus {
  /// The last sentence names the animal of the first, and the weather settles what they do.
  package static let grammar = """
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
  package static func stories(train: Int = 20_000, test: Int = 1_000) throws -> Corpus {
    // Few different stories exist, so the parts must be small for validation and test to find some of their own.
    try Corpus.stories(grammar: grammar, name: "small", sizes: Corpus.Sizes(train: train, validation: test, test: test))
  }

  /// The sizes of such a corpus, for a plan: seeds after the first draw stories of their own.
  package static func sizes(train: Int = 5_000, test: Int = 400) -> TokenCounts {
    TokenCounts(train: train, validation: test, test: test)
  }

  /// A text of 90 characters, all different, of which 81 train.
  package static func alphabet() throws -> Corpus {
    let scalars = (0..<90).compactMap { Unicode.Scalar(0x4E00 + $0) }
    return try Corpus.text(String(String.UnicodeScalarView(scalars)), name: "alphabet")
  }

  /// Lines of characters without a grammar.
  package static func characters() throws -> Corpus {
    let lines = ["the cat sat on the mat. ", "a dog ran to the door. ", "the hen met a pig. "]
    let chosen = (0..<600).map { (number: Int) -> String in lines[(number * number + number / 7) % 3] }
    return try Corpus.text(chosen.joined(), name: "lines")
  }

  /// A model of the catalogue by its identifier.
  package static func model(_ identifier: String) throws -> any SequenceModel.Type {
    guard let type = ModelCatalog.model(identifier) else {
      throw ConfigurationError("no model is called '\(identifier)'")
    }
    return type
  }

  package static let identifiers = LabModels.identifiers

  package static func configuration(_ corpus: Corpus, length: Int, width: Int = 16) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: corpus.vocabularySize, width: width, layerCount: 1, headCount: 2, contextLength: length + 1)
  }
}
