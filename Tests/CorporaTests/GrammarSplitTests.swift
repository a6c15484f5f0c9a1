// Parts of a corpus from a small grammar: distances worked out by hand, and stories that run out.

import Corpora
import Testing

@Suite("Stories of small grammars")
struct GrammarSplitTests {
  @Test("distances reach back to the nearest word that settles the token")
  func distances() throws {
    let grammar = try Grammar(
      """
      class child: name:recall | they:pronoun
        Lily | she
        Mia | she
      class pet: name | was:agreement
        cat | was
        dogs | were
      rule story:
        {a=child} met {b=child-a:ahead} . {a.they} and {a} had {p=pet.name:ahead} , the {p} {p.was} big . {a.they:far}
          {c<-b} saw {c:role} and {b:none} .
      """)
    let split = grammar.stories(count: 1, seed: 1)
    let kinds = split.dependencies.map { grammar.kinds[Int($0.kind)].name }
    let found = zip(kinds, split.dependencies.map { Int($0.distance) }).filter { $0.0 != "" }
    // 0 A, 1 met, 2 B, 3 ., 4 she, 5 and, 6 A, 7 had, 8 P, 9 ",", 10 the, 11 P, 12 was, 13 big, 14 ., 15 she, 16 saw,
    // 17 B, 18 and, 19 B, 20 ., 21 end
    let expected = [
      ("ahead", 17),  // 2: B is settled by its mention at 19; the one at 17 is of another variable
      ("pronoun", 4),  // 4: she, from A at 0
      ("recall", 6),  // 6: A at 0, for the pronoun at 4 does not tell which girl
      ("ahead", 3),  // 8: by P at 11
      ("agreement", 1),  // 12: was, from P at 11
      ("far", 9),  // 15: she, from A at 6; she at 4 is further back
      ("role", 15),  // 17: B under a second name, from its choice at 2
    ]
    #expect(split.count == 22)
    #expect(found.map(\.0) == expected.map(\.0))
    #expect(found.map(\.1) == expected.map(\.1))
  }

  @Test("a grammar with few stories says so instead of looking for ever")
  func tooFewStories() {
    let text = "rule story:\n  (a | b) (c | d)"
    #expect(throws: CorpusError.tooFewStories(split: "validation", needs: 10, has: 0)) {
      try Corpus.stories(grammar: text, sizes: .init(train: 1000, validation: 10, test: 10))
    }
  }

  @Test("stories that an earlier part has are dropped and counted")
  func dropped() throws {
    let corpus = try Corpus.stories(
      grammar: SmallGrammars.pets, seed: 1, sizes: .init(train: 2000, validation: 300, test: 300))
    #expect(corpus.droppedStories > 0)
    #expect(corpus.validation.count >= 300 && corpus.validation.floor.count == corpus.validation.count)
    #expect(corpus.validation.dependencies.count == corpus.validation.count)
  }

  @Test("the ratio estimate and its standard error are those worked out by hand")
  func estimate() {
    // Sums 2, 6 over 1, 2 items: mean 8/3; residuals ∓2/3; √(2·4/9 · 2/1) / 3 = 4/9.
    let estimate = ClusteredMean(clusters: [(sum: 2, count: 1), (sum: 6, count: 2)])
    #expect(abs(estimate.mean - 8.0 / 3) < 1e-12)
    #expect(abs((estimate.standardError ?? 0) - 4.0 / 9) < 1e-12)
    #expect(ClusteredMean(clusters: [(sum: 1, count: 1)]).standardError == nil)
  }
}
