// What of a gradient arrives at the token that an answer hangs on: through a linear recurrence, it is known.

import Corpora
import Foundation
import LabKit
import LabResults
import SequenceKit
import Studies
import TensorCore
import TestSupport
import Testing

@Suite("Gradients at the tokens that answers hang on")
struct ArrivalTests {
  /// Somebody says something for a while, and is then named again: 8 to 63 tokens back, in three ranges.
  private static let grammar = """
    class animal: name:recall
      cat
      dog
      hen
      pig
      cow

    rule story:
      the [old] [big] {hero=animal} sang <ten> [<more>] and {hero} slept .

    rule more:
      then <ten> [once]
      later <ten> [loudly] <ten> <ten>

    rule ten:
      <note> <note> <note> <note> <note> <note> <note> <note> <note> <note>

    rule note:
      do
      re
      mi
      fa
    """

  /// Where the animal is named again and how far back it was named first, by a search through the words: lag 0 is the last
  /// word before it.
  private func places(_ split: Split, _ corpus: Corpus) -> [(read: Int, lag: Int)] {
    let animals: Set = ["cat", "dog", "hen", "pig", "cow"]
    return split.documentStarts.indices.compactMap { story in
      let words = split.tokens[split.documentRange(story)].map { corpus.tokenizer.tokens[Int($0)] }
      let named = words.indices.filter { animals.contains(words[$0]) }
      // The end of the story before is read, too.
      return named.count == 2 ? (named[1] + 1, named[1] - named[0] - 1) : nil
    }
  }

  @Test(
    "through a linear recurrence with U = ρI, ρ^(lag − 1) of it arrives, as little as at others",
    arguments: [0.7, 0.95])
  func linearRecurrence(rho: Double) throws {
    let corpus = try Corpus.stories(
      grammar: Self.grammar, sizes: Corpus.Sizes(train: 500, validation: 200, test: 3000))
    let model = try LinearModel(SmallCorpus.configuration(corpus, length: 80, width: 6))
    let parameters = model.weights { $0 == $1 ? Float(rho) : 0 }
    let flow = try GradientFlow(corpus.test, of: corpus, windows: 1000, length: 70, threads: 2)
    let look = flow.look(at: model, parameters: parameters)
    let step = log10(Double(Float(rho)))
    let all = places(corpus.test, corpus)
    for place in [GradientFlowRecord.Place.embedding, .state] {
      let arrivals = try #require(look.arrivals[place])
      #expect(arrivals.count == 3)
      for (arrival, lags) in zip(arrivals, [8...15, 16...31, 32...63]) {
        let inside = all.filter { lags.contains($0.lag) }
        #expect(inside.count > 10, "\(lags)")
        let near = inside.map { Double($0.lag - 1) * step }
        #expect(abs(arrival.overNear - Statistics.mean(near)) < 1e-6, "\(place) \(lags)")
        // Neighbours are left out, and what lies before the row's beginning is not there.
        let others = inside.map { place in
          let distances = [-5, -4, -3, -2, 2, 3, 4, 5].filter { place.lag + $0 < place.read }
          return -Double(distances.reduce(0, +)) / Double(distances.count) * step
        }
        #expect(abs(arrival.overOthers - Statistics.mean(others)) < 1e-6, "\(place) \(lags)")
      }
    }
    let record = try #require(GradientFlowRecord.records(of: [look, look], isTrained: true).first)
    #expect(record.arrivals.map(\.from) == [8, 16, 32] && record.arrivals.map(\.to) == [15, 31, 63])
    let windows = [8...15, 16...31, 32...63].map { lags in 2 * all.count { lags.contains($0.lag) } }
    #expect(record.arrivals.map(\.windows) == windows)
    #expect(record.arrivals[2].overNear.values == Array(repeating: look.arrivals[.embedding]?[2].overNear, count: 2))
  }

  @Test("where nothing arrives, the ratio is finite, and as little arrives at others")
  func nothing() throws {
    let corpus = try Corpus.stories(
      grammar: Self.grammar, sizes: Corpus.Sizes(train: 500, validation: 200, test: 1500))
    let model = try LinearModel(SmallCorpus.configuration(corpus, length: 80, width: 6))
    // It sees two tokens, so that nothing arrives farther back: the floor stands for nothing.
    let flow = try GradientFlow(corpus.test, of: corpus, windows: 20, length: 70, threads: 1)
    let arrivals = try #require(flow.look(at: model, parameters: model.weights(seeing: 2)).arrivals[.embedding])
    for arrival in arrivals { #expect(arrival.overNear < -20 && arrival.overNear > -40 && arrival.overOthers == 0) }
  }

  @Test("where a corpus tells no dependencies, or none so far back, there are no arrivals")
  func absent() throws {
    for corpus in [try SmallCorpus.characters(), try SmallCorpus.stories(train: 500, test: 300)] {
      let model = try LinearModel(SmallCorpus.configuration(corpus, length: 40, width: 6))
      let flow = try GradientFlow(corpus.test, of: corpus, windows: 4, length: 30)
      let look = flow.look(at: model, parameters: model.weights(seeing: 1))
      #expect(look.arrivals.isEmpty)
      for record in GradientFlowRecord.records(of: [look], isTrained: true) { #expect(record.arrivals.isEmpty) }
    }
  }
}
