// Sizes, steps and rates of training on a probe.

import NeuralLayers
import SequenceKit
import TensorCore

/// How a model is trained on a probe.
public struct ProbeSettings: Codable, Equatable, Sendable {
  /// The width of embeddings and hidden states.
  public var width: Int
  /// Layers of the model.
  public var layerCount: Int
  /// Attention heads, for a model that has any; the width is a multiple of it.
  public var headCount: Int
  /// How a Transformer knows positions.
  public var positions: PositionEncoding
  /// Whose weights the output head has.
  public var head = HeadKind.usual
  /// The first value of an LSTM's forget bias.
  public var forgetBias = 1.0
  /// Examples in a step, drawn anew each time.
  public var batchSize: Int
  /// The most steps; training stops before when the task is solved, unless `stopsEarly` is false.
  public var steps: Int
  /// Whether training stops when the task is solved.
  public var stopsEarly = true
  /// The peak rate, after a warm-up over a tenth of the steps and before half a cosine.
  public var learningRate: Double
  /// Fresh examples that the score is taken on.
  public var testCount: Int
  /// Threads that share a training step.
  public var threads: Int

  /// By default, a small network; `Probe` and `PositionStudy` say what the lab's own runs use.
  public init(
    width: Int = 32, layerCount: Int = 1, headCount: Int = 2, positions: PositionEncoding = .learned,
    batchSize: Int = 32, steps: Int = 600, learningRate: Double = 0.004, testCount: Int = 1000,
    threads: Int = ThreadTeam.availableCores
  ) {
    (self.width, self.layerCount, self.headCount, self.positions) = (width, layerCount, headCount, positions)
    (self.batchSize, self.steps, self.learningRate) = (batchSize, steps, learningRate)
    (self.testCount, self.threads) = (testCount, threads)
  }
}
