// What the default grammar promises: its size, its lengths, its dependencies and its floor.

import Corpora
import Foundation
import Testing

@Suite("The default grammar")
struct DefaultGrammarTests {
  let grammar: Grammar
  let corpus: Corpus

  init() throws {
    let text = try defaultGrammarText()
    grammar = try Grammar(text)
    corpus = try Corpus.stories(grammar: text, seed: 7, sizes: .init(train: 200_000, validation: 20_000, test: 20_000))
  }

  @Test("has several hundred words, many forms, and stories that fit into 256 tokens, but for one in a thousand")
  func size() {
    #expect((350...600).contains(grammar.tokens.count))
    #expect(grammar.alternativeCount > 300)
    #expect(grammar.shortestStory >= 40)
    #expect(grammar.longestStory <= 400)
    #expect(grammar.warnings.isEmpty)
    let lengths = corpus.train.documentStarts.indices.map { corpus.train.documentRange($0).count }
    #expect(lengths.allSatisfy { (grammar.shortestStory...grammar.longestStory).contains($0) })
    #expect(lengths.count { $0 > 256 } * 1000 <= lengths.count)
    #expect((140...165).contains(lengths.sorted()[lengths.count / 2]))
  }

  @Test("each story parses, with the probabilities that were reported")
  func check() {
    let check = grammar.check(stories: 2000, seed: 3)
    #expect(check.passed)
    #expect(check.failures == 0)
  }

  @Test("every word of the vocabulary occurs, the blank never")
  func vocabulary() {
    var counts = Array(repeating: 0, count: grammar.tokens.count)
    for token in corpus.train.tokens { counts[Int(token)] += 1 }
    #expect(counts[grammar.endToken + 1] == 0)
    #expect(counts.dropLast().allSatisfy { $0 > 0 })
    #expect(counts[grammar.endToken] == corpus.train.documentStarts.count)
  }

