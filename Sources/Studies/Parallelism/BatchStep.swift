// Training steps of a batch, timed on some threads.

import LabKit
import LabResults
import NeuralLayers
import SequenceKit
import TensorCore

/// Training steps of a batch of random tokens on some threads: forward, backward, clipping and AdamW.
struct BatchStep {
  /// How many tokens there are to choose from.
  static let vocabularySize = 257

  private let learner: Learner
  private let tokens, targets: TokenBatch

  init(
    _ type: any SequenceModel.Type, _ size: ParallelismRecord.Size, threads: Int
  ) throws(ConfigurationError) {
    let model = try Self.model(type, size)
    learner = Learner(model, parameters: Parameters(initializing: model.parameters, seed: 0), threads: threads)
    func batch(_ stream: String) -> TokenBatch {
      .random(batchSize: size.batchSize, length: size.length, vocabularySize: Self.vocabularySize, stream: stream)
    }
    (tokens, targets) = (batch("tokens"), batch("targets"))
  }

  /// The network whose steps they are.
  static func model(
    _ type: any SequenceModel.Type, _ size: ParallelismRecord.Size
  ) throws(ConfigurationError) -> any SequenceModel {
    try type.init(
      ModelConfiguration(
        vocabularySize: vocabularySize, width: size.width, layerCount: 1, headCount: 1, contextLength: size.length))
  }

  /// The median time of some steps after one more, between two looks at what the machine can do.
  func time(steps: Int) throws(NonFiniteValue) -> TimedRun {
    let before = Self.machineRate
    let times = try (0...steps).map { step throws(NonFiniteValue) in
      let start = ContinuousClock.now
      _ = try learner.step(tokens, targets: targets, seed: UInt64(step), learningRate: 1e-3)
      return (ContinuousClock.now - start).milliseconds / 1e3
    }
    return TimedRun(
      seconds: Statistics.median(Array(times.dropFirst())), rateBefore: before, rateAfter: Self.machineRate)
  }

  /// Products on one thread, some hundredths of a second.
  private static var machineRate: Double { MatrixProductRate.measure(threads: 1, sizes: [256], rounds: 2) }

  /// What a step costs, as counted.
  func counts() throws(NonFiniteValue) -> GradientWorkers<Float>.Counts {
    try learner.step(tokens, targets: targets, seed: 0, learningRate: 1e-3).counts
  }
}
