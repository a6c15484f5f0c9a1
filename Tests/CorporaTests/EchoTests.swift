// What the parrot heard and says again: the same question at all distances.

import Corpora
import Foundation
import Testing

@Suite("The same recall at all distances")
struct EchoTests {
  /// The edges that distances are counted between.
  static let bins = [4...8, 9...16, 17...32, 33...64, 65...128, 129...200]

  let corpus: Corpus

  init() throws {
    corpus = try Corpus.stories(
      grammar: try defaultGrammarText(), seed: 5, sizes: .init(train: 1_000_000, validation: 2000, test: 200_000))
  }

  /// The positions that ask for what the parrot heard.
  private func asked(in split: Split) -> [Int] {
    split.tokens.indices.filter { corpus.kinds[Int(split.dependencies[$0].kind)].name == "echo" }
  }

  private func counts(in split: Split) -> [Int] {
    let distances = asked(in: split).map { Int(split.dependencies[$0].distance) }
    return Self.bins.map { bin in distances.count { bin.contains($0) } }
  }

  @Test("there are 300 questions and more in each range of distances of 200,000 tokens")
  func enough() {
    #expect(counts(in: corpus.test).allSatisfy { $0 >= 300 }, "\(counts(in: corpus.test))")
  }

  @Test("the distances are even by logarithm from 4 to 200, each of them occurs, and farther ones hardly")
  func even() {
    let counts = counts(in: corpus.train)
    let widths = Self.bins.map { log((Double($0.upperBound) + 0.5) / (Double($0.lowerBound) - 0.5)) }
    for (count, width) in zip(counts, widths) {
      let expected = Double(counts.reduce(0, +)) * width / widths.reduce(0, +)
      #expect(abs(Double(count) / expected - 1) < 0.08, "\(count), not \(expected): \(counts)")
    }
    let distances = asked(in: corpus.train).map { Int(corpus.train.dependencies[$0].distance) }
    #expect(Set(distances).isSuperset(of: 4...200))
    #expect(distances.count { $0 > 200 } * 100 < distances.count && distances.allSatisfy { $0 >= 4 })
  }

  @Test("all are told and asked in the same words, the word is not said in between, and each is equally likely")
  func wording() throws {
    let split = corpus.train
    func word(_ position: Int) -> String { corpus.tokenizer.tokens[Int(split.tokens[position])] }
    let asked = asked(in: split)
    let words = Set(asked.map { split.tokens[$0] })
    #expect(words.count == 10)
    for position in asked {
      let source = position - Int(split.dependencies[position].distance)
      #expect((word(position - 2), word(position - 1), word(position + 1)) == ("Polly", "said", "."))
      #expect(
        (source - 4...source + 1).map(word).filter { $0 != word(source) } == ["Polly", "the", "parrot", "learned", "."])
      #expect(split.tokens[source] == split.tokens[position])
      #expect(!split.tokens[source + 1..<position].contains(where: words.contains), "one of the ten in between")
      #expect(split.floor[position] == 0)
    }
    // Each word is told and asked, and nothing else says it.
    #expect(split.tokens.count { words.contains($0) } == 2 * asked.count)
    // Pearson's statistic for ten equal shares has nine degrees of freedom: it exceeds 28 once in a thousand.
    let expected = Double(asked.count) / 10
    let statistic = words.reduce(0.0) { sum, token in
      let difference = Double(asked.count { split.tokens[$0] == token }) - expected
      return sum + difference * difference / expected
    }
    #expect(statistic < 28)
  }

  @Test("who has forgotten gets one in ten, and who remembers all")
  func bounds() {
    for position in asked(in: corpus.test) {
      #expect(abs((corpus.test.chances[position] ?? 0) - 0.1) < 1e-12 && corpus.test.ceilings[position] == 1)
    }
  }
}
