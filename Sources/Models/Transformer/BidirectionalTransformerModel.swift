// The Transformer whose attention sees the whole input.

import NeuralLayers
import SequenceKit
import TensorCore

/// A Transformer without a causal mask: it fills blanks from both sides, and is trained with some tokens blanked.
/// - Source: Devlin et al. 2019 (BERT) for the objective; the blocks are `TransformerModel`'s.
public struct BidirectionalTransformerModel: SequenceModel {
  public static let identifier = "transformer-bidirectional"
  public static let summary = "Transformer that sees the whole input and fills blanks"
  public static let sight = Sight.masked
  public static let usesHeads = true

  /// The blocks, parameters and head.
  private var transformer: TransformerModel
  public var configuration: ModelConfiguration { transformer.configuration }
  public var parameters: ParameterLayout { transformer.parameters }
  public var head: OutputHead { transformer.head }

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    transformer = try TransformerModel(configuration, isCausal: false)
  }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    precondition(state == nil, "transformer-bidirectional reads whole sequences, not step by step")
    return transformer.features(of: tokens, state: &state, phase: phase, on: tape)
  }

  public var longestSequence: Int? { transformer.longestSequence }
  public func sequencesAtOnce(length: Int) -> Int { transformer.sequencesAtOnce(length: length) }

  public var mixerOperations: Set<String> { transformer.mixerOperations }
  public var withPlainAttention: (any SequenceModel)? {
    var model = self
    model.transformer = transformer.keepingAttentionMatrix
    return model
  }

  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? { nil }
}
