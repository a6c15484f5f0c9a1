// The training step: whoever trains a model, or times its training, makes this one.

import NeuralLayers
import SequenceKit
import TensorCore

/// A model's parameters in training, the threads that find their gradient, and the optimiser that follows it.
package struct Learner {
  /// What one step did, for those who note or time it.
  package struct Step {
    /// The mean loss over all targets before the update, in nats.
    package let loss: Double
    /// The gradient as it was found, before clipping. Valid until the next step.
    package let gradient: Parameters<Float>
    /// Its norm.
    package let norm: Double
    package let counts: GradientWorkers<Float>.Counts
    /// How long the norm and the update took: on one thread, while the others wait.
    package let normTime, updateTime: Duration
  }

  package let parameters: Parameters<Float>
  package let optimizer: AdamW<Float>
  package let workers: GradientWorkers<Float>

  /// - Parameters:
  ///   - parameters: First values, which steps change.
  ///   - threads: How many threads share a batch, at least 1.
  ///   - isPlain: Whether the model runs by its equations; see `Tape.isPlain`.
  package init(
    _ model: any SequenceModel, parameters: Parameters<Float>, settings: AdamWSettings = AdamWSettings(), threads: Int,
    isPlain: Bool = false
  ) {
    self.parameters = parameters
    optimizer = AdamW(settings, for: model.parameters)
    workers = GradientWorkers(model, parameters: parameters, threads: threads, isPlain: isPlain)
  }

  /// Makes one step: forward, backward, the gradient's norm clipped at the optimiser's maximum, AdamW.
  /// - Parameter seed: For dropout.
  /// - Throws: `NonFiniteValue`, if the loss or the gradient's norm is not finite. Parameters and optimiser are then as before: clipping
  ///   by such a norm would turn every parameter into NaN, or leave all where they are, and nothing would tell.
  package func step(
    _ tokens: TokenBatch, targets: TokenBatch, seed: UInt64, learningRate: Double
  ) throws(NonFiniteValue) -> Step {
    let result = try workers.gradient(of: tokens, targets: targets, seed: seed)
    let start = ContinuousClock.now
    let norm = result.gradient.norm
    guard norm.isFinite else { throw NonFiniteValue(operation: "gradient", shape: []) }
    let scale = optimizer.clippingFactor(norm: norm)
    let middle = ContinuousClock.now
    optimizer.update(parameters, gradient: result.gradient, learningRate: learningRate, gradientScale: scale)
    return Step(
      loss: result.loss, gradient: result.gradient, norm: norm, counts: result.counts, normTime: middle - start,
      updateTime: ContinuousClock.now - middle)
  }
}
