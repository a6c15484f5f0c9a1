// The floors against brute force: every conditional probability of small grammars, to 1e-9 nats.

import Corpora
import Foundation
import Testing

@Suite("Exact floors of a grammar")
struct GrammarExactnessTests {
  @Test("every story's tokens have the probabilities that enumeration gives", arguments: SmallGrammars.all)
  func nextTokens(text: String) throws {
    let grammar = try Grammar(text)
    let stories = try BruteForce(text).stories()
    #expect(abs(stories.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    let scorer = GrammarScorer(grammar)
    let tokenizer = try Tokenizer(grammar)

    // The probability of each beginning is the sum over the stories that begin so.
    var mass: [[String]: Double] = [:]
    for story in stories {
      let words = story.words + [Tokenizer.endOfStory]
      for count in 0...words.count { mass[Array(words.prefix(count)), default: 0] += story.probability }
    }
    var compared = 0
    for story in stories {
      let words = story.words + [Tokenizer.endOfStory]
      guard case .possible(let nats) = scorer.score(words.compactMap(tokenizer.number(of:))) else {
        Issue.record("the parser refuses \(words)")
        continue
      }
      for (index, value) in nats.enumerated() {
        let expected = -log(mass[Array(words.prefix(index + 1))]! / mass[Array(words.prefix(index))]!)
        #expect(abs(value - expected) < 1e-9, "\(words) at \(index)")
        compared += 1
      }
    }
    #expect(compared > 1000)
  }

