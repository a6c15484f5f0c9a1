// Where sentences begin and end.

import Corpora

/// The marks of a vocabulary that end a sentence, and those that close what surrounds it.
struct SentenceMarks {
  private let ends, closings: Set<Int32>
  private let stop: Int32?

  init(_ tokenizer: Tokenizer) {
    func numbers(_ words: [String]) -> Set<Int32> { Set(words.compactMap(tokenizer.number)) }
    (ends, closings) = (numbers([".", "!", "?"]), numbers(["”", "’", ")"]))
    stop = tokenizer.number(of: ".")
  }

  func isEnd(_ token: Int32) -> Bool { ends.contains(token) }
  func isClosing(_ token: Int32) -> Bool { closings.contains(token) }

  /// Whether a sentence begins at an index, as it does where one has ended.
  func isStart(_ index: Int, of tokens: some RandomAccessCollection<Int32>) -> Bool {
    func token(_ back: Int) -> Int32? {
      index - back >= 0 ? tokens[tokens.index(tokens.startIndex, offsetBy: index - back)] : nil
    }
    guard let last = token(1), let here = token(0) else { return true }
    return isEnd(last) && !isClosing(here) || isClosing(last) && stop != nil && token(2) == stop
  }
}
