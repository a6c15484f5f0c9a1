// A model whose loss is finite and whose gradient is not, whatever it reads.

import NeuralLayers
import SequenceKit
import TensorCore

/// logits_t = 10³⁰ · 10³⁰ · E[token_t] · H with E = 0: the logits are 0, and the gradient by E is beyond Float.
package struct ExplodingModel: SequenceModel {
  package static let identifier = "exploding"
  package static let summary = "a gradient that is not finite"
  package static let sight = Sight.left
  package let configuration: ModelConfiguration
  package let parameters: ParameterLayout
  package let head: OutputHead
  private let embedding: Embedding

  package init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding("e", count: vocabulary, width: width, deviation: 0, group: "embedding", in: &layout)
    head = OutputHead(.separate, of: embedding, inputs: width, initializer: .uniform(1), in: &layout)
    parameters = layout
    self.configuration = configuration
  }

  package func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    let large = S(1e30)
    return SequenceFeatures(large * (large * embedding(tokens, on: tape)), order: .batchMajor)
  }

  package func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? { nil }
}