  @Test("tags at least five kinds of dependency, at distances from 2 to over 100")
  func dependencies() {
    let kinds = corpus.train.kindSummaries(corpus.kinds)
    #expect(
      Set(kinds.map(\.name)) == ["echo", "recall", "pronoun", "agreement", "bracket", "role", "sense", "right"])
    #expect(kinds.filter(\.looksAhead).map(\.name) == ["right"])
    for kind in kinds {
      #expect(kind.count > 200, "\(kind.name)")
      #expect(kind.byDistance.reduce(0) { $0 + $1.count } == kind.count)
    }
    #expect(kinds.first { $0.name == "recall" }!.longest > 120)
    let far = corpus.train.dependencies.filter {
      $0.kind > 0 && !grammar.kinds[Int($0.kind)].looksAhead && $0.distance > 64
    }
    #expect(Double(far.count) / Double(corpus.train.count) > 0.02)
  }

  @Test("what is recalled from far away is certain to who remembers")
  func recallIsSettled() {
    let recall = grammar.kinds.firstIndex { $0.name == "recall" }!
    // The mention itself costs nothing; where it begins an alternative, the choice of that alternative does.
    let far = corpus.train.tokens.indices.filter {
      corpus.train.dependencies[$0].kind == UInt8(recall) && corpus.train.dependencies[$0].distance > 64
    }
    let certain = far.filter { corpus.train.floor[$0] == 0 }
    #expect(far.count > 2000)
    #expect(Double(certain.count) > 0.6 * Double(far.count), "\(certain.count) of \(far.count)")
    // Without memory it is not certain at all: after the two words before, many words are possible.
    var followers: [[Int32]: Set<Int32>] = [:]
    func before(_ index: Int) -> [Int32] { Array(corpus.train.tokens[index - 2..<index]) }
    for index in far { followers[before(index), default: []].insert(corpus.train.tokens[index]) }
    let open = far.filter { followers[before($0)]!.count >= 5 }
    #expect(Double(open.count) > 0.9 * Double(far.count), "\(open.count) of \(far.count)")
  }

  @Test("the cat can eat the cheese, and the cheese the cat")
  func wordOrder() throws {
    let text = corpus.tokenizer.decode(grammar.stories(tokenCount: 300_000, seed: 1).tokens)
    #expect(text.contains("How did the cat eat the cheese?"))
    #expect(text.contains("How did the cheese eat the cat?"))
  }

  @Test("the floor is known within a per cent, and blanks are easier with both sides")
  func floors() throws {
    let floor = try #require(corpus.train.nextTokenFloor)
    let ownError = try #require(floor.standardError)
    #expect(ownError / floor.mean < 0.01)
    #expect((0.4...1.4).contains(floor.mean))
    let other = try #require(grammar.stories(tokenCount: 200_000, seed: 55).nextTokenFloor)
    let otherError = try #require(other.standardError)
    #expect(abs(floor.mean - other.mean) < 5 * (ownError * ownError + otherError * otherError).squareRoot())

    let blanks = corpus.blanks(in: corpus.test, count: 2000, seed: 1)
    let means = try #require(blanks.floorEstimates())
    #expect(try JSONEncoder().encode(corpus.summary()).count > 500)
    #expect(means.bothSides.mean < 0.7 * means.left.mean)
    #expect(blanks.count { $0.onlyRightSettles } > 100)
    #expect(blanks.allSatisfy { $0.floorBothSides!.isFinite && $0.floorBothSides! >= 0 })
    #expect(Set(blanks.map(\.position)).count == 2000)
  }

  @Test("a seed fixes the text, and another seed gives another")
  func determinism() throws {
    let text = try defaultGrammarText()
    let sizes = Corpus.Sizes(train: 5000, validation: 1000, test: 1000)
    let first = try Corpus.stories(grammar: text, seed: 3, sizes: sizes)
    let again = try Corpus.stories(grammar: text, seed: 3, sizes: sizes)
    let other = try #require(try first.redrawn(seed: 4, sizes: sizes))
    let whole = try Corpus.stories(grammar: text, seed: 4, sizes: sizes)
    #expect(other.train == Split(tokens: whole.train.tokens, documentStarts: whole.train.documentStarts))
    #expect(other.validation == whole.validation && other.test == whole.test)
    #expect(other.tokenizer == first.tokenizer && other.sha256 == first.sha256 && other.name == first.name)
    #expect(try Corpus.text(String(repeating: "text ", count: 40), name: "text").redrawn(seed: 4) == nil)
    #expect(first.train == again.train && first.validation == again.validation && first.test == again.test)
    #expect(first.train.tokens != other.train.tokens)
    #expect(first.train.tokens.prefix(500) != first.test.tokens.prefix(500))
  }

  @Test("no story is in two parts")
  func splitsAreDisjoint() {
    func stories(_ split: Split) -> Set<[Int32]> {
      Set(split.documentStarts.indices.map { Array(split.tokens[split.documentRange($0)]) })
    }
    let (train, validation, test) = (stories(corpus.train), stories(corpus.validation), stories(corpus.test))
    #expect(train.isDisjoint(with: validation) && train.isDisjoint(with: test) && validation.isDisjoint(with: test))
    #expect(corpus.train.count >= 200_000 && corpus.validation.count >= 20_000 && corpus.test.count >= 20_000)
  }

  @Test("sample text reads like text")
  func sample() {
    let text = corpus.sampleText(tokenCount: 2000, seed: 5)
    #expect(!text.contains(" .") && !text.contains(" ,") && !text.contains("“ ") && !text.contains("<end>"))
    for story in text.components(separatedBy: "\n\n") where !story.isEmpty {
      #expect(story.first?.isUppercase == true)
      #expect(story.last == ".", "\(story)")
    }
  }

  @Test("the grammar that Corpus/README.md teaches with is one")
  func readme() throws {
    let blocks = try repositoryFile("Corpus/README.md").components(separatedBy: "```grammar\n").dropFirst()
    #expect(blocks.count == 1)
    for block in blocks {
      let example = try Grammar(block.components(separatedBy: "```")[0])
      #expect(example.check(stories: 100).passed && example.warnings.isEmpty)
      let text = try Tokenizer(example).decode(example.stories(count: 300, seed: 1).tokens)
      #expect(text.contains("Tom had a duck. One day it rained, and the duck quacked. So he went home to his duck."))
    }
  }
}
