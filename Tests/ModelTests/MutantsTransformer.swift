// Small Transformers on plain tape operations, healthy but for the defect that they are built with.

import NeuralLayers
import SequenceKit
import Synchronization
import TensorCore

/// One head of attention in each block, learned positions.
struct TinyTransformer: SequenceModel {
  static let identifier = "tiny-transformer"
  static let summary = "a Transformer to plant defects in"
  static let sight = Sight.left

  let configuration: ModelConfiguration
  let parameters: ParameterLayout
  let head: OutputHead
  let defect: Defect?
  let isCausal: Bool
  let embedding, positions: Embedding
  let blocks: [TinyBlock]
  let finalNorm: LayerNorm
  let dropout: Dropout

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) { try self.init(configuration, isCausal: true) }

  init(_ configuration: ModelConfiguration, isCausal: Bool) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width, defect) = (configuration.vocabularySize, configuration.width, Plant.defect)
    var layout = ParameterLayout()
    func table(_ name: String, _ count: Int) -> Embedding {
      Embedding(name, count: count, width: width, deviation: 0.1, group: "embedding", in: &layout)
    }
    embedding = table("embed.weight", vocabulary)
    positions = table("positions.weight", configuration.contextLength)
    blocks = (0..<configuration.layerCount).map { TinyBlock("blocks.\($0)", width: width, in: &layout) }
    finalNorm = LayerNorm("norm", width: width, group: "norm", in: &layout)
    head = OutputHead(
      configuration.head, of: defect == .untiedHead ? table("head_table.weight", vocabulary) : embedding, inputs: width,
      initializer: .uniform(0.3), in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    (self.defect, self.isCausal, self.configuration) = (defect, isCausal, configuration)
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    let start = defect == .positionIgnoredInSteps ? 0 : state?.position ?? 0
    let embedded = embedding(tokens, on: tape)
    let places = (start..<start + tokens.length).map(Int32.init)
    var x = (defect == .constantEmbedding ? embedded.detached : embedded) + positions(places, on: tape)  // [B, T, d]
    x = dropout(x, &phase)
    if defect == .nanAtLengthOne { x = S(tokens.length - 1) / S(tokens.length - 1) * x }
    for (index, block) in blocks.enumerated() {
      let mixed = attended(block.attentionNorm(x), block, index, &state)
      x = x + (defect == .detachedBranch ? mixed.detached : mixed)
      x = x + block.down(gelu(block.up(block.networkNorm(x))))
    }
    state?.position += tokens.length
    return SequenceFeatures(finalNorm(x), order: .batchMajor)
  }

  /// softmax(Q·Kᵀ/√d + mask)·V over what the state holds and the new tokens.
  private func attended<S>(
    _ x: Variable<S>, _ block: TinyBlock, _ index: Int, _ state: inout SequenceState<S>?
  ) -> Variable<S> {
    let (batch, steps, width) = (x.shape[0], x.shape[1], configuration.width)
    var packed = block.projection(x)
    if defect == .batchInAttention { packed = packed.reshaped(to: [1, batch * steps, 3 * width]) }
    if defect == .attentionDropped { packed = 0 * packed }
    var parts = (0..<3).map { packed.slice($0 * width..<($0 + 1) * width, along: -1) }
    if state != nil {
      for slot in 0..<2 { parts[slot + 1] = joined(parts[slot + 1], at: 2 * index + slot, &state) }
    }
    let (queries, keys) = (parts[0].shape[1], parts[1].shape[1])
    let scores = (1 / S(width).squareRoot()) * matmul(parts[0], parts[1], transposingSecond: true)
    let weights = softmax(scores + x.tape.constant(mask(queries: queries, keys: keys)), along: -1)
    return block.output(matmul(weights, parts[2])).reshaped(to: x.shape)
  }

  /// The keys or values of all positions so far, which the state then holds.
  private func joined<S>(_ new: Variable<S>, at slot: Int, _ state: inout SequenceState<S>?) -> Variable<S> {
    guard var past = state?.tensors[slot] else { return new }
    if defect == .sharedCache, state?.position != 0 { past = Self.shared.withLock { $0[slot] as? Tensor<S> } ?? past }
    let all = past.shape[1] == 0 ? new : concatenated([new.tape.constant(past), new], along: 1)
    switch defect {
    case .cacheReplaced: state?.tensors[slot] = new.value
    case .sharedCache: Self.shared.withLock { $0[slot] = all.value }
    default: state?.tensors[slot] = all.value
    }
    return all
  }

  /// Keys and values of whatever was read last.
  private static let shared = Mutex<[Int: any Sendable]>([:])

  /// 0 where a query sees a key, −∞ where not; the last queries are those of the last keys.
  private func mask<S>(queries: Int, keys: Int) -> Tensor<S> {
    let ahead = defect == .maskOffByOne ? 1 : 0
    let scalars: [S] = (0..<queries).flatMap { query in
      (0..<keys).map { key in
        !isCausal || defect == .noMask || key <= query + keys - queries + ahead ? 0 : -.infinity
      }
    }
    return Tensor(scalars, shape: [queries, keys])
  }

  var longestSequence: Int? { configuration.contextLength - (defect == .shortLongest ? 1 : 0) }
  var stateCapacity: Int? { isCausal ? configuration.contextLength + (defect == .capacityLies ? 1 : 0) : nil }

  func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    guard isCausal else { return nil }
    let nothing = Tensor<S>(repeating: 0, shape: [batchSize, 0, configuration.width])
    return SequenceState(
      capacity: configuration.contextLength, tensors: Array(repeating: nothing, count: 2 * blocks.count))
  }
}

/// The same without a causal mask.
struct TinyBidirectionalTransformer: SequenceModel {
  static let identifier = "tiny-transformer-bidirectional"
  static let summary = "a bidirectional Transformer to plant defects in"
  static let sight = Sight.masked

  private let transformer: TinyTransformer
  var configuration: ModelConfiguration { transformer.configuration }
  var parameters: ParameterLayout { transformer.parameters }
  var head: OutputHead { transformer.head }
  var longestSequence: Int? { transformer.longestSequence }

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    transformer = try TinyTransformer(configuration, isCausal: false)
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    transformer.features(of: tokens, state: &state, phase: phase, on: tape)
  }

  func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? { nil }
}

/// The layers of a block.
struct TinyBlock: Sendable {
  let attentionNorm, networkNorm: LayerNorm
  let projection, output, up, down: Linear

  init(_ name: String, width: Int, in layout: inout ParameterLayout) {
    func map(_ part: String, _ inputs: Int, _ outputs: Int) -> Linear {
      Linear(
        "\(name).\(part)", inputs: inputs, outputs: outputs, initializer: .normal(deviation: 0.1),
        isTransposedInCheckpoint: true, group: name, in: &layout)
    }
    attentionNorm = LayerNorm("\(name).norm1", width: width, group: name, in: &layout)
    networkNorm = LayerNorm("\(name).norm2", width: width, group: name, in: &layout)
    projection = map("projection", width, 3 * width)
    output = map("output", width, width)
    up = map("up", width, 2 * width)
    down = map("down", 2 * width, width)
  }
}
