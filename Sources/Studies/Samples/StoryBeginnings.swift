// Beginnings of stories, and whether the grammar accepts how a model goes on with them.

import Corpora

/// Beginnings of the test part's stories, each of which ends with a sentence.
package struct StoryBeginnings {
  package let beginnings: [[Int32]]
  private let marks: SentenceMarks
  private let scorer: GrammarScorer?

  /// The most tokens of a beginning.
  static let longest = 96

  /// - Parameter count: How many, if there are as many stories, spread evenly over them. They have 1, 2, 3 … sentences in turn. A text
  ///   without stories gives beginnings of its parts.
  package init(_ corpus: Corpus, count: Int) {
    let (split, marks) = (corpus.test, SentenceMarks(corpus.tokenizer))
    self.marks = marks
    scorer = corpus.grammar.map(GrammarScorer.init)
    guard scorer != nil else {
      let length = min(24, split.count)
      beginnings = (0..<count).map { number in
        let start = number * (split.count - length) / max(1, count)
        return Array(split.tokens[start..<start + length])
      }.filter { !$0.isEmpty }
      return
    }
    let stories = split.documentStarts.count
    let number = min(count, stories)
    beginnings = (0..<number).compactMap { index in
      let story = split.documentRange(index * stories / number)
      let last = min(story.upperBound - 1, story.lowerBound + Self.longest)
      let ends = (story.lowerBound + 1..<max(story.lowerBound + 1, last)).filter { marks.isStart($0, of: split.tokens) }
      return ends.isEmpty ? nil : Array(split.tokens[story.lowerBound..<ends[index % ends.count]])
    }
  }

  /// Whether a story that began so can go on with the tokens; nil without a grammar.
  package func accepts(_ tokens: [Int32], after beginning: [Int32]) -> Bool? {
    scorer.map { scorer in
      if case .possible = scorer.score(beginning + tokens) { true } else { false }
    }
  }

  /// The tokens up to the end of the first sentence; nil if none ends.
  package func firstSentence(of tokens: [Int32]) -> [Int32]? {
    tokens.firstIndex(where: marks.isEnd).map { Array(tokens[...$0]) }
  }
}
