// The Transformer, shaped like GPT-2.

import NeuralLayers
import SequenceKit
import TensorCore

/// Blocks of attention and a two-layer network, each behind a layer normalisation and added to its input.
///
///     x_t = E[token_t] + P[t]
///     x = x + Attention(LayerNorm(x))
///     x = x + GELU(LayerNorm(x)·W₁ + b₁)·W₂ + b₂        each block; W₁ widens to 4d
///     logits = LayerNorm(x)·Eᵀ
///
/// - Complexity: layers·(24·d² + 2·n·d) + 2·d·V operations a token with a causal mask over n positions; the chain of dependent
///   operations grows with log n.
/// - Source: Vaswani et al. 2017; this arrangement: Radford et al. 2019 (GPT-2).
public struct TransformerModel: SequenceModel {
  public static let identifier = "transformer"
  public static let summary = "Transformer: causal self-attention, GPT-2's arrangement"
  public static let sight = Sight.left
  public static let usesHeads = true

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead
  /// Whether a position sees only itself and what is before it.
  let isCausal: Bool
  /// How attention is computed; see `MultiHeadAttention.Method`.
  public var attentionMethod = MultiHeadAttention.Method.blockwise

  let embedding: Embedding
  let positions: Positions
  let blocks: [TransformerBlock]
  let finalNorm: LayerNorm
  let dropout: Dropout

  /// A Transformer that reads from left to right.
  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try self.init(configuration, isCausal: true)
  }

  init(_ configuration: ModelConfiguration, isCausal: Bool) throws(ConfigurationError) {
    try configuration.validate()
    let (width, heads, rotary) = (configuration.width, configuration.headCount, configuration.positions == .rotary)
    guard width % heads == 0 else {
      throw ConfigurationError("the width \(width) is not a multiple of the \(heads) attention heads")
    }
    guard !rotary || width / heads % 2 == 0 else {
      throw ConfigurationError("rotary positions need heads of an even width, not \(width / heads)")
    }
    var layout = ParameterLayout()
    embedding = Embedding(
      "transformer.wte.weight", count: configuration.vocabularySize, width: width, deviation: 0.02, group: "embedding",
      in: &layout)
    positions = Positions(configuration, in: &layout)
    let options = AttentionOptions(
      headCount: heads, isCausal: isCausal, hasLinearBiases: configuration.positions == .alibi)
    blocks = (0..<configuration.layerCount).map {
      TransformerBlock(index: $0, configuration, options: options, in: &layout)
    }
    finalNorm = LayerNorm("transformer.ln_f", width: width, group: "final norm", in: &layout)
    head = .tied(embedding)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.isCausal = isCausal
    self.configuration = configuration
  }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    let start = state?.position ?? 0
    var x = dropout(positions.added(to: embedding(tokens, on: tape), from: start), &phase)  // [B, T, d]
    for (index, block) in blocks.enumerated() {
      x = block(x, state: &state, layer: index, method: attentionMethod, dropout: dropout, phase: &phase)
    }
    state?.position += tokens.length
    return SequenceFeatures(finalNorm(x), order: .batchMajor)
  }

  public var longestSequence: Int? { configuration.positions == .learned ? configuration.contextLength : nil }
  public var stateCapacity: Int? { isCausal ? configuration.contextLength : nil }

  /// As many as have about 512 positions: enough rows to share the products' overhead.
  public func sequencesAtOnce(length: Int) -> Int { max(1, 512 / max(length, 1)) }

  /// Attention, or the products and the softmax that it consists of; every other product of a training step has a bias or the loss
  /// with it, and so another name.
  public var mixerOperations: Set<String> {
    attentionMethod == .plain ? ["matmul", "scale", "softmax"] : ["attention"]
  }

  public var withPlainAttention: (any SequenceModel)? { keepingAttentionMatrix }
  var keepingAttentionMatrix: TransformerModel {
    var model = self
    model.attentionMethod = .plain
    return model
  }

  /// Room for the keys and values of a whole context in each layer: [B, context, 2·d].
  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    guard let stateCapacity else { return nil }
    // Each layer's own from the start, since it is written in place.
    let caches = blocks.map { _ in
      Tensor<S>(repeating: 0, shape: [batchSize, stateCapacity, 2 * configuration.width])
    }
    return SequenceState(capacity: stateCapacity, tensors: caches)
  }
}
