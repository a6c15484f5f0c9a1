// From runs to the numbers of results.json.

import Corpora
import Foundation
import LabResults
import SequenceKit

/// Puts the results of a comparison together.
struct ResultsBuilder {
  let comparison: Comparison
  private var test: TestSet { comparison.test }
  private var plan: ComparisonPlan { comparison.plan }
  private var corpus: Corpus { comparison.corpus }
  private var blankPositions: [Int] { test.blanks.map(\.position) }

  func results(
    of runs: [[Comparison.Run]], rates: [String: ComparisonResults.LearningRates]
  ) throws -> ComparisonResults {
    let corpusRecord = corpusRecord()
    let models = zip(comparison.types.indices, runs).map { record(of: $0, $1) }
    let baselines = baselines()
    var protocolRecord = ComparisonResults.ProtocolRecord(
      profile: plan.profile, seeds: plan.seeds, matched: plan.matched, target: comparison.target, plan: plan,
      learningRates: rates)
    protocolRecord.seal = protocolRecord.computedSeal
    return ComparisonResults(
      machine: Machine(threads: plan.threads), protocol: protocolRecord, corpus: corpusRecord, baselines: baselines,
      models: models,
      names: Dictionary(
        (comparison.types + comparison.positional).map { ($0.identifier, $0.name) },
        uniquingKeysWith: { first, _ in first }),
      alarms: models.flatMap { Alarms.check($0, corpus: corpusRecord) + Alarms.check($0.id, rates[$0.id]) },
      notes: models.compactMap { BaselineNote.text(for: $0, beside: baselines) },
      pairs: pairs(runs, .nextToken) + pairs(runs, .fillBlank))
  }

  /// All pairs of models that have a score, the better of the two first.
  private func pairs(
    _ runs: [[Comparison.Run]], _ score: ComparisonResults.PairRecord.Score
  ) -> [ComparisonResults.PairRecord] {
    let losses = runs.compactMap { runs -> (id: String, losses: [UInt64: Double])? in
      guard let first = runs.first, score == .fillBlank || first.model.sight == .left else { return nil }
      let positions = score == .nextToken ? test.positions : blankPositions
      let bySeed = runs.compactMap { run in
        (try? run.scores.get()).map { (run.seed, $0.meanLoss(at: positions)) }
      }
      return (type(of: first.model).identifier, Dictionary(uniqueKeysWithValues: bySeed))
    }
    var pairs: [ComparisonResults.PairRecord] = []
    for (index, one) in losses.enumerated() {
      for other in losses[(index + 1)...] {
        // Only seeds that both finished make pairs.
        let seeds = plan.seeds.filter { one.losses[$0] != nil && other.losses[$0] != nil }
        let (mine, theirs) = (seeds.compactMap { one.losses[$0] }, seeds.compactMap { other.losses[$0] })
        guard !seeds.isEmpty else { continue }
        let isFirst = Statistics.mean(mine) <= Statistics.mean(theirs)
        let (better, worse) = isFirst ? (mine, theirs) : (theirs, mine)
        pairs.append(
          ComparisonResults.PairRecord(
            score: score, first: isFirst ? one.id : other.id, second: isFirst ? other.id : one.id,
            difference: Statistics.pairedDifference(worse, better),
            firstIsBetter: WinShare(losses: better, against: worse)))
      }
    }
    return pairs
  }

