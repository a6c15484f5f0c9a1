// Results of a comparison, of plausible shapes, without any training.

import Foundation
import LabResults

/// Made-up results: four models, three seeds. What studies found is not among them.
package enum SampleResults {
  /// A model, and how well it does.
  package struct Kind {
    package let id: String
    package let loss: Double
    package let blank: Double
    /// How the share of right answers falls with the distance.
    package let reach: Double
    package let fade: Double
    package let seesBothSides: Bool

    package var isRecurrent: Bool { id != "transformer" }
  }

  package static let kinds = [
    Kind(id: "rnn", loss: 0.884, blank: 0.835, reach: 9, fade: 0.21, seesBothSides: false),
    Kind(id: "birnn", loss: 0.64, blank: 0.638, reach: 14, fade: 0.19, seesBothSides: true),
    Kind(id: "lstm", loss: 0.867, blank: 0.819, reach: 15, fade: 0.085, seesBothSides: false),
    Kind(id: "transformer", loss: 0.78, blank: 0.748, reach: 55, fade: 0.012, seesBothSides: false),
  ]

  /// Losses, sizes, costs and the course of training; no pairs, no claims, and no search for learning rates.
  /// - Parameter corpus: The corpus' name.
  package static func trained(corpus: String = "stories") -> ComparisonResults {
    ComparisonResults(
      machine: Machine(
        cpu: "a CPU", cores: 2, blas: "OpenBLAS 0.3.26", blasKernel: "Haswell", kernels: "AVX2", threads: 2,
        operatingSystem: "Linux"),
      protocol: ComparisonResults.ProtocolRecord(
        profile: .standard, seeds: [1, 2, 3], matched: .parameters, target: 150_400,
        plan: ComparisonPlan(.standard, threads: 2),
        searches: Dictionary(
          uniqueKeysWithValues: kinds.map { ($0.id, .init(chosen: TrainedWith(learningRate: 0.008))) })),
      corpus: ComparisonResults.CorpusRecord(
        name: corpus, sha256: String(repeating: "0af3", count: 16),
        tokens: TokenCounts(train: 4_000_000, validation: 20_000, test: 40_000), vocabulary: 600,
        floors: ComparisonResults.Floors(nextToken: 0.623, blank: 0.285, blankLeft: 0.6)),
      baselines: [
        .init(id: "uniform", nextToken: 6.397, fillBlank: 6.397),
        .init(id: "unigram", nextToken: 5.135, fillBlank: 5.039),
        .init(id: "5-gram", nextToken: 0.94, fillBlank: 0.883),
      ],
      models: kinds.enumerated().map { model($1, $0) },
      names: [
        "rnn": "RNN", "birnn": "bi-RNN", "lstm": "LSTM", "transformer": "Transformer",
        "transformer-bidirectional": "bi-Transformer",
      ],
      notes: [
        "lstm ends less than 10 % below the 5-gram (0.867 against 0.940 nats); its training loss was still falling, by "
          + "0.031 over the last fifth: more --steps would help"
      ])
  }

  /// The same with pairs, claims and a fair search for learning rates, under a seal that fits.
  package static func judged(corpus: String = "stories") -> ComparisonResults {
    var results = trained(corpus: corpus)
    results.claims = claims
    results.pairs = pairs
    let rates = SettingsSearch.usualRates
    results.protocol.plan.search = SettingsSearch(rates: rates, steps: results.protocol.plan.steps)
    for (index, kind) in kinds.enumerated() {
      let trials = zip(rates, [0.3, 0.1, 0.02, 0.25, 0.4, 0.6]).map { rate, above in
        ComparisonResults.SearchRecord.Trial(
          TrainedWith(learningRate: rate), losses: [0, 0.01].map { kind.loss + above * Double(index + 1) + $0 })
      }
      results.protocol.searches[kind.id]?.trials = trials
    }
    results.protocol.seal = results.protocol.computedSeal
    return results
  }

  private static var pairs: [ComparisonResults.PairRecord] {
    var random = Noise(seed: 9)
    return [
      (ComparisonResults.PairRecord.Score.nextToken, "transformer", "rnn", 0.104), (.nextToken, "lstm", "rnn", 0.017),
      (.fillBlank, "birnn", "rnn", 0.197),
    ].map { score, first, second, difference in
      let losses = random.estimate(difference, 0.01).values
      return ComparisonResults.PairRecord(
        score: score, first: first, second: second, difference: Estimate(losses),
        firstIsBetter: WinShare(losses: losses.map { -$0 }, against: [0, 0, 0]))
    }
  }

  private static func model(_ kind: Kind, _ index: Int) -> ComparisonResults.ModelRecord {
    var random = Noise(seed: UInt64(index) + 1)
    let histories = (1...3).map { ComparisonResults.SeedHistory(seed: $0, steps: steps(kind, &random)) }
    let spans = ["rnn": 4299, "birnn": 4322, "lstm": 6217, "transformer": 566]
    return ComparisonResults.ModelRecord(
      id: kind.id, summary: kind.id, seesBothSides: kind.seesBothSides, width: 64 + 12 * index, layers: 2, heads: 2,
      parameters: 150_378 + 90 * index, bodyParameters: 60_000 + 9000 * index,
      flopsPerToken: 5.2e5 * (kind.isRecurrent ? 1.1 : 2), tokensTrained: 3_686_400,
      seconds: 13.2 + 5 * Double(index), peakBytes: 7_000_000 * (index + 1), span: spans[kind.id] ?? 1,
      nextToken: kind.seesBothSides ? nil : random.estimate(kind.loss, 0.004),
      aboveFloor: kind.seesBothSides ? nil : random.estimate(kind.loss - 0.62, 0.004),
      nextTokenReason: kind.seesBothSides ? "it reads both sides" : nil,
      fillBlank: random.estimate(kind.blank, 0.008),
      fillBlankAccuracy: random.estimate(1 - 0.45 * kind.blank, 0.01), gradientNorms: histories, failures: [])
  }

  private static func steps(_ kind: Kind, _ random: inout Noise) -> [TrainingStep] {
    (0...50).map { step in
      let loss = kind.loss + 5.5 * exp(-Double(step) / 3.2) + 0.5 * exp(-Double(step) / 16) + random.next() * 0.03
      let norm = (kind.isRecurrent ? 0.5 : 0.9) * exp(random.next() * 0.2) + 2 * exp(-Double(step) / 2)
      return TrainingStep(
        step: step == 50 ? 1199 : step * 24, loss: loss, learningRate: 0.008, gradientNorm: norm,
        groups: zip(["embedding", "core", "head"], [0.4, 0.8, 0.3]).map { .init(group: $0, norm: norm * $1) })
    }
  }

  private static var claims: [ClaimRecord] {
    let rule = "Supported if the whole interval is below 10 steps, contradicted if it is above, else inconclusive."
    return [
      ClaimRecord(
        id: "C1", model: "rnn", claim: "The gradient vanishes.", rule: rule, quantity: "half-life, steps",
        measured: 3.3, low: 3.05, high: 3.58, seeds: 3, verdict: .supported,
        reason: "Half of the gradient is gone after 3.3 steps, well within the 10 that the rule allows."),
      ClaimRecord(
        id: "C1", model: "lstm", claim: "The gradient does not vanish.", rule: rule, quantity: "half-life, steps",
        measured: 8.15, low: 7.4, high: 8.9, seeds: 3, verdict: .contradicted,
        reason: "Half of the gradient is gone after 8 steps, where the stories ask for 50."),
      ClaimRecord(
        id: "C2", model: "transformer − lstm", claim: "Long-term dependencies are used more effectively.", rule: rule,
        quantity: "difference of accuracy beyond 32 tokens, share", measured: 0.281, low: 0.244, high: 0.318, seeds: 3,
        verdict: .supported, reason: "The Transformer is right in 28 of 100 cases more."),
      ClaimRecord(
        id: "C3", model: "transformer", claim: "Work grows as n²·d.", rule: rule,
        quantity: "exponent of n, mixer alone", basis: .construction, measured: 1.87, low: nil, high: nil, seeds: 0,
        verdict: .inconclusive,
        reason: "Beyond n = 2·d the n² term is the larger one, below it n·d² is."),
      ClaimRecord(
        id: "C13", model: "rnn", claim: "Loss falls predictably with compute.", rule: rule, quantity: "R² of the fit",
        measured: nil, low: nil, high: nil, seeds: 1, verdict: .inconclusive, reason: "One seed gives no interval."),
    ]
  }
}
