// From runs to the numbers of results.json.

import Corpora
import Foundation
import LabResults
import SequenceKit

/// Puts the results of a comparison together.
struct ResultsBuilder {
  let comparison: Comparison
  let ngram: NGramModel
  private var test: TestSet { comparison.test }
  private var plan: ComparisonPlan { comparison.plan }
  private var corpus: Corpus { comparison.corpus }
  private var losses: RunLosses { RunLosses(plan: plan, isText: corpus.grammar == nil) }

  func results(
    of runs: [[Comparison.Run]], half: [[Comparison.Run]], searches: [String: ComparisonResults.SearchRecord]
  ) throws -> ComparisonResults {
    // Models in turn within a seed: any of them has all tests.
    let corpusRecord = corpusRecord(runs.first?.map(\.test) ?? [test])
    let models = comparison.types.indices.map { record(of: $0, runs[$0], half: half[$0]) }
    let baselines = baselines()
    var protocolRecord = ComparisonResults.ProtocolRecord(
      profile: plan.profile, seeds: plan.seeds, matched: plan.matched, target: comparison.target, plan: plan,
      searches: searches)
    protocolRecord.seal = protocolRecord.computedSeal
    return ComparisonResults(
      machine: Machine(threads: plan.threads), protocol: protocolRecord, corpus: corpusRecord, baselines: baselines,
      models: models,
      names: Dictionary(
        (comparison.types + comparison.relatives).map { ($0.identifier, $0.name) },
        uniquingKeysWith: { first, _ in first }),
      alarms: models.flatMap { Alarms.check($0, corpus: corpusRecord) + Alarms.check($0.id, searches[$0.id]) },
      notes: corpus.remarks
        + TrainingNotes.texts(
          for: models, beside: baselines, corpus: corpusRecord, isByWords: corpus.tokenizer.kind == .word)
        + byteNotes(models),
      pairs: losses.pairs(of: runs))
  }

  /// What models lose a byte of a text, by which comparisons with other tokens compare; nothing for a grammar.
  private func byteNotes(_ models: [ComparisonResults.ModelRecord]) -> [String] {
    let losses = models.compactMap { model in
      model.nextToken.flatMap { loss in
        corpus.heldOutBytes.map { model.id + String(format: " %.3f", $0.test.perByte(loss.mean)) }
      }
    }
    let leftOut =
      corpus.tokenizer.kind == .word ? "; by word, white space and the letters of unknown words cost nothing" : ""
    return losses.isEmpty
      ? []
      : [
        "Nats a byte of the test part, which compare with those of another --tokenizer: \(losses.joined(separator: ", "))\(leftOut)"
      ]
  }

  /// Floors are means over the seeds' test parts.
  private func corpusRecord(_ tests: [TestSet]) -> ComparisonResults.CorpusRecord {
    func mean(_ values: (TestSet) -> [Double]) -> Double? {
      let means = tests.map(values).filter { !$0.isEmpty }.map { Statistics.mean($0) }
      return means.isEmpty ? nil : Statistics.mean(means)
    }
    return ComparisonResults.CorpusRecord(
      name: corpus.name, sha256: corpus.sha256,
      tokens: TokenCounts(
        train: corpus.train.count, validation: corpus.validation.count, test: corpus.test.count),
      vocabulary: corpus.vocabularySize,
      floors: ComparisonResults.Floors(
        nextToken: mean(Self.floors), blank: mean { $0.blanks.compactMap(\.floorBothSides) },
        blankLeft: mean { $0.blanks.compactMap(\.floorLeft) }),
      unknownShare: corpus.tokenizer.unknownToken.map { _ in corpus.unknownShare })
  }

  /// The floor of each target; none for a text.
  private static func floors(_ test: TestSet) -> [Double] {
    let floor = test.corpus.test.floor
    return floor.isEmpty ? [] : test.positions.map { floor[$0] }
  }