  private func corpusRecord() -> ComparisonResults.CorpusRecord {
    let floor = corpus.test.floor
    func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : Statistics.mean(values) }
    return ComparisonResults.CorpusRecord(
      name: corpus.name, sha256: corpus.sha256,
      tokens: ComparisonResults.TokenCounts(
        train: corpus.train.count, validation: corpus.validation.count, test: corpus.test.count),
      vocabulary: corpus.vocabularySize,
      floors: ComparisonResults.Floors(
        nextToken: mean(floor.isEmpty ? [] : test.positions.map { floor[$0] }),
        blank: mean(test.blanks.compactMap(\.floorBothSides)), blankLeft: mean(test.blanks.compactMap(\.floorLeft))))
  }

  /// Uniform, unigram, and the n-gram model whose order is best on validation, on the models' own targets.
  private func baselines() -> [ComparisonResults.BaselineRecord] {
    let (train, tokens, size) = (corpus.train.tokens, corpus.test.tokens, corpus.vocabularySize)
    let uniform = UniformModel(vocabularySize: size).loss
    func record(_ id: String, _ losses: [Double]) -> ComparisonResults.BaselineRecord {
      func mean(_ positions: [Int]) -> Double { Statistics.mean(positions.map { losses[$0] }) }
      return ComparisonResults.BaselineRecord(id: id, nextToken: mean(test.positions), fillBlank: mean(blankPositions))
    }
    let unigram = UnigramModel(training: train, vocabularySize: size).negativeLogLikelihoods(of: tokens)
    let ngram = NGramModel.selectingOrder(
      upTo: 6, training: train, validation: corpus.validation.tokens, vocabularySize: size
    ).model
    return [
      ComparisonResults.BaselineRecord(id: "uniform", nextToken: uniform, fillBlank: uniform),
      record("unigram", unigram),
      record("\(ngram.order)-gram", ngram.negativeLogLikelihoods(of: tokens)),
    ]
  }

  private func record(of index: Int, _ runs: [Comparison.Run]) -> ComparisonResults.ModelRecord {
    let (type, configuration) = (comparison.types[index], comparison.configurations[index])
    let finished = runs.filter { if case .success = $0.scores { true } else { false } }
    let scores = finished.compactMap { try? $0.scores.get() }
    // Every step of every run costs the same; a run that stopped at its first step has counted nothing.
    let example = finished.first ?? runs[0]
    let failures = runs.compactMap { run in
      if case .failure(let failure) = run.scores { "seed \(run.seed): \(failure.message)" } else { nil as String? }
    }
    func estimate(_ value: (TokenScores) -> Double) -> Estimate? { scores.isEmpty ? nil : Estimate(scores.map(value)) }
    let tokensInStep = Double(plan.batchSize * plan.length)
    let predictsNext = type.sight == .left
    return ComparisonResults.ModelRecord(
      id: type.identifier, summary: type.summary, seesBothSides: type.sight != .left, width: configuration.width,
      layers: configuration.layerCount,
      heads: configuration.headCount, parameters: example.model.parameters.scalarCount,
      flopsPerToken: Double(example.counts.work) / tokensInStep, tokensTrained: example.tokensTrained,
      seconds: Statistics.mean((finished.isEmpty ? runs : finished).map(\.seconds)),
      peakBytes: example.counts.peakBytes, span: example.counts.span,
      nextToken: predictsNext ? estimate { $0.meanLoss(at: test.positions) } : nil,
      nextTokenReason: predictsNext
        ? nil : "it reads both sides of a position, so it gives no probability of what comes next",
      fillBlank: estimate { $0.meanLoss(at: blankPositions) },
      fillBlankAccuracy: estimate { $0.accuracy(at: blankPositions) },
      accuracyByDistance: type.sight == .masked ? [] : distanceRecords(scores),
      gradientNorms: runs.map { ComparisonResults.SeedHistory(seed: $0.seed, steps: $0.history) }, failures: failures)
  }

  private func distanceRecords(_ scores: [TokenScores]) -> [ComparisonResults.DistanceRecord] {
    guard !scores.isEmpty else { return [] }
    return test.distances.groups.map { group in
      ComparisonResults.DistanceRecord(
        kind: group.kind, from: group.distances.lowerBound, to: group.distances.upperBound,
        count: group.positions.count, accuracy: Estimate(scores.map { $0.accuracy(at: group.positions) }))
    }
  }
}
