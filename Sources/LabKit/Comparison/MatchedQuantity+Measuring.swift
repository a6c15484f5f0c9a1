// How what is made equal between models is measured.

import LabResults
import SequenceKit
import TensorCore

extension MatchedQuantity {
  /// The quantity for a model.
  /// - Parameter batch: What a training step reads: work is not in proportion to it, for maps of a table are shared.
  /// - Complexity: for `flops`, one training step.
  public func measure(
    _ type: any SequenceModel.Type, _ configuration: ModelConfiguration, on batch: BatchShape
  ) throws(ConfigurationError) -> Double {
    let model = try type.init(configuration)
    switch self {
    case .parameters: return Double(model.parameters.scalarCount)
    case .body: return Double(model.bodyScalarCount)
    case .flops:
      let length = PredictionTask.contextLength(for: type.sight, rowLength: batch.rowLength)
      let tokens = TokenBatch(
        Array(repeating: 0, count: batch.rows * length), batchSize: batch.rows, length: length)
      let workers = GradientWorkers(
        model, parameters: Parameters<Float>(zerosFor: model.parameters), threads: batch.threads)
      do {
        let work = try workers.gradient(of: tokens, targets: tokens, seed: 1).counts.work
        return Double(work) / Double(batch.rows * batch.rowLength)
      } catch {
        preconditionFailure("\(type.identifier), width \(configuration.width): zeros give no finite loss")
      }
    }
  }
}

/// What a training step reads, and how many threads share it.
public struct BatchShape: Sendable {
  /// Rows in a step, training tokens in each, and threads.
  public var rows, rowLength, threads: Int

  /// Each from 1 on.
  public init(rows: Int, rowLength: Int, threads: Int) {
    (self.rows, self.rowLength, self.threads) = (rows, rowLength, threads)
  }
}
