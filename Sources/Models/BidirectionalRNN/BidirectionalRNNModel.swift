// The bidirectional recurrent network: one state from the left, one from the right.

import NeuralLayers
import SequenceKit
import TensorCore

/// A forward and a backward stack of Elman layers over the same embeddings.
///
///     x_t = E[token_t]
///     →h_t = tanh(x_t·→W + →h_{t−1}·→U + →b)
///     ←h_t = tanh(x_t·←W + ←h_{t+1}·←U + ←b)   each stack on its own, the layer below giving x
///     logits_t = [→h_{t−1}, ←h_{t+1}]·H + c
///
/// Position t is predicted from the states beside it, so it never sees token t, and every position is a blank to fill. It gives no
/// probability of a whole text, and cannot be read step by step.
///
/// Deeper networks are two stacks that meet only in the head: no layer of one reads the other, through which it would see the
/// very token that is asked for. So `core.weight_ih_l1` is [H, H], where a bidirectional `nn.RNN` of two layers has [H, 2H];
/// with one layer, the shapes agree.
/// - Complexity: 4·layers·(d + d)·d + 4·d·V operations a token; the chain of dependent operations grows with T.
/// - Source: Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997.
public struct BidirectionalRNNModel: SequenceModel {
  public static let identifier = "birnn"
  public static let summary = "bidirectional RNN: fills a blank from a state on either side"
  public static let sight = Sight.around

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead

  let embedding: Embedding
  let forwardLayers, backwardLayers: [RecurrentLayer<TanhCell>]
  let dropout: Dropout

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width, deviation: 1, group: "embedding", in: &layout)
    func stack(isReversed: Bool) -> [RecurrentLayer<TanhCell>] {
      (0..<configuration.layerCount).map {
        RecurrentLayer(
          "core", index: $0, inputs: width, width: width, cell: TanhCell(), isReversed: isReversed, in: &layout)
      }
    }
    forwardLayers = stack(isReversed: false)
    backwardLayers = stack(isReversed: true)
    head = .linear(
      Linear(
        "head", inputs: 2 * width, outputs: vocabulary, initializer: .uniform(1 / Double(2 * width).squareRoot()),
        isTransposedInCheckpoint: true, group: "head", in: &layout))
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
  }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    precondition(state == nil, "birnn reads whole sequences, not step by step")
    var phase = phase
    let x = dropout(embedding.steps(of: tokens, on: tape), &phase)
    var (left, right) = (x, x)
    for (forward, backward) in zip(forwardLayers, backwardLayers) {
      left = RecurrentInput(dropout(forward(left).states, &phase))  // →h
      right = RecurrentInput(dropout(backward(right).states, &phase))  // ←h
    }
    let beside = [left.values.shifted(by: 1), right.values.shifted(by: -1)]  // →h_{t−1}, ←h_{t+1}
    return SequenceFeatures(concatenated(beside, along: -1), order: .timeMajor)
  }

  public var mixerOperations: Set<String> { [TanhCell().name] }

  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? { nil }
}
