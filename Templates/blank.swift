// Made by ./lab new-model; while this line is here, ./lab remove-model takes the model away again.

import NeuralLayers
import SequenceKit
import TensorCore

/// Say here what the model computes, as equations.
public struct __NAME__Model: SequenceModel {
  public static let identifier = "__IDENTIFIER__"
  public static let name = "__NAME__"
  public static let summary = "__NAME__: say here what it is, in a line"
  /// Features are made from tokens up to their position, and predict the next one.
  public static let sight = Sight.left

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead

  let embedding: Embedding
  let dropout: Dropout

  /// Declares the parameters: layers such as `Linear`, `LayerNorm` or `RecurrentLayer` do it when they are made, and
  /// `layout.add` does it for a matrix of your own, which `tape[parameter]` then gives.
  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    // Small first values: a tied head makes logits of them, too.
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width, deviation: 0.1, group: "embedding", in: &layout)
    head = OutputHead(configuration.head, of: embedding, inputs: width, in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
    // Delete these two lines when `features` is written.
    let file = "Sources/Models/__NAME__/__NAME__Model.swift"
    throw ConfigurationError("not yet: write `features` of __NAME__Model in \(file)")
  }

  /// What the head reads at every position, [B, T, d]. Here it is the token's own embedding: what stands before it is still
  /// to be mixed in. Wrap what does that in `tape.mixing { … }`, so that the lab can count it apart.
  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    let x = dropout(embedding(tokens, on: tape), &phase)  // [B, T, d]
    return SequenceFeatures(x, order: .batchMajor)
  }
}
