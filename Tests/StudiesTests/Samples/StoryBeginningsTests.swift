// Which sentences a grammar accepts after the beginning of a story.

import Corpora
import Studies
import TestSupport
import Testing

@Suite("Beginnings of stories")
struct StoryBeginningsTests {
  private let corpus: Corpus

  init() throws { corpus = try SmallCorpus.stories(train: 500, test: 600) }

  @Test("each is the beginning of a story of its own, and ends where a sentence does")
  func beginnings() throws {
    let stories = StoryBeginnings(corpus, count: 12)
    let documents = corpus.test.documentStarts.indices.map { corpus.test.tokens[corpus.test.documentRange($0)] }
    #expect(stories.beginnings.count == 12)
    var found: Set<Int> = []
    for beginning in stories.beginnings {
      #expect(corpus.tokenizer.tokens[Int(try #require(beginning.last))] == ".")
      let story = documents.indices.first { documents[$0].starts(with: beginning) && !found.contains($0) }
      found.insert(try #require(story))
    }
    #expect(Set(stories.beginnings.map(\.count)).count > 1, "of one sentence, of two and so on")
    #expect(StoryBeginnings(corpus, count: 10_000).beginnings.count <= documents.count)
  }

  @Test("what a story goes on with is accepted; the same with one word that cannot stand there is not")
  func accepts() throws {
    let stories = StoryBeginnings(corpus, count: 12)
    let scorer = GrammarScorer(try #require(corpus.grammar))
    for beginning in stories.beginnings {
      let start = try #require(
        corpus.test.documentStarts.first { corpus.test.tokens[$0...].starts(with: beginning) })
      let next = try #require(stories.firstSentence(of: Array(corpus.test.tokens[(start + beginning.count)...])))
      #expect(stories.accepts(next, after: beginning) == true)
      for index in next.indices {
        var wrong = next
        wrong[index] = try #require(
          (0..<Int32(corpus.vocabularySize)).first { word in
            if case .impossible = scorer.score(beginning + next[..<index] + [word]) { true } else { false }
          })
        #expect(stories.accepts(wrong, after: beginning) == false)
      }
    }
  }

  @Test("a text has beginnings of its parts, and nobody to say what is accepted")
  func text() throws {
    let stories = StoryBeginnings(try SmallCorpus.characters(), count: 3)
    #expect(stories.beginnings.map(\.count) == [24, 24, 24] && stories.accepts([1], after: [2]) == nil)
  }
}
