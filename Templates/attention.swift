// Made by ./lab new-model; while this line is here, ./lab remove-model takes the model away again.

import NeuralLayers
import SequenceKit
import TensorCore

/// One block: positions are mixed by attention, then each goes through a network of two layers.
struct __NAME__Block: Sendable {
  let attentionNorm, networkNorm: LayerNorm
  let attention: MultiHeadAttention
  let up, down: Linear

  init(index: Int, _ configuration: ModelConfiguration, in layout: inout ParameterLayout) {
    let (name, group, width) = ("block.\(index)", "block \(index + 1)", configuration.width)
    attentionNorm = LayerNorm("\(name).attention_norm", width: width, group: "\(group) attention", in: &layout)
    attention = MultiHeadAttention(
      "\(name).attention", width: width, options: AttentionOptions(headCount: configuration.headCount, isCausal: true),
      isRotary: false, deviation: 0.02, outputDeviation: 0.02, group: "\(group) attention", in: &layout)
    networkNorm = LayerNorm("\(name).network_norm", width: width, group: "\(group) network", in: &layout)
    up = Linear(
      "\(name).up", inputs: width, outputs: 4 * width, initializer: .normal(deviation: 0.02),
      isTransposedInCheckpoint: true, group: "\(group) network", in: &layout)
    down = Linear(
      "\(name).down", inputs: 4 * width, outputs: width, initializer: .normal(deviation: 0.02),
      isTransposedInCheckpoint: true, group: "\(group) network", in: &layout)
  }

  /// What the block makes of all positions of a batch.
  ///
  /// These are at hand: `attentionNorm(x)`, `attention(x)`, `networkNorm(x)`, `up(x)` [B, T, 4·d], `gelu(x)`, `down(x)`,
  /// and + - * for each number. `dropout(x, &phase)` acts in training only. The usual block is
  ///
  ///     let mixed = x + dropout(attention(attentionNorm(x)), &phase)
  ///     return mixed + dropout(down(gelu(up(networkNorm(mixed)))), &phase)
  ///
  /// - Shape: [B, T, d] → [B, T, d].
  func callAsFunction<S>(_ x: Variable<S>, dropout: Dropout, phase: inout Phase) -> Variable<S> {
    x
  }
}

/// Say here what the model computes, as equations.
public struct __NAME__Model: SequenceModel {
  public static let identifier = "__IDENTIFIER__"
  public static let name = "__NAME__"
  public static let summary = "__NAME__: say here what it is, in a line"
  /// Features are made from tokens up to their position, and predict the next one.
  public static let sight = Sight.left
  public static let settings: Set<ModelSetting> = [.heads]

  public let configuration: ModelConfiguration
  public let parameters: ParameterLayout
  public let head: OutputHead

  let embedding, positions: Embedding
  let blocks: [__NAME__Block]
  let finalNorm: LayerNorm
  let dropout: Dropout

  public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (width, heads) = (configuration.width, configuration.headCount)
    guard width % heads == 0 else {
      throw ConfigurationError("the width \(width) is not a multiple of the \(heads) attention heads")
    }
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: configuration.vocabularySize, width: width, deviation: 0.02, group: "embedding",
      in: &layout)
    positions = Embedding(
      "positions.weight", count: configuration.contextLength, width: width, deviation: 0.02, group: "positions",
      in: &layout)
    blocks = (0..<configuration.layerCount).map {
      __NAME__Block(index: $0, configuration, in: &layout)
    }
    finalNorm = LayerNorm("final_norm", width: width, group: "final norm", in: &layout)
    head = OutputHead(configuration.head, of: embedding, inputs: width, in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
    // Delete these two lines when the block is written.
    let file = "Sources/Models/__NAME__/__NAME__Model.swift"
    throw ConfigurationError("not yet: write `callAsFunction` of __NAME__Block in \(file)")
  }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    let place = positions((0..<tokens.length).map(Int32.init), on: tape)  // [T, d]
    var x = dropout(embedding(tokens, on: tape) + place, &phase)  // [B, T, d]
    for block in blocks { x = block(x, dropout: dropout, phase: &phase) }
    return SequenceFeatures(finalNorm(x), order: .batchMajor)
  }

  /// There is a vector for each position of the context, and none beyond.
  public var longestSequence: Int? { configuration.contextLength }
}
