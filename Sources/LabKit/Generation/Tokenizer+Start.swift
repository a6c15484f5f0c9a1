// Where texts begin, and what models may write.

import Corpora

extension Tokenizer {
  /// What is read before a text, so that it stands where texts of the corpus begin: after the end of a story; in running text,
  /// after the end of another text, or a line break, if the text is empty. Nil, if there would be nothing at all.
  public func start(before text: [Int32]) -> [Int32]? {
    if let endToken, text.isEmpty || kind == .story { return [endToken] }
    guard text.isEmpty else { return [] }
    return number(of: "\n").map { [$0] }
  }

  /// What a model must not write: the blank, the unknown token, and numbers beyond the vocabulary that its embedding is rounded up to.
  public func unwritable(of modelSize: Int) -> Set<Int32> {
    Set([blankToken, unknownToken].compactMap { $0 })
      .union(Int32(vocabularySize)..<Int32(max(vocabularySize, modelSize)))
  }
}
