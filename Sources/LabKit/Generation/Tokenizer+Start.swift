// Where texts begin.

import Corpora

extension Tokenizer {
  /// What is read before a text, so that it stands where texts of the corpus begin: after the end of a story; in running text,
  /// after a line break if the text is empty. Nil, if there would be nothing at all.
  public func start(before text: [Int32]) -> [Int32]? {
    if let endToken { return [endToken] }
    guard text.isEmpty else { return [] }
    return number(of: "\n").map { [$0] }
  }
}
