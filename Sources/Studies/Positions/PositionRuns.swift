// What a Transformer makes of word order with each of its position encodings, and beyond the length that it was trained at.

import LabKit
import LabResults
import SequenceKit

/// Trains models that differ in their position encoding alone on the word-order task.
package enum PositionRuns {
  /// What is trained on.
  package static let task = OrderTask(gap: 4)
  /// What is asked, too: the question comes later.
  package static let longerTask = OrderTask(gap: 24)

  /// How a model with an encoding is trained.
  package static func settings(for positions: PositionEncoding, rate: Double, threads: Int) -> ProbeSettings {
    ProbeSettings(layerCount: 2, positions: positions, steps: 1500, learningRate: rate, threads: threads)
  }

  /// Rates that `ProbeRateSearch` found for a causal model. Sines of size 1 drown embeddings that start at 0.02, and want a larger one.
  static func known(_ positions: PositionEncoding) -> Double { positions == .sinusoidal ? 0.008 : 0.004 }

  /// One record for each encoding.
  /// - Parameters:
  ///   - type: A model that uses position encodings, causal or bidirectional.
  ///   - encodings: Which are tried, in this order.
  ///   - onProgress: Called with each encoding and seed before its training; it may throw to stop.
  ///   - settings: How a model with an encoding is trained, at a rate and on some threads.
  /// - Throws: `ConfigurationError`, if the settings do not suit the model; and what `onProgress` throws.
  package static func records(
    of type: any SequenceModel.Type, _ encodings: [PositionEncoding] = PositionEncoding.allCases, seeds: [UInt64],
    threads: Int,
    onProgress: (PositionEncoding, UInt64) throws -> Void = { _, _ in },
    settings: (PositionEncoding, Double, Int) -> ProbeSettings = PositionRuns.settings
  ) throws -> [PositionRecord] {
    precondition(!seeds.isEmpty, "PositionRuns: no seeds")
    return try encodings.map { positions in
      let settings = settings(positions, known(positions), threads)
      let run = try ProbeRun(task, type, settings)
      var (scores, beyond): ([Double], [Double]) = ([], [])
      for seed in seeds {
        try onProgress(positions, seed)
        let trained = run.trained(seed: seed)
        scores.append(run.score(trained, on: task, seed: seed))
        if run.canRead(longerTask) { beyond.append(run.score(trained, on: longerTask, seed: seed)) }
      }
      return PositionRecord(
        model: type.identifier, positions: positions.rawValue, learningRate: settings.learningRate,
        accuracy: Estimate(scores, scale: .unit, items: settings.testCount),
        beyondLength: beyond.isEmpty ? nil : Estimate(beyond, scale: .unit, items: settings.testCount),
        trainedLength: task.length,
        testedLength: longerTask.length, chance: task.chance)
    }
  }
}
