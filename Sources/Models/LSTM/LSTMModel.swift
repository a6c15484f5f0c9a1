// The long short-term memory: a state that gates protect.

import NeuralLayers
import SequenceKit
import TensorCore

/// A stack of LSTM layers.
///
///     x_t = E[token_t]
///     i_t, f_t, g_t, o_t = σ, σ, tanh, σ of (x_t·W + h_{t−1}·U + b)      in blocks
///     c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
///     h_t = o_t ⊙ tanh(c_t)                    each layer, the one below giving x
///     logits_t = h_t·H + c
///
/// The forget gate's bias starts at `forgetBias`: at 1 the memory starts with a half-life of about two steps.
/// In training, dropout acts on the embedded tokens and on the output of every layer, the last one included.
/// - Complexity: 8·layers·(d + d)·d + 2·d·V operations a token; the chain of dependent operations grows with T.
/// - Source: Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber and Cummins 2000; its bias: Jozefowicz,
///   Zaremba and Sutskever 2015.
public struct LSTMModel: SequenceModel {
  public static let identifier = "lstm"
  public static let summary = "LSTM: a memory cell behind input, forget and output gates"
  public static let sight = Sight.left

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead

  let embedding: Embedding
  let layers: [RecurrentLayer<LSTMCell>]
  let dropout: Dropout

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width, deviation: 1, group: "embedding", in: &layout)
    layers = (0..<configuration.layerCount).map {
      RecurrentLayer(
        "core", index: $0, inputs: width, width: width, cell: LSTMCell(),
        gateBiases: [0, configuration.forgetBias, 0, 0],
        in: &layout)
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
      x = dropout(layer(x, state: &state, layer: index), &phase)  // c = f ⊙ c₋₁ + i ⊙ g, h = o ⊙ tanh(c)
    }
    state?.position += tokens.length
    return SequenceFeatures(x.values, order: .timeMajor)
  }

  public var mixerOperations: Set<String> { [LSTMCell().name] }

  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    .recurrent(layerCount: layers.count, slots: 2, batchSize: batchSize, width: configuration.width)
  }
}
