// Skill by distance: groups as a plain count has them, and shares, chances and ceilings as the scores of each seed say.

import Corpora
import Foundation
import LabKit
import LabResults
import SequenceKit
import Studies
import TensorCore
import TestSupport
import Testing

@Suite("Skill by distance")
struct DistanceStudyTests {
  @Test("each token that an earlier one settles is in one group of its kind")
  func groups() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 600)
    let groups = DistanceGroups(corpus.test, of: corpus, rowLength: 32).groups
    #expect(Set(groups.map(\.kind)) == ["recall"], "what looks ahead is left out")
    for group in groups {
      let expected = corpus.test.dependencies.indices.filter { position in
        let dependency = corpus.test.dependencies[position]
        guard dependency.kind > 0, group.distances.contains(Int(dependency.distance)) else { return false }
        let kind = corpus.kinds[Int(dependency.kind)]
        return !kind.looksAhead && kind.name == group.kind
      }
      #expect(group.positions == expected && !expected.isEmpty, "\(group.kind) \(group.distances)")
    }
    let all = groups.flatMap(\.positions)
    #expect(Set(all).count == all.count)
    let ranges = groups.map(\.distances)
    for (near, far) in zip(ranges, ranges.dropFirst()) { #expect(near.upperBound < far.lowerBound) }
  }

  @Test(
    "where rows are shorter than stories, a token whose answer lies before the cut is not asked", arguments: [6, 8, 12])
  func cuts(length: Int) throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 600)
    let rows = try EvaluationRows.make(corpus.test, of: corpus, length: length)
    // A token is asked if the one that settles it stands before it in its row of inputs.
    var expected: Set<Int> = []
    for (cell, position) in rows.positions.enumerated() where position >= 0 {
      let dependency = corpus.test.dependencies[Int(position)]
      guard corpus.kinds[Int(dependency.kind)].name == "recall" else { continue }
      let source = position - Int32(dependency.distance)
      let row = cell / length * length
      // The input of a cell is the token before the one that it asks for.
      if rows.positions[row...cell].contains(source + 1) { expected.insert(Int(position)) }
    }
    let asked = DistanceGroups(corpus.test, of: corpus, rowLength: length).groups.flatMap(\.positions)
    #expect(Set(asked) == expected && expected.count == asked.count && expected.count > 10)
    let whole = DistanceGroups(corpus.test, of: corpus, rowLength: 32).groups.flatMap(\.positions)
    #expect(whole.count > asked.count)
  }

  /// Two seeds of three models, with stories of their own.
  private func trained() throws -> (TrainedModels, StudySubject) {
    var plan = ComparisonPlan(.quick, threads: 2)
    plan.corpusSizes = SmallCorpus.sizes(train: 4000, test: 600)
    (plan.referenceWidth, plan.referenceLayers, plan.headCount, plan.length) = (26, 1, 2, 24)
    plan.positions = .learned
    (plan.batchSize, plan.steps, plan.blankCount, plan.seeds) = (8, 40, 20, [1, 2])
    plan.defaultLearningRate = 0.01
    let corpus = try SmallCorpus.stories(train: 4000, test: 600)
    let comparison = try Comparison(
      plan, corpus: corpus, models: ["rnn", "birnn", "lstm"].map(SmallCorpus.model),
      reference: SmallCorpus.model("transformer"))
    let models = TrainedModels(try comparison.run { _ in })
    return (
      models,
      StudySubject(
        types: comparison.types, reference: comparison.reference, seeds: [1, 2], threads: 2, effort: .quick,
        trained: models)
    )
  }

  @Test("shares are those of right answers, seed by seed, each by its own stories; chance and ceiling are their means")
  func recount() throws {
    let (trained, subject) = try trained()
    let json = try StudyJSON.run("distance", of: subject)
    let record = try #require(json["record"] as? [String: Any])
    #expect(record["seeBothSides"] as? [String] == ["birnn"])
    #expect(record["seeds"] as? [String: [Int]] == ["rnn": [1, 2], "birnn": [1, 2], "lstm": [1, 2]])
    let groups = try #require(record["groups"] as? [[String: Any]])
    #expect(groups.count >= 2)
    let tests = trained.models[0].runs.map(\.test.corpus)
    #expect(tests.count == 2 && tests[0].test.tokens != tests[1].test.tokens, "each seed has stories of its own")
    for group in groups {
      let (from, to) = (try #require(group["from"] as? Int), try #require(group["to"] as? Int))
      /// The tokens of the group in a test part, found one by one.
      func positions(_ corpus: Corpus) -> [Int] {
        corpus.test.tokens.indices.filter { position in
          let dependency = corpus.test.dependencies[position]
          return corpus.kinds[Int(dependency.kind)].name == "recall"
            && (from...to).contains(Int(dependency.distance))
        }
      }
      let places = tests.map(positions)
      #expect(group["count"] as? Int == (places[0].count + places[1].count) / 2 && places[1].count > 10)
      for (key, values) in [("chance", tests.map(\.test.chances)), ("ceiling", tests.map(\.test.ceilings))] {
        let all = zip(places, values).flatMap { places, values in places.compactMap { values[$0] } }
        #expect(all.count == places[0].count + places[1].count)
        #expect(abs((group[key] as? Double ?? .nan) - Statistics.mean(all)) < 1e-12, "\(key)")
      }
      let models = try #require(group["models"] as? [String: [String: Any]])
      #expect(Set(models.keys) == ["rnn", "birnn", "lstm"])
      for model in trained.models {
        let values = try #require(models[model.id]?["values"] as? [Double])
        #expect(values.count == 2 && models[model.id]?["scale"] as? String == "unit")
        for seed in 0..<2 {
          #expect(model.runs[seed].seed == UInt64(seed + 1))
          let right = places[seed].count { model.runs[seed].scores.isCorrect[$0] }
          #expect(abs(values[seed] - Double(right) / Double(places[seed].count)) < 1e-12, "\(model.id) \(seed)")
        }
      }
      // The n-gram's answers, word by word of the vocabulary.
      let corpus = tests[0]
      let full = trained.test.corpus
      let order = try #require(Int((record["baseline"] as? String ?? "").prefix(1)))
      let ngram = NGramModel(order: order, training: full.train.tokens, vocabularySize: full.vocabularySize)
      let shares = places[0].prefix(300).map { position -> Double in
        let before = Array(corpus.test.tokens[max(0, position - 8)..<position])
        let losses = (0..<Int32(full.vocabularySize)).map {
          ngram.negativeLogLikelihoods(of: [$0], following: before)[0]
        }
        let least = losses.min() ?? 0
        let best = losses.indices.filter { losses[$0] < least + 1e-12 }
        return best.contains(Int(corpus.test.tokens[position])) ? 1 / Double(best.count) : 0
      }
      #expect(abs((group["baseline"] as? Double ?? .nan) - Statistics.mean(shares)) < 1e-9)
    }
  }

  @Test("checkpoints of a kind are runs of it, on the same stories")
  func checkpoints() throws {
    let corpus = try SmallCorpus.stories(train: 2000, test: 600)
    let checkpoints = try ["rnn", "rnn", "birnn"].enumerated().map { seed, id in
      let model = try SmallCorpus.model(id).init(SmallCorpus.configuration(corpus, length: 32))
      return (model: model, parameters: Parameters<Float>(initializing: model.parameters, seed: UInt64(seed)))
    }
    let trained = try TrainedModels(checkpoints, corpus: corpus, threads: 2)
    let json = try StudyJSON.run("distance", of: StudySubject(tiny: trained.models.map(\.type), trained: trained))
    let groups = try #require((json["record"] as? [String: Any])?["groups"] as? [[String: Any]])
    for (group, expected) in zip(groups, DistanceGroups(corpus.test, of: corpus, rowLength: 32).groups) {
      #expect(group["count"] as? Int == expected.positions.count)
      let values = try #require((group["models"] as? [String: [String: Any]])?["rnn"]?["values"] as? [Double])
      let shares = trained.models[0].runs.map { $0.scores.accuracy(at: expected.positions) }
      #expect(values.count == 2 && zip(values, shares).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  // MARK: Skill

  /// The claims on long-term dependencies that groups decide, by model.
  private func claims(_ groups: [SampleStudies.Distance.Group]) throws -> [ClaimRecord] {
    var studies = SampleStudies()
    studies.distance.groups = groups
    let all = try studies.parts()
    var parts = StudyParts()
    parts["distance"] = all["distance"]
    return Claim.verdicts(on: StudyList.claims(parts)).records
  }

  private func group(
    _ kind: String, _ from: Int, chance: Double = 0.2, ceiling: Double = 0.9, count: Int = 500,
    _ models: [String: [Double]]
  ) -> SampleStudies.Distance.Group {
    SampleStudies.Distance.Group(
      kind: kind, from: from, to: 2 * from - 1, count: count, chance: chance, ceiling: ceiling, baseline: chance,
      models: models.mapValues { Estimate($0, scale: .unit, items: 500) })
  }

  @Test("who is right as often as the best predictor has skill 1, and who guesses 0")
  func ends() throws {
    let near = [0.9, 0.89, 0.88]
    let claims = try claims([
      group("recall", 8, ["rnn": near, "lstm": near, "transformer": near]),
      group("recall", 32, ["rnn": [0.2, 0.21, 0.19], "lstm": [0.55, 0.551, 0.549], "transformer": [0.9, 0.9, 0.9]]),
    ])
    #expect(claims.map(\.model) == ["rnn", "lstm", "transformer"])
    // The LSTM's is told with the RNN's taken off.
    #expect(zip(claims, [0, 0.5, 1]).allSatisfy { abs(($0.measured ?? .nan) - $1) < 1e-12 }, "\(claims)")
    #expect(claims[0].cases.map(\.setting) == ["recall in stories, 32–63 back"])
    #expect(claims.allSatisfy { $0.verdict == .supported })
  }

  @Test("the kind whose chance and ceiling stay the same is the one that is asked, though another has one range more")
  func purest() throws {
    let scores = ["rnn": [0.3, 0.3, 0.3]]
    let even = [32, 64].map { group("even", $0, scores) }
    let uneven = [16, 32, 64].map { group("uneven", $0, chance: 6.4 / Double($0), scores) }
    func kinds(_ groups: [SampleStudies.Distance.Group]) throws -> Set<String> {
      Set(try claims(groups).flatMap(\.cases).map { String($0.setting.split(separator: " ")[0]) })
    }
    #expect(try kinds(even + uneven) == ["even"] && kinds(uneven + even) == ["even"])
    // Two ranges more are more than a pure question is worth; and few tokens are no range.
    let longer = [17, 32, 64, 128].map { group("uneven", $0, chance: 6.4 / Double($0), scores) }
    #expect(try kinds(even + longer) == ["uneven"])
    #expect(
      try kinds(
        even.map { group in
          var few = group
          few.count = 99
          return few
        } + uneven) == ["uneven"])
    // Near ranges decide nothing of long-term dependencies, nor does a range where nothing is to be remembered.
    #expect(try kinds([group("near", 8, scores)]).isEmpty)
    #expect(try kinds([group("known", 32, chance: 0.9, ceiling: 0.94, scores)]).isEmpty)
  }
}