  /// Uniform, unigram, and the n-gram model whose order is best on validation, on the targets of the first seed.
  private func baselines() -> [ComparisonResults.BaselineRecord] {
    let (train, tokens, size) = (corpus.train.tokens, corpus.test.tokens, corpus.vocabularySize)
    let uniform = UniformModel(vocabularySize: size).loss
    func record(_ id: String, _ losses: [Double]) -> ComparisonResults.BaselineRecord {
      func mean(_ positions: [Int]) -> Double { Statistics.mean(positions.map { losses[$0] }) }
      return ComparisonResults.BaselineRecord(
        id: id, nextToken: mean(test.positions), fillBlank: mean(test.blanks.map(\.position)))
    }
    let unigram = UnigramModel(training: train, vocabularySize: size).negativeLogLikelihoods(of: tokens)
    return [
      ComparisonResults.BaselineRecord(id: "uniform", nextToken: uniform, fillBlank: uniform),
      record("unigram", unigram),
      record("\(ngram.order)-gram", ngram.negativeLogLikelihoods(of: tokens)),
    ]
  }

  private func record(
    of index: Int, _ runs: [Comparison.Run], half: [Comparison.Run]
  ) -> ComparisonResults.ModelRecord {
    let (type, configuration) = (comparison.types[index], comparison.configurations[index])
    let finished = runs.filter { if case .success = $0.scores { true } else { false } }
    // Every step of every run costs the same; a run that stopped at its first step has counted nothing.
    let example = finished.first ?? runs[0]
    let failures = runs.compactMap { run in
      if case .failure(let failure) = run.scores { "seed \(run.seed): \(failure.message)" } else { nil as String? }
    }
    let tokensInStep = Double(plan.batchSize * plan.length)
    let predictsNext = type.sight == .left
    return ComparisonResults.ModelRecord(
      id: type.identifier, summary: type.summary, seesBothSides: type.sight != .left, width: configuration.width,
      layers: configuration.layerCount,
      heads: configuration.headCount, parameters: example.model.parameters.scalarCount,
      bodyParameters: example.model.bodyScalarCount,
      flopsPerToken: Double(example.counts.work) / tokensInStep, tokensTrained: example.tokensTrained,
      seconds: Statistics.mean((finished.isEmpty ? runs : finished).map(\.seconds)),
      peakBytes: example.counts.peakBytes, span: example.counts.span,
      nextToken: predictsNext ? losses.estimate(.nextToken, of: finished) : nil,
      aboveFloor: predictsNext ? aboveFloor(finished) : nil,
      nextTokenReason: predictsNext
        ? nil : "it reads both sides of a position, so it gives no probability of what comes next",
      fillBlank: losses.estimate(.fillBlank, of: finished),
      fillBlankAccuracy: finished.isEmpty ? nil : blankAccuracy(finished),
      halfBudget: halfBudget(half, of: finished, predictsNext ? .nextToken : .fillBlank),
      gradientNorms: runs.map { run in
        ComparisonResults.SeedHistory(
          seed: run.seed, steps: run.history, validation: run.validation.isEmpty ? nil : run.validation,
          answers: run.answers.isEmpty ? nil : run.answers)
      }, failures: failures)
  }

  /// Each run's loss less the floor of its own test part: what chance does to the text cancels out.
  private func aboveFloor(_ runs: [Comparison.Run]) -> Estimate? {
    let gaps = runs.compactMap { run in
      losses.loss(.nextToken, run).map { $0 - Statistics.mean(Self.floors(run.test)) }
    }
    return gaps.isEmpty || corpus.grammar == nil ? nil : Estimate(gaps)
  }

  private func blankAccuracy(_ runs: [Comparison.Run]) -> Estimate {
    Estimate(
      runs.compactMap { $0.finishedScores?.accuracy(at: losses.positions(.fillBlank, $0.test)) }, scale: .unit,
      items: test.blanks.count)
  }

  /// What the second half of the training gave, seed by seed.
  private func halfBudget(
    _ half: [Comparison.Run], of runs: [Comparison.Run], _ score: ComparisonResults.PairRecord.Score
  ) -> ComparisonResults.HalfBudget? {
    let pairs = half.compactMap { half -> (half: Double, whole: Double)? in
      guard let whole = runs.first(where: { $0.seed == half.seed }).flatMap({ losses.loss(score, $0) }) else {
        return nil
      }
      return losses.loss(score, half).map { ($0, whole) }
    }
    guard let steps = half.first?.budget, !pairs.isEmpty else { return nil }
    return ComparisonResults.HalfBudget(
      steps: steps, loss: Estimate(pairs.map(\.half)),
      gain: Statistics.pairedDifference(pairs.map(\.half), pairs.map(\.whole)))
  }
}
