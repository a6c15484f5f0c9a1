// A sentence to show models on.

import Corpora
import LabResults

/// Words in a row, and the one that comes next, which an earlier one may settle.
public struct ExampleSentence: Codable, Equatable, Sendable {
  /// The tokens as texts.
  public var words: [String]
  /// The token that comes next.
  public var answer: String
  /// The place of the word that settles the answer; null for a text, where none is known.
  @ExplicitNull public var source: Int?
  /// The kind of dependency; null for a text.
  @ExplicitNull public var kind: String?

  /// - Parameter source: An index into `words`.
  public init(words: [String], answer: String, source: Int?, kind: String?) {
    (self.words, self.answer) = (words, answer)
    _source = ExplicitNull(wrappedValue: source)
    _kind = ExplicitNull(wrappedValue: kind)
  }

  init(_ window: SettledWindow, of split: Split, in corpus: Corpus) {
    func word(_ position: Int) -> String { corpus.tokenizer.tokens[Int(split.tokens[position])] }
    self.init(
      words: (window.target - window.length..<window.target).map(word), answer: word(window.target),
      source: window.source,
      kind: window.source.map { _ in corpus.kinds[Int(split.dependencies[window.target].kind)].name })
  }
}
