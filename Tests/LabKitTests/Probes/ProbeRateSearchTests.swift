// The search for a learning rate on a probe: the same seeds for every rate, none of them reported, and divergence is the worst.

import LabKit
import NeuralLayers
import SequenceKit
import TensorCore
import TestSupport
import Testing

@Suite("Search for a rate on a probe")
struct ProbeRateSearchTests {
  private struct Stopped: Error {}

  private let settings = ProbeSettings(width: 8, batchSize: 8, steps: 50, testCount: 100, threads: 1)

  /// The rate that solves with the most seeds; of those, in the fewest steps; where none does, with the best score.
  private func best(_ trials: [ProbeRateSearch.Trial]) -> Double? {
    let most = trials.map { $0.steps.count { $0 != nil } }.max() ?? 0
    let rivals = trials.filter { $0.steps.count { $0 != nil } == most }
    func steps(_ trial: ProbeRateSearch.Trial) -> Int { trial.steps.reduce(0) { $0 + ($1 ?? 0) } }
    func score(_ trial: ProbeRateSearch.Trial) -> Double { trial.scores.reduce(0) { $0 + ($1 ?? 0) } }
    // As fast as the fastest, and of those the best: where none solves it, no steps are counted.
    let fastest = rivals.map(steps).min()
    return rivals.filter { steps($0) == fastest }.max { score($0) < score($1) }?.rate
  }

  @Test("each rate is tried with the same seeds, and its scores are those of such a run")
  func trials() throws {
    let task = CopyTask(symbolCount: 1, gap: 2)
    var asked: [Double] = []
    let search = try ProbeRateSearch(task, SmallCorpus.model("rnn"), settings, onTrial: { asked.append($0) })
    #expect(search.trials.map(\.rate) == ProbeRateSearch.rates && asked == ProbeRateSearch.rates.flatMap { [$0, $0] })
    #expect(zip(search.trials, search.trials.dropFirst()).allSatisfy { abs($1.rate / $0.rate - 2) < 1e-12 })
    #expect(ProbeRateSearch.seeds.allSatisfy { $0 > 1000 } && Set(ProbeRateSearch.seeds).count == 2)
    for trial in [search.trials[1], search.trials[4]] {
      var settings = settings
      settings.learningRate = trial.rate
      let run = try ProbeRun(task, SmallCorpus.model("rnn"), settings)
      for (place, seed) in ProbeRateSearch.seeds.enumerated() {
        let trained = run.trained(seed: seed)
        #expect(trial.steps[place] == (trained.isSolved ? trained.steps : nil))
        #expect(trial.scores[place] == run.score(trained, on: task, seed: seed))
      }
    }
    #expect(search.best == best(search.trials))
    #expect(search.isAtEdge == [0.001, 0.064].contains(search.best))
    #expect(try ProbeRateSearch(task, SmallCorpus.model("rnn"), settings) == search)
    #expect(throws: Stopped.self) {
      try ProbeRateSearch(task, SmallCorpus.model("rnn"), settings, onTrial: { _ in throw Stopped() })
    }
  }

  @Test("of an error, the least is the best")
  func errors() throws {
    let search = try ProbeRateSearch(AddingTask(gap: 2), SmallCorpus.model("rnn"), settings)
    #expect(search.trials.allSatisfy { $0.steps == [nil, nil] }, "50 steps solve nothing")
    let means = try search.trials.map { trial in
      let (first, second) = (try #require(trial.scores[0]), try #require(trial.scores[1]))
      return first + second
    }
    #expect(search.best == search.trials[try #require(means.indices.min { means[$0] < means[$1] })].rate)
  }

  @Test("a rate with which training diverged comes last, though it ended after fewer steps")
  func diverged() throws {
    let search = try ProbeRateSearch(CopyTask(gap: 1), ExplodingModel.self, settings)
    #expect(search.trials.allSatisfy { $0.scores.allSatisfy { $0 == nil } }, "a model that always diverges")
    // One that diverges with large rates alone: a state that grows with its weights until it is no number.
    let task = CopyTask(symbolCount: 1, gap: 2)
    let bad = try ProbeRateSearch(task, FragileModel.self, settings)
    let broken = bad.trials.filter { trial in trial.scores.contains(nil) }
    #expect(!broken.isEmpty && broken.count < 6, "\(bad.trials)")
    #expect(!broken.map(\.rate).contains(bad.best), "\(bad.best) of \(bad.trials)")
  }
}

/// logits_t = (x + (10·x)^16384)·H with x = E[token_t]: nothing is amiss until an element of E reaches 0.1.
private struct FragileModel: SequenceModel {
  static let identifier = "fragile"
  static let summary = "a model that large weights break"
  static let sight = Sight.left
  let configuration: ModelConfiguration
  let parameters: ParameterLayout
  let head: OutputHead
  private let embedding: Embedding

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding("e", count: vocabulary, width: width, deviation: 0.01, group: "embedding", in: &layout)
    head = OutputHead(.separate, of: embedding, inputs: width, initializer: .uniform(1), in: &layout)
    parameters = layout
    self.configuration = configuration
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    let x = embedding(tokens, on: tape)
    var power = 10 * x
    for _ in 0..<14 { power = power * power }
    return SequenceFeatures(x + power, order: .batchMajor)
  }
}
