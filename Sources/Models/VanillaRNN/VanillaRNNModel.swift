// The vanilla recurrent network: one state, handed on from step to step.

import NeuralLayers
import SequenceKit
import TensorCore

/// A stack of Elman layers.
///
///     x_t = E[token_t]
///     h_t = tanh(x_t·W + h_{t−1}·U + b)        each layer, the one below giving x
///     logits_t = h_t·H + c
///
/// In training, dropout acts on the embedded tokens and on the output of every layer, the last one included.
/// - Complexity: 2·layers·(d + d)·d + 2·d·V operations a token; the chain of dependent operations grows with T.
/// - Source: Elman, "Finding structure in time", 1990.
public struct VanillaRNNModel: SequenceModel {
  public static let identifier = "rnn"
  public static let summary = "vanilla RNN: one tanh state, handed on from step to step"
  public static let sight = Sight.left

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead

  let embedding: Embedding
  let layers: [RecurrentLayer<TanhCell>]
  let dropout: Dropout

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width, deviation: 1, group: "embedding", in: &layout)
    layers = (0..<configuration.layerCount).map {
      RecurrentLayer("core", index: $0, inputs: width, width: width, cell: TanhCell(), in: &layout)
    }
    head = .linear(
      Linear(
        "head", inputs: width, outputs: vocabulary, initializer: .uniform(1 / Double(width).squareRoot()),
        isTransposedInCheckpoint: true, group: "head", in: &layout))
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
  }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    var x = dropout(embedding.steps(of: tokens, on: tape), &phase)
    for (index, layer) in layers.enumerated() {
      x = dropout(layer(x, state: &state, layer: index), &phase)  // h = tanh(x·W + h₋₁·U + b)
    }
    state?.position += tokens.length
    return SequenceFeatures(x.values, order: .timeMajor)
  }

  public var mixerOperations: Set<String> { [TanhCell().name] }

  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    .recurrent(layerCount: layers.count, slots: 1, batchSize: batchSize, width: configuration.width)
  }
}
