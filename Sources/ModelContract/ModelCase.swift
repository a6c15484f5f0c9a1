// A model with one configuration, and what all checks need of it: weights, tokens, logits, loss, gradient.

import NeuralLayers
import SequenceKit
import TensorCore

/// A model with one configuration.
public struct ModelCase: CustomStringConvertible, Sendable {
  /// The model, which its configuration comes with.
  public let model: any SequenceModel

  /// A model as it was built.
  public init(model: any SequenceModel) { self.model = model }

  /// The sizes and options of the model.
  public var configuration: ModelConfiguration { model.configuration }
  /// The name on the command line and in files.
  public var identifier: String { type(of: model).identifier }
  public var description: String {
    let c = configuration
    return "\(identifier) V\(c.vocabularySize) d\(c.width) L\(c.layerCount) h\(c.headCount) \(c.positions) \(c.head)"
  }

  /// Where the model's source is: its module has a folder of the same name.
  public var folder: String {
    // Swift names a type with its module: "LSTM.LSTMModel".
    let name = String(reflecting: type(of: model))
    return "Sources/Models/\(name.prefix { $0 != "." })"
  }

  /// Weights that make every part of the model matter: the first values, and noise on all of them, biases included.
  public func weights<S: TensorScalar>(_ type: S.Type, seed: UInt64 = 1) -> Parameters<S> {
    let parameters = Parameters<S>(initializing: model.parameters, seed: seed)
    for parameter in model.parameters.parameters {
      var generator = SeededGenerator(seed: seed, stream: "noise on \(parameter.checkpoint.names[0])")
      parameters[parameter] = Tensor(
        parameters[parameter].scalars.map { $0 + S(0.3 * generator.normal()) }, shape: parameter.shape)
    }
    return parameters
  }

  /// Random tokens of the vocabulary, the same for the same seed.
  /// - Shape: [B, T].
  public func tokens(batchSize: Int = 2, length: Int = 7, seed: UInt64 = 3) -> TokenBatch {
    var generator = SeededGenerator(seed: seed, stream: "tokens")
    return TokenBatch(
      (0..<batchSize * length).map { _ in Int32(generator.index(below: configuration.vocabularySize)) },
      batchSize: batchSize, length: length)
  }

  /// - Shape: [B, T] → [B, T, V], row-major.
  public func logits<S: TensorScalar>(_ tokens: TokenBatch, _ parameters: Parameters<S>) -> [S] {
    model.logits(tokens, on: Tape(parameters, recordsGradients: false)).value.scalars
  }

  /// The mean cross-entropy in nats, without dropout.
  public func loss<S: TensorScalar>(_ tokens: TokenBatch, targets: TokenBatch, _ parameters: Parameters<S>) -> S {
    model.loss(tokens, targets: targets, on: Tape(parameters, recordsGradients: false)).mean.scalar
  }

  /// The gradient of `loss` by every parameter.
  public func gradient<S: TensorScalar>(
    _ tokens: TokenBatch, targets: TokenBatch, _ parameters: Parameters<S>
  ) -> Parameters<S> {
    valueWithGradient(at: parameters) { model.loss(tokens, targets: targets, on: $0).mean }.gradient
  }
}

extension TokenBatch {
  /// The same batch with another token at the given positions of every sequence.
  package func changed(at positions: Range<Int>, vocabularySize: Int) -> TokenBatch {
    var changed = tokens
    for sequence in 0..<batchSize {
      for position in positions {
        let index = sequence * length + position
        changed[index] = (changed[index] + 1) % Int32(vocabularySize)
      }
    }
    return TokenBatch(changed, batchSize: batchSize, length: length)
  }

  /// A range of positions of every sequence.
  package func positions(_ range: Range<Int>) -> TokenBatch {
    TokenBatch(
      (0..<batchSize).flatMap { tokens[$0 * length + range.lowerBound..<$0 * length + range.upperBound] },
      batchSize: batchSize, length: range.count)
  }
}
