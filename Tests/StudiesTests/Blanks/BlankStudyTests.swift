// The study of blanks: the right groups, perfect predictors as enumeration has them, and gains where the right side is read.

import Corpora
import Foundation
import LabKit
import LabResults
import SequenceKit
import Studies
import TestSupport
import Testing

@Suite("The study of blanks")
struct BlankStudyTests {
  private func plan(steps: Int) -> ComparisonPlan {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes()
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (24, 1, 2, 32)
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (16, steps, 60, [1, 2, 3])
    (plan.defaultLearningRate, plan.studies) = (2e-2, ["blanks"])
    return plan
  }

  /// The corpus of each of three seeds.
  private func corpora(_ corpus: Corpus) throws -> [Corpus] {
    try [corpus] + [2, 3].map { try #require(try corpus.redrawn(seed: $0, sizes: .init(SmallCorpus.sizes()))) }
  }

  private func study(
    _ corpus: Corpus, _ models: [String], steps: Int
  ) throws -> (results: ComparisonResults, study: BlankStudyRecord) {
    try study(corpus, models, plan(steps: steps))
  }

  private func study(
    _ corpus: Corpus, _ models: [String], _ plan: ComparisonPlan
  ) throws -> (results: ComparisonResults, study: BlankStudyRecord) {
    let results = try Comparison(
      plan, corpus: corpus, models: models.map(SmallCorpus.model), reference: try SmallCorpus.model("transformer")
    ).runWithStudies { _ in }
    return (results, try #require(results.studies["blanks"] as? BlankStudyRecord))
  }

  @Test("who reads the right side fills what only the right side settles; who does not is left with a guess")
  func gains() throws {
    let corpus = try SmallCorpus.stories(train: 5000, test: 400)
    let (results, study) = try study(corpus, ["rnn", "birnn"], steps: 120)
    #expect(study.groups.map(\.kind) == [.all, .left, .right, .near])

    // The weather is one of three, and what they do settles it: worked out by hand.
    let right = try #require(study.group(.right))
    let weathers = try corpora(corpus).map { corpus in
      corpus.test.dependencies.count { corpus.kinds[Int($0.kind)].name == "right" }
    }
    #expect(right.count == weathers.reduce(0, +) / 3 && weathers.allSatisfy { $0 >= 12 })
    let (both, left) = (try #require(right.bothSides), try #require(right.leftSide))
    #expect(abs(left.loss - log(3)) < 1e-9 && both.loss < 1e-9)
    #expect(abs(left.accuracy - 1.0 / 3) < 1e-9 && both.accuracy == 1)
    let (perfectGain, perfectAccuracyGain) = (try #require(right.perfectGain), try #require(right.perfectAccuracyGain))
    #expect(abs(perfectGain - log(3)) < 1e-9 && abs(perfectAccuracyGain - 2.0 / 3) < 1e-9)
    let gain = try #require(right.gains.first)
    #expect(right.gains.count == 1 && gain.both == "birnn" && gain.left == "rnn" && gain.loss.values.count == 3)
    #expect(try #require(gain.loss.low) > 0.5 && gain.accuracy.mean > 0.4, "\(gain)")
    #expect(gain.loss.mean < perfectGain + 0.1)
    let (rnn, birnn) = (right.models[0], right.models[1])
    #expect(abs(gain.loss.mean - (rnn.loss.mean - birnn.loss.mean)) < 1e-12)
    #expect(abs(gain.accuracy.mean - (birnn.accuracy.mean - rnn.accuracy.mean)) < 1e-12)
    #expect(rnn.loss.mean > 1 && birnn.accuracy.mean > 0.8)

    // What they do follows three words later.
    var near = try #require(study.group(.near))
    near.kind = .right
    #expect(near == right)

    // The group of all is the very sample that the models are compared by, and its floors are the same.
    let all = try #require(study.group(.all))
    #expect(all.count == 60 && abs((all.bothSides?.loss ?? .nan) - (results.corpus.floors.blank ?? .nan)) < 1e-9)
    #expect(abs((all.leftSide?.loss ?? .nan) - (results.corpus.floors.blankLeft ?? .nan)) < 1e-9)
    for (index, model) in results.models.enumerated() {
      #expect(all.models[index].loss == model.fillBlank && all.models[index].accuracy == model.fillBlankAccuracy)
    }
    #expect(try #require(all.bothSides).accuracy >= (try #require(all.leftSide).accuracy))
    let settled = try #require(study.group(.left))
    let byLeft = try #require(settled.leftSide)
    #expect(settled.count < all.count && byLeft.loss < 0.1 && byLeft.accuracy == 1)
    let settledGain = try #require(settled.perfectGain)
    #expect(settledGain >= -1e-12 && settledGain <= 0.1)
  }

  @Test("perfect predictors are right as often as enumeration says")
  func perfection() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    let all = try #require(try study(corpus, ["rnn"], steps: 2).study.group(.all))
    // Every story of the small grammar, written out, with its weight.
    var stories: [(words: [String], weight: Double)] = []
    let animals = ["cat", "dog", "hen", "pig", "cow"]
    for (looks, share) in [("red", 2.0), ("big", 1), ("old", 1)] {
      for hero in animals {
        for friend in animals where friend != hero {
          for (sky, did) in [("hot", "swam"), ("cold", "slept"), ("windy", "ran")] {
            for again in ["", " then they \(did) again ."] {
              let text =
                "one \(looks) \(hero) met \(friend) . it was \(sky) so they \(did) .\(again) \(hero) went home . <end>"
              stories.append((text.split(separator: " ").map { String($0) }, share))
            }
          }
        }
      }
    }
    /// What a guess of the likeliest word is worth, among stories with the same words in some places.
    func right(_ words: [String], _ index: Int, seen: [Int]) -> Double {
      var masses: [String: Double] = [:]
      for story in stories where seen.allSatisfy({ $0 < story.words.count && story.words[$0] == words[$0] }) {
        // Those that see both sides see the length, too.
        if seen.count >= words.count - 1, story.words.count != words.count { continue }
        if index < story.words.count { masses[story.words[index], default: 0] += story.weight }
      }
      let most = masses.values.max() ?? 0
      let best = masses.filter { $0.value > most * (1 - 1e-9) }
      return best[words[index]] == nil ? 0 : 1 / Double(best.count)
    }
    var (both, left) = (0.0, 0.0)
    for corpus in try corpora(corpus) {
      for blank in corpus.blanks(in: corpus.test, count: 60, seed: 1) {
        let words = corpus.test.tokens[blank.story].map { corpus.tokenizer.tokens[Int($0)] }
        let index = blank.position - blank.story.lowerBound
        both += right(words, index, seen: words.indices.filter { $0 != index })
        left += right(words, index, seen: Array(0..<index))
      }
    }
    let (perfectBoth, perfectLeft) = (try #require(all.bothSides), try #require(all.leftSide))
    #expect(abs(perfectBoth.accuracy - both / 180) < 1e-9 && abs(perfectLeft.accuracy - left / 180) < 1e-9)
    #expect(both > left && left > 60)
  }

  @Test(
    "examples show the word that was taken out, what the grammar says, and every model; unknown words are not asked")
  func demonstrations() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    let study = try study(corpus, ["rnn", "birnn", "transformer-bidirectional"], steps: 2).study
    // "cheese" and "she" are no words here, so that the examples come from the test part: one question of its kind.
    let example = try #require(study.demonstrations.first)
    #expect(study.demonstrations.count == 1)
    #expect(example.text.hasPrefix("… It was ___ so they "), "\(example.text)")
    let did = try #require(example.text.split(separator: " ").last { $0 != "…" })
    let weather = ["swam.": "hot", "slept.": "cold", "ran.": "windy"][String(did)]
    #expect(example.hidden == weather)
    #expect(
      example.references.map(\.by) == ["grammar", "grammar"]
        && example.references.map(\.seesBothSides) == [true, false])
    #expect(example.references[0].choices == [.init(word: example.hidden, probability: 1)])
    #expect(Set(example.references[1].choices.map(\.word)) == ["hot", "cold", "windy"])
    #expect(example.references[1].choices.allSatisfy { abs($0.probability - 1.0 / 3) < 1e-9 })
    #expect(example.models.map(\.by) == ["rnn", "birnn", "transformer-bidirectional"])
    #expect(example.models.map(\.seesBothSides) == [false, true, true])
    for filling in example.models {
      #expect(filling.choices.count == 3 && filling.choices.allSatisfy { $0.probability > 0 && $0.probability < 1 })
      #expect(filling.choices.map(\.probability) == filling.choices.map(\.probability).sorted(by: >))
    }
  }

  @Test("where no story begins like a text, its words are counted in the training part")
  func counted() throws {
    let grammar = """
      class eater: name:recall
        3* cat
        dog
        hen

      rule story:
        <note> <note> <note> <note> . how did the {eater=eater:right} eat the (cheese | cake) ? [{eater} .]

      rule note:
        do
        re
        mi
        fa
        so
        la
        ti
      """
    let corpus = try Corpus.stories(grammar: grammar, sizes: Corpus.Sizes(train: 6000, validation: 100, test: 200))
    let study = try study(corpus, ["rnn"], steps: 2).study
    let asked = try #require(study.demonstrations.first { $0.text == "How did the ___ eat the cheese" })
    #expect(!study.demonstrations.contains { $0.text.contains("red") }, "nobody is red here")
    let inStory = study.demonstrations.first { $0.text.contains(". How did the ___ eat the cheese?") }
    #expect(try #require(inStory).references.map(\.by) == ["grammar", "grammar"])
    #expect(asked.hidden == "cat" && asked.references.map(\.by) == ["training part", "training part"])
    let text = corpus.train.tokens.map { corpus.tokenizer.tokens[Int($0)] }.joined(separator: " ")
    for (reference, end) in zip(asked.references, [" eat the cheese", ""]) {
      let counts = ["cat", "dog", "hen"].map {
        Double(text.components(separatedBy: "how did the \($0)\(end)").count - 1)
      }
      let total = counts.reduce(0, +)
      #expect(
        total > 100 && Double(reference.places) == total && reference.choices.count == 3
          && reference.choices[0].word == "cat")
      for (word, count) in zip(["cat", "dog", "hen"], counts) {
        let choice = try #require(reference.choices.first { $0.word == word })
        #expect(abs(choice.probability - count / total) < 1e-12)
      }
    }
  }

  @Test("a text has the blanks at random alone, and no perfect predictor, gain to be had, or example")
  func text() throws {
    let (results, study) = try study(SmallCorpus.characters(), ["rnn", "birnn"], steps: 2)
    let all = try #require(study.group(.all))
    #expect(study.groups.count == 1 && study.demonstrations.isEmpty && all.count == 60)
    #expect(all.bothSides == nil && all.leftSide == nil && all.perfectGain == nil && all.perfectAccuracyGain == nil)
    #expect(all.models.map(\.loss.values) == results.models.map { $0.fillBlank?.values } && all.gains.count == 1)
    #expect(String(decoding: try results.json(), as: UTF8.self).contains("\"leftSide\" : null"))
  }

  @Test("a model that stopped is left out, and its counterpart gains nothing")
  func stopped() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 300)
    var plan = plan(steps: 3)
    plan.learningRates = ["rnn": 1e38]
    let study = try study(corpus, ["rnn", "birnn"], plan).study
    #expect(!study.groups.isEmpty)
    #expect(study.groups.allSatisfy { $0.models.map(\.model) == ["birnn"] && $0.gains.isEmpty })
    #expect(study.demonstrations.allSatisfy { $0.models.map(\.by) == ["birnn"] })
  }
}
