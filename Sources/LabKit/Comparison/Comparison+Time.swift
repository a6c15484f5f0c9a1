// How long a comparison will take on this machine.

import SequenceKit

extension Comparison {
  /// What is told to whom a comparison may take too long.
  public struct ExpectedSeconds: Sendable {
    /// For the search of learning rates.
    public let search: Double
    /// For training and scoring all runs.
    public let runs: Double
  }

  /// The share of training time that scoring takes beside it, about.
  private static let scoring = 0.15

  /// The time that the search and the runs will take, from a few training steps of each model.
  /// - Throws: `ConfigurationError` or `CorpusError`, as `run` would.
  /// - Complexity: five training steps of each model.
  public func expectedSeconds() throws -> ExpectedSeconds {
    var (search, runs) = (0.0, 0.0)
    for (type, configuration) in zip(types, configurations) {
      let trainer = try Trainer(
        try type.init(configuration), on: corpus, settings: plan.trainingSettings(peak: 1e-6, steps: 5, seed: 1))
      var best = Double.infinity
      while trainer.nextStep < 5 {
        let start = ContinuousClock.now
        // A model that cannot make a step costs none; the run says so.
        do { try trainer.step() } catch { break }
        best = min(best, (ContinuousClock.now - start).milliseconds / 1000)
      }
      guard best.isFinite else { continue }
      search += best * (1 + Self.scoring) * Double(searchSteps(of: type.identifier))
      runs += best * (1 + Self.scoring) * Double(runSteps)
    }
    return ExpectedSeconds(search: search, runs: runs)
  }
}
