// The probes of the lab, run for one model after the other.

import LabResults
import SequenceKit

/// Runs probes for one model after the other.
public struct ProbeStudy: Sendable {
  /// What was just done.
  public struct Progress: Equatable, Sendable {
    /// The task's id.
    public let task: String
    /// The task's distance, in tokens.
    public let distance: Int
    /// The model's identifier.
    public let model: String
    /// The run's seed.
    public let seed: UInt64
    /// On the task itself, not on longer ones; NaN if training diverged.
    public let score: Double
    /// Steps until the task was solved, or all.
    public let steps: Int
    /// Runs of this model that are done, and all of them.
    public let finished, total: Int
  }

  /// The tasks that every model is asked.
  public let probes: [Probe]
  /// The model that the others are matched to in size.
  public let reference: any SequenceModel.Type
  /// One run of each probe for each of them.
  public let seeds: [UInt64]
  /// Threads that share a training step.
  public let threads: Int
  private let baselines: [[ProbeBaselines]]

  /// - Parameters:
  ///   - reference: The model that the others are matched to in size.
  ///   - isQuick: Whether to take the quick selection.
  public init(
    reference: any SequenceModel.Type, seeds: [UInt64], isQuick: Bool = false, threads: Int = ThreadTeam.availableCores
  ) {
    precondition(!seeds.isEmpty, "ProbeStudy: no seeds")
    (self.reference, self.seeds, self.threads) = (reference, seeds, threads)
    probes = Probe.all.filter { $0.isQuick || !isQuick }
    baselines = probes.map { probe in ([probe.task] + probe.longer).map(ProbeBaselines.init) }
  }

  /// Trains and scores a model on every probe with every seed; none if `Probe.reasonAgainst` has a reason.
  ///
  /// A longer task is left out where the model cannot read it, as with learned positions.
  /// - Parameter onProgress: Called after each run; it may throw to stop.
  /// - Throws: `ConfigurationError`, if a model cannot be matched in size; and what `onProgress` throws.
  public func records(
    of type: any SequenceModel.Type, onProgress: (Progress) throws -> Void = { _ in }
  ) throws -> [ProbeRecord] {
    guard Probe.reasonAgainst(type) == nil else { return [] }
    var (records, finished): ([ProbeRecord], Int) = ([], 0)
    for (probe, baselines) in zip(probes, baselines) {
      let run = try ProbeRun(
        probe.task, type, probe.settings(for: type, reference: reference, threads: threads))
      let tasks = ([probe.task] + probe.longer).filter(run.canRead)
      var scores = [[Double]](repeating: [], count: tasks.count)
      for seed in seeds {
        let trained = run.trained(seed: seed)
        for (index, task) in tasks.enumerated() { scores[index].append(run.score(trained, on: task, seed: seed)) }
        finished += 1
        try onProgress(
          Progress(
            task: probe.task.id, distance: probe.task.distance, model: type.identifier, seed: seed,
            score: scores[0].last ?? .nan, steps: trained.steps, finished: finished,
            total: probes.count * seeds.count))
      }
      for (index, task) in tasks.enumerated() {
        let baseline = baselines[index]
        records.append(
          ProbeRecord(
            id: task.id, distance: task.distance, metric: task.metric.name, chance: baseline.chance,
            oracle: baseline.oracle, shortWindow: baseline.shortWindow, score: Estimate(scores[index]),
            steps: probe.steps))
      }
    }
    return records
  }
}
