// Finding the learning rate that suits a model on a probe, with seeds that no reported run shares.

import SequenceKit
import TensorCore

/// Tries several learning rates on a probe, each with the same seeds and for the same steps.
public struct ProbeRateSearch: Equatable, Sendable {
  /// A rate, and what came of it, seed by seed.
  public struct Trial: Codable, Equatable, Sendable {
    /// The peak rate.
    public let rate: Double
    /// The scores on fresh examples; null where the training diverged.
    public let scores: [Double?]
    /// Training steps until the task was solved; null where it was not.
    public let steps: [Int?]
  }

  /// The rates, ascending, a factor of two apart.
  public static let rates = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064]
  /// What trials are drawn from; reported runs count from 1.
  public static let seeds: [UInt64] = [1001, 1002]

  /// One for each rate.
  public let trials: [Trial]
  /// The rate that solves the task with the most seeds; of several, in the fewest steps; where none does, that with the best score, and last
  /// those with which a training diverged.
  public let best: Double

  /// Whether the best rate is the least or the largest of those tried, so that a better one may lie beyond.
  public var isAtEdge: Bool { best == trials.first?.rate || best == trials.last?.rate }

  /// Trains a model with each rate and each seed.
  /// - Parameters:
  ///   - inTurn: What training takes in turn; the score is that on the task.
  ///   - firstValues: Changes what a seed has drawn.
  ///   - onTrial: Called before each training with the rate; it may throw to stop.
  /// - Throws: `ConfigurationError`, if the settings do not suit the model; and what `onTrial` throws.
  /// - Complexity: rates × seeds trainings.
  public init(
    _ task: any ProbeTask, _ type: any SequenceModel.Type, _ settings: ProbeSettings, inTurn: [any ProbeTask] = [],
    firstValues: (Parameters<Float>, UInt64) -> Void = { _, _ in },
    onTrial: (Double) throws -> Void = { _ in }
  ) throws {
    trials = try Self.rates.map { rate in
      var settings = settings
      settings.learningRate = rate
      let run = try ProbeRun(task, type, settings, inTurn: inTurn)
      let runs = try Self.seeds.map { seed in
        try onTrial(rate)
        let trained = run.trained(seed: seed, firstValues: { firstValues($0, seed) }, onProgress: { _ in })
        let score = run.score(trained, on: task, seed: seed)
        return (score: score.isFinite ? score : nil, steps: trained.isSolved ? trained.steps : nil)
      }
      return Trial(rate: rate, scores: runs.map(\.score), steps: runs.map(\.steps))
    }
    let isError = task.metric != .accuracy
    /// More is better, the first number first.
    func goodness(_ trial: Trial) -> (Int, Double, Double) {
      let (solved, scores) = (trial.steps.compactMap { $0 }, trial.scores.compactMap { $0 })
      let mean = scores.reduce(0, +) / Double(max(1, scores.count))
      let score = scores.count < trial.scores.count ? -Double.infinity : isError ? -mean : mean
      return (solved.count, -Double(solved.reduce(0, +)) / Double(max(1, solved.count)), score)
    }
    best = trials.max { goodness($0) < goodness($1) }?.rate ?? settings.learningRate
  }
}
