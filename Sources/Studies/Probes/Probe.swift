// A task, and what a model is given to learn it.

import LabKit
import LabResults
import SequenceKit

/// A task, and what a model is given to learn it.
package struct Probe: Sendable {
  /// What is trained on, and asked with fresh examples.
  package let task: any ProbeTask
  /// Tasks of the same rule that a model is asked without further training.
  package let longer: [any ProbeTask]
  /// The most training steps.
  package let steps: Int
  /// Examples in a step. With 32, Transformers stay for long at knowing the values of `RecallTask` and not whose they are.
  package let batchSize: Int

  /// A task that is asked as it was trained, unless told otherwise.
  package init(task: any ProbeTask, longer: [any ProbeTask] = [], steps: Int = 2000, batchSize: Int = 32) {
    (self.task, self.longer, self.steps, self.batchSize) = (task, longer, steps, batchSize)
  }

  /// How a model is trained on the probe, with a width that gives it as many parameters as the reference has.
  /// - Parameters:
  ///   - reference: A Transformer; two layers of width 32.
  ///   - rate: The peak learning rate.
  /// - Throws: `ConfigurationError`, if no width does.
  package func settings(
    for type: any SequenceModel.Type, reference: any SequenceModel.Type, rate: Double, threads: Int
  ) throws(ConfigurationError) -> ProbeSettings {
    var settings = ProbeSettings(
      layerCount: 2, batchSize: batchSize, steps: steps, learningRate: rate, threads: threads)
    let batch = BatchShape(rows: batchSize, rowLength: task.length, threads: threads)
    let target = try MatchedQuantity.parameters.measure(
      reference, ProbeRun.configuration(for: task, settings), on: batch)
    settings.layerCount = type.settings.contains(.heads) ? 2 : 1
    settings.width = try SizeMatching.configuration(
      of: type, base: ProbeRun.configuration(for: task, settings), quantity: .parameters, target: target,
      batch: batch
    ).width
    return settings
  }
}