  @Test("the words that may follow are exactly those of the enumeration", arguments: SmallGrammars.all)
  func continuations(text: String) throws {
    let grammar = try Grammar(text)
    let scorer = GrammarScorer(grammar)
    let tokenizer = try Tokenizer(grammar)
    var next: [[String]: [String: Double]] = [:]
    for story in try BruteForce(text).stories() {
      let words = story.words + [Tokenizer.endOfStory]
      for index in words.indices {
        next[Array(words[..<index]), default: [:]][words[index], default: 0] += story.probability
      }
    }
    for (prefix, expected) in next {
      var state = scorer.start()
      for word in prefix { #expect(scorer.advance(&state, by: tokenizer.number(of: word)!) != nil) }
      let total = expected.values.reduce(0, +)
      let found = scorer.continuations(of: state)
      #expect(Set(found.map { grammar.tokens[Int($0.token)] }) == Set(expected.keys), "\(prefix)")
      #expect(found.count == expected.count)
      for (token, nats, _) in found {
        #expect(abs(nats + log(expected[grammar.tokens[Int(token)]]! / total)) < 1e-9, "\(prefix)")
      }
    }
  }

  @Test("a blank's floor is the posterior that enumeration gives", arguments: SmallGrammars.all)
  func blanks(text: String) throws {
    let grammar = try Grammar(text)
    // Stories with one word left out, and what each word has there.
    var mass: [[String]: Double] = [:]
    let stories = try BruteForce(text).stories()
    func hiding(_ index: Int, of words: [String]) -> [String] {
      var hidden = words
      hidden[index] = "\(Tokenizer.blank)\(index)"
      return hidden
    }
    for story in stories {
      for index in story.words.indices { mass[hiding(index, of: story.words), default: 0] += story.probability }
    }
    let exact = Dictionary(stories.map { ($0.words, $0.probability) }, uniquingKeysWith: +)

    let split = grammar.stories(count: 200, seed: 5)
    let positions = split.tokens.indices.filter { split.tokens[$0] != Int32(grammar.endToken) }
    let blanks = GrammarScorer(grammar).blanks(in: split, at: positions)
    #expect(blanks.count == split.count - 200)
    var settled = 0
    for blank in blanks {
      let words = split.tokens[blank.story].dropLast().map { grammar.tokens[Int($0)] }
      let index = blank.position - blank.story.lowerBound
      let expected = -log(exact[words]! / mass[hiding(index, of: words)]!)
      #expect(abs(blank.floorBothSides! - expected) < 1e-9, "\(words) at \(index)")
      if blank.onlyRightSettles { settled += 1 }
    }
    #expect(settled > 10)
  }

  @Test(
    "a blank's likeliest words are those of the enumeration, from both sides and from the left",
    arguments: SmallGrammars.all)
  func likeliest(text: String) throws {
    let grammar = try Grammar(text)
    // What each word has of the stories with the same words around the blank, and of those with the same words before it.
    var (both, left): ([[String]: [String: Double]], [[String]: [String: Double]]) = ([:], [:])
    for story in try BruteForce(text).stories() {
      let words = story.words + [Tokenizer.endOfStory]
      for index in words.indices {
        let around = words[..<index] + [Tokenizer.blank] + words[(index + 1)...]
        both[Array(around), default: [:]][words[index], default: 0] += story.probability
        left[Array(words[..<index]), default: [:]][words[index], default: 0] += story.probability
      }
    }
    /// The words with the most, and what a guess among them gets right of `word`.
    func best(_ masses: [String: Double], _ word: String) -> (words: Set<String>, right: Double) {
      let most = masses.values.max() ?? 0
      let words = Set(masses.filter { $0.value > most * (1 - 1e-9) }.keys)
      return (words, words.contains(word) ? 1 / Double(words.count) : 0)
    }

    let split = grammar.stories(count: 200, seed: 5)
    let scorer = GrammarScorer(grammar)
    let positions = split.tokens.indices.filter { split.tokens[$0] != Int32(grammar.endToken) }
    func names(_ tokens: [Int32]?) -> Set<String> { Set((tokens ?? []).map { grammar.tokens[Int($0)] }) }
    var (equals, differing) = (0, 0)
    for blank in scorer.blanks(in: split, at: positions) {
      let story = split.tokens[blank.story].map { grammar.tokens[Int($0)] }
      let index = blank.position - blank.story.lowerBound
      let around = Array(story[..<index] + [Tokenizer.blank] + story[(index + 1)...])
      let bestOfBoth = best(try #require(both[around]), story[index])
      let bestOfLeft = best(try #require(left[Array(story[..<index])]), story[index])
      #expect(names(blank.likeliestBothSides) == bestOfBoth.words, "\(around)")
      #expect(names(blank.likeliestLeft) == bestOfLeft.words, "\(around)")
      #expect(blank.rightBothSides == bestOfBoth.right && blank.rightLeft == bestOfLeft.right)
      if bestOfLeft.words.count > 1 { equals += 1 }
      if bestOfBoth.words != bestOfLeft.words { differing += 1 }

      // Every word, with its probability.
      let all = try #require(
        scorer.words(
          after: split.tokens[blank.story.lowerBound..<blank.position],
          before: split.tokens[blank.position + 1..<blank.story.upperBound]))
      let total = both[around]!.values.reduce(0, +)
      #expect(all.words.count == both[around]!.count)
      #expect(abs(all.words.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
      for word in all.words {
        #expect(abs(word.probability - both[around]![grammar.tokens[Int(word.token)]]! / total) < 1e-9, "\(around)")
      }
      #expect(zip(all.words, all.words.dropFirst()).allSatisfy { $0.nats < $1.nats + 1e-8 }, "the likeliest first")
    }
    #expect(equals > 10 && differing > 100)
  }

  @Test("blanks that only the right settles are drawn from what looks ahead, each once and the same ones again")
  func onlyRight() throws {
    let corpus = try Corpus.stories(
      grammar: SmallGrammars.pets, sizes: Corpus.Sizes(train: 1000, validation: 300, test: 3000))
    func draw(_ count: Int, longest: Int = 1000, seed: UInt64 = 1) -> [Blank] {
      corpus.blanksThatOnlyTheRightSettles(in: corpus.test, count: count, longestStory: longest, seed: seed)
    }
    let all = draw(10_000)
    let expected = corpus.blanks(in: corpus.test, at: Array(corpus.test.tokens.indices)).filter {
      corpus.kinds[Int($0.dependency.kind)].name == "right" && $0.onlyRightSettles
    }
    #expect(all == expected && all.count > 20)
    let some = draw(10)
    #expect(some.count == 10 && some == draw(10) && some != draw(10, seed: 2))
    #expect(some.allSatisfy(all.contains) && some.map(\.position) == some.map(\.position).sorted())
    #expect(some.allSatisfy { $0.rightBothSides == 1 && !$0.leftSettles })
    let lengths = all.map(\.story.count).sorted()
    let middle = try #require(lengths.dropFirst(lengths.count / 2).first)
    let short = draw(10_000, longest: middle)
    #expect(short == all.filter { $0.story.count <= middle } && !short.isEmpty && short.count < all.count)
    let text = try Corpus.text(String(repeating: "a b c ", count: 50), name: "text")
    #expect(text.blanksThatOnlyTheRightSettles(in: text.test, count: 5, longestStory: 100, seed: 1).isEmpty)
  }

  @Test("places between others are those where all of them stand")
  func places() {
    let split = Split(tokens: [1, 2, 3, 1, 2, 3, 1, 4, 3, 1, 2], documentStarts: [0])
    #expect(split.places(between: [1], and: [3]) == [1, 4, 7])
    #expect(split.places(between: [3, 1], and: []) == [4, 7, 10])
    #expect(split.places(between: [], and: [3, 1]) == [1, 4, 7])
    #expect(split.places(between: [9], and: [3]).isEmpty && split.places(between: split.tokens, and: [1]).isEmpty)
  }

  @Test("generation reports the probabilities that the parser finds", arguments: SmallGrammars.all)
  func generation(text: String) throws {
    let grammar = try Grammar(text)
    let split = grammar.stories(count: 500, seed: 11)
    let scorer = GrammarScorer(grammar)
    for index in split.documentStarts.indices {
      let range = split.documentRange(index)
      guard case .possible(let nats) = scorer.score(split.tokens[range]) else {
        Issue.record("story \(index) does not parse")
        continue
      }
      for (found, reported) in zip(nats, split.floor[range]) { #expect(abs(found - reported) < 1e-9) }
    }
  }

  @Test("stories come with the frequencies of their probabilities")
  func frequencies() throws {
    let text = SmallGrammars.weather
    let grammar = try Grammar(text)
    let count = 40_000
    let split = grammar.stories(count: count, seed: 2)
    var counts: [[String]: Int] = [:]
    for index in split.documentStarts.indices {
      counts[split.tokens[split.documentRange(index)].dropLast().map { grammar.tokens[Int($0)] }, default: 0] += 1
    }
    let stories = try BruteForce(text).stories()
    // Pearson's statistic over the stories that are expected at least ten times; within five standard deviations.
    let frequent = stories.filter { $0.probability * Double(count) >= 10 }
    let statistic = frequent.reduce(0) { sum, story in
      let expected = story.probability * Double(count)
      let difference = Double(counts[story.words] ?? 0) - expected
      return sum + difference * difference / expected
    }
    let degrees = Double(frequent.count)
    #expect(frequent.count > 50)
    #expect(abs(statistic - degrees) < 5 * (2 * degrees).squareRoot(), "\(statistic) for \(degrees)")
    #expect(Set(counts.keys).isSubset(of: Set(stories.map(\.words))))
  }

  @Test("what no story says is refused at the word that makes it impossible")
  func impossible() throws {
    let grammar = try Grammar(SmallGrammars.weather)
    let tokenizer = try Tokenizer(grammar)
    let scorer = GrammarScorer(grammar)
    let wrong = try tokenizer.encode("it was a hot day so they built a snowman .")
    #expect(scorer.score(wrong) == .impossible(at: 7))
    let right = try tokenizer.encode("it was a hot day so they swam in the sea . <end>")
    guard case .possible(let nats) = scorer.score(right) else { return #expect(Bool(false), "must be possible") }
    #expect(abs(nats[3] - log(5)) < 1e-12)
    #expect(scorer.score(right + [right[0]]) == .impossible(at: right.count))
    #expect(scorer.score([-1]) == .impossible(at: 0))
    #expect(scorer.score([Int32(grammar.endToken + 1)]) == .impossible(at: 0))
  }
}
