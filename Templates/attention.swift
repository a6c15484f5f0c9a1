// Made by ./lab new-model; while this line is here, ./lab remove-model takes the model away again.

import NeuralLayers
import SequenceKit
import TensorCore

#if EXERCISE
/// What the lesson asks of attention; it is written in __NAME__Attention.swift.
protocol SelfAttention: Sendable {
  init()
  /// From queries, keys and values to what each position hears: [B, T, d] all.
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S>
}

#endif
/// One block: positions are mixed by attention, then each goes through a network of two layers.
///
/// Names and first values are those of GPT-2, as the Transformer's are.
struct __NAME__Block: Sendable {
  let attentionNorm, networkNorm: LayerNorm
  let attention: MultiHeadAttention
  let up, down: Linear

  init(index: Int, _ configuration: ModelConfiguration, in layout: inout ParameterLayout) {
    let (name, group, width) = ("transformer.h.\(index)", "block \(index + 1)", configuration.width)
    // The maps that write to the sum of all blocks start smaller, so that the sum starts at the same size for any depth.
    let outputDeviation = 0.02 / Double(2 * configuration.layerCount).squareRoot()
    attentionNorm = LayerNorm("\(name).ln_1", width: width, group: "\(group) attention", in: &layout)
    attention = MultiHeadAttention(
      "\(name).attn", width: width, options: AttentionOptions(headCount: configuration.headCount, isCausal: true),
      isRotary: false, deviation: 0.02, outputDeviation: outputDeviation, group: "\(group) attention", in: &layout)
    networkNorm = LayerNorm("\(name).ln_2", width: width, group: "\(group) network", in: &layout)
    up = Linear(
      "\(name).mlp.c_fc", inputs: width, outputs: 4 * width, initializer: .normal(deviation: 0.02),
      isTransposedInCheckpoint: false, group: "\(group) network", in: &layout)
    down = Linear(
      "\(name).mlp.c_proj", inputs: 4 * width, outputs: width, initializer: .normal(deviation: outputDeviation),
      isTransposedInCheckpoint: false, group: "\(group) network", in: &layout)
  }

#if EXERCISE
  /// x + Attention(LayerNorm(x)), then x + a network of two layers, of LayerNorm(x).
  /// - Shape: [B, T, d] → [B, T, d].
  func callAsFunction<S>(_ x: Variable<S>, dropout: Dropout, phase: inout Phase) -> Variable<S> {
    let mixed = x + dropout(attended(attentionNorm(x)), &phase)
    return mixed + dropout(down(gelu(up(networkNorm(mixed)))), &phase)
  }

  /// Attention as it was written in the lesson, between the map to queries, keys and values, and the one behind the heads.
  private func attended<S>(_ x: Variable<S>) -> Variable<S> {
    let (packed, width) = (attention.projection(x), attention.width)  // [B, T, 3·d]
    func part(_ index: Int) -> Variable<S> { packed.slice(index * width..<(index + 1) * width, along: -1) }
    let heard = x.tape.mixing {
      __NAME__Attention()(part(0), part(1), part(2), headCount: attention.options.headCount)
    }
    return attention.output(heard)
  }
#else
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
#endif
}

#if EXERCISE
/// Blocks of attention and a network of two layers, as the Transformer's, with attention from a lesson.
#else
/// Say here what the model computes, as equations.
#endif
public struct __NAME__Model: SequenceModel {
  public static let identifier = "__IDENTIFIER__"
  public static let name = "__NAME__"
#if EXERCISE
  public static let summary = "__NAME__: a Transformer with attention that was written in a lesson"
#else
  public static let summary = "__NAME__: say here what it is, in a line"
#endif
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
      "transformer.wte.weight", count: configuration.vocabularySize, width: width, deviation: 0.02, group: "embedding",
      in: &layout)
    positions = Embedding(
      "transformer.wpe.weight", count: configuration.contextLength, width: width, deviation: 0.02, group: "positions",
      in: &layout)
    blocks = (0..<configuration.layerCount).map {
      __NAME__Block(index: $0, configuration, in: &layout)
    }
    finalNorm = LayerNorm("transformer.ln_f", width: width, group: "final norm", in: &layout)
    head = OutputHead(
      configuration.head, of: embedding, inputs: width, name: "lm_head", hasBias: false,
      initializer: .normal(deviation: 0.02), in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
#if !EXERCISE
    // Delete these two lines when the block is written.
    let file = "Sources/Models/__NAME__/__NAME__Model.swift"
    throw ConfigurationError("not yet: write `callAsFunction` of __NAME__Block in \(file)")
#endif
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

  /// As many as have about 512 positions: enough rows to share the products' overhead.
  public func sequencesAtOnce(length: Int) -> Int { max(1, 512 / max(length, 1)) }
}
