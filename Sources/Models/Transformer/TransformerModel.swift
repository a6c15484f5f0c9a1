// The Transformer, shaped like GPT-2.

import NeuralLayers
import SequenceKit
import TensorCore

/// Blocks of attention and a two-layer network, each behind a layer normalisation and added to its input.
///
///     x_t = E[token_t] + P[t]
///     x = x + Attention(LayerNorm(x))
///     x = x + GELU(LayerNorm(x)·W₁ + b₁)·W₂ + b₂        each block; W₁ widens to 4d, unless told otherwise
///     logits = LayerNorm(x)·Eᵀ                           or ·H, of a separate head
///
/// With a mask, a position sees itself and what is before it, and predicts what comes next; without, it sees all, and fills blanks.
/// - Complexity: layers·(24·d² + 2·n·d) + 2·d·V operations a token with a causal mask over n positions; the chain of dependent
///   operations grows with log n.
/// - Source: Vaswani et al. 2017; this arrangement: Radford et al. 2019 (GPT-2).
public struct MaskedTransformer<Mask: AttentionMask>: SequenceModel {
  public static var identifier: String { Mask.isCausal ? "transformer" : "transformer-bidirectional" }
  public static var name: String { Mask.isCausal ? "Transformer" : "bi-Transformer" }
  public static var summary: String {
    Mask.isCausal
      ? "Transformer: causal self-attention, GPT-2's arrangement"
      : "Transformer that sees the whole input and fills blanks"
  }
  public static var sight: Sight { Mask.isCausal ? .left : .masked }
  public static var settings: Set<ModelSetting> { [.heads, .positions] }
  public static var leftSided: String? { Mask.isCausal ? nil : "transformer" }

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead

  let embedding: Embedding
  let positions: Positions
  let blocks: [TransformerBlock]
  let finalNorm: LayerNorm
  let dropout: Dropout

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (width, heads, rotary) = (configuration.width, configuration.headCount, configuration.positions == .rotary)
    guard width % heads == 0 else {
      throw ConfigurationError("the width \(width) is not a multiple of the \(heads) attention heads")
    }
    guard !rotary || width / heads % 2 == 0 else {
      throw ConfigurationError(
        "rotary positions need heads of an even width, not \(width / heads): with \(heads) heads, a width that is a multiple of \(2 * heads)"
      )
    }
    var layout = ParameterLayout()
    embedding = Embedding(
      "transformer.wte.weight", count: configuration.vocabularySize, width: width, deviation: 0.02, group: "embedding",
      in: &layout)
    positions = Positions(configuration, in: &layout)
    let options = AttentionOptions(
      headCount: heads, isCausal: Mask.isCausal, hasLinearBiases: configuration.positions == .alibi)
    blocks = (0..<configuration.layerCount).map {
      TransformerBlock(index: $0, configuration, options: options, in: &layout)
    }
    finalNorm = LayerNorm(
      "transformer.ln_f", width: width, epsilon: configuration.normEpsilon, group: "final norm", in: &layout)
    // GPT-2's has no bias.
    head = OutputHead(
      configuration.head, of: embedding, inputs: width, name: "lm_head", hasBias: false,
      initializer: .normal(deviation: 0.02), in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
  }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    precondition(state == nil || Mask.isCausal, "what sees all is read as a whole, not step by step")
    var phase = phase
    let start = state?.position ?? 0
    var x = dropout(positions.added(to: embedding(tokens, on: tape), from: start), &phase)  // [B, T, d]
    for (index, block) in blocks.enumerated() {
      x = block(x, state: &state, layer: index, dropout: dropout, phase: &phase)
    }
    state?.position += tokens.length
    return SequenceFeatures(finalNorm(x), order: .batchMajor)
  }

  public var longestSequence: Int? { configuration.positions == .learned ? configuration.contextLength : nil }
  public var stateCapacity: Int? { Mask.isCausal ? configuration.contextLength : nil }

  /// As many as have about 512 positions: enough rows to share the products' overhead.
  public func sequencesAtOnce(length: Int) -> Int { max(1, 512 / max(length, 1)) }

  /// Room for the keys and values of a whole context in each layer: [B, context, 2·d].
  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    guard let stateCapacity else { return nil }
    // Each layer's own from the start, since it is written in place; and not filled, since no position is read before it is written: so
    // the system gives memory for those alone that come.
    let caches = blocks.map { _ in Tensor<S>(shape: [batchSize, stateCapacity, 2 * configuration.width]) { _ in } }
    return SequenceState(capacity: stateCapacity, tensors: caches)
  }
}

/// What a position of a Transformer sees.
public protocol AttentionMask: Sendable {
  /// Whether it sees only itself and what is before it.
  static var isCausal: Bool { get }
}

/// A position sees itself and what is before it.
public enum CausalMask: AttentionMask { public static let isCausal = true }
/// Every position sees all.
public enum NoMask: AttentionMask { public static let isCausal = false }

/// A Transformer that reads from left to right.
public typealias TransformerModel = MaskedTransformer<CausalMask>
/// A Transformer without a causal mask: it fills blanks from both sides, and is trained with some tokens blanked.
/// - Source: Devlin et al. 2019 (BERT) for the objective.
public typealias BidirectionalTransformerModel = MaskedTransformer<NoMask>
