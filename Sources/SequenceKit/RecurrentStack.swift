// What recurrent models share: tokens are embedded, layers of a cell run over them, a linear head reads the last one.

import NeuralLayers
import TensorCore

/// A stack of recurrent layers, in one direction or in both.
///
///     x_t = E[token_t]
///     h_t = cell(x_t, h_{t−1})                  each layer, the one below giving x
///     logits_t = h_t·Eᵀ + c                     or h_t·H + c, of a separate head; see `OutputHead`
///
/// In both directions, position t is predicted from the states beside it, so that it never sees token t:
///
///     logits_t = [→h_{t−1}, ←h_{t+1}]·P·Eᵀ + c  →h and ←h being stacks of their own over the same embeddings; or ·H + c
///
/// The two stacks meet only in the head: no layer of one reads the other, through which it would see the very token that is asked for.
///
/// In training, dropout acts on the embedded tokens and on the output of every layer, the last one included.
/// - Complexity: 2·G·layers·(d + d)·d + 2·d·V operations a token for a cell of G gates, twice that in both directions; the chain of
///   dependent operations grows with T.
public struct RecurrentStack<Cell: RecurrentCell>: Sendable {
  /// The sizes that the stack was built with.
  public let configuration: ModelConfiguration
  /// In this order: the embedding, the layers, those of the second stack if there is one, the head.
  public let parameters: ParameterLayout
  /// From the width, or from twice the width in both directions, to the vocabulary.
  public let head: OutputHead
  /// Whether there is a second stack that reads from right to left.
  public let isBidirectional: Bool

  let embedding: Embedding
  let layers, reversedLayers: [RecurrentLayer]
  let dropout: Dropout

  /// The bias of a gate called "forget" starts at the configuration's `forgetBias`, that of any other at zero.
  /// - Throws: `ConfigurationError`, if a setting is wrong, or if the cell's step is not written yet.
  public init(
    _ cell: Cell, _ configuration: ModelConfiguration, isBidirectional: Bool = false
  ) throws(ConfigurationError) {
    try configuration.validate()
    let width = configuration.width
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: configuration.vocabularySize, width: width,
      deviation: configuration.head == .tied ? Self.tiedDeviation(width) : 1, group: "embedding", in: &layout)
    let gateBiases = Cell.hasForgetGate ? ["forget": configuration.forgetBias] : [:]
    func stack(isReversed: Bool) -> [RecurrentLayer] {
      (0..<configuration.layerCount).map {
        RecurrentLayer(
          "core", index: $0, inputs: width, width: width, cell: cell, isReversed: isReversed, gateBiases: gateBiases,
          in: &layout)
      }
    }
    layers = stack(isReversed: false)
    if let note = layers[0].program.notYet { throw ConfigurationError("not yet: \(note)") }
    reversedLayers = isBidirectional ? stack(isReversed: true) : []
    head = OutputHead(
      configuration.head, of: embedding, inputs: isBidirectional ? 2 * width : width, in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    self.configuration = configuration
    self.isBidirectional = isBidirectional
  }

  /// The deviation of a tied embedding's first values, s: read with deviation 1, as PyTorch begins, it would begin with huge logits; with
  /// 0.02, as GPT-2 does, which normalises what it reads, states would hardly know their tokens.
  ///
  /// A state's elements begin about as large as those of what it reads, so that a logit, a sum over the width d, has deviation √d·s². That
  /// is √½ for s = (2·d)^(−¼).
  private static func tiedDeviation(_ width: Int) -> Double { 1 / (2 * Double(width)).squareRoot().squareRoot() }

  /// What the head reads, for every position.
  /// - Precondition: in both directions, there is no state: the whole sequence is read at once.
  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    precondition(state == nil || !isBidirectional, "both sides are read as a whole, not step by step")
    var phase = phase
    // lesson: beside
    var x = dropout(embedding.steps(of: tokens, on: tape), &phase)
    var fromRight = x
    for index in layers.indices {
      x = dropout(run(layers[index], on: x, state: &state, layer: index), &phase)  // →h
      if isBidirectional { fromRight = dropout(RecurrentInput(reversedLayers[index](fromRight).states), &phase) }  // ←h
    }
    state?.position += tokens.length
    guard isBidirectional else { return SequenceFeatures(x.values, order: .timeMajor) }
    let beside = [x.values.shifted(by: 1), fromRight.values.shifted(by: -1)]  // →h_{t−1}, ←h_{t+1}
    return SequenceFeatures(concatenated(beside, along: -1), order: .timeMajor)
    // end
  }

  /// Zeros for h (and c) of every layer; nil in both directions. No limit to what can be read.
  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    guard !isBidirectional else { return nil }
    let zeros = Tensor<S>(repeating: 0, shape: [batchSize, configuration.width])
    return SequenceState(capacity: nil, tensors: Array(repeating: zeros, count: layers.count * slots))
  }

  /// States that a layer hands on: h, or h and c.
  private var slots: Int { Cell.hasMemory ? 2 : 1 }

  /// Runs a layer from the state that an earlier piece of the sequence left, if any, and leaves the last state there.
  /// - Shape: [T, B, H] → [T, B, H].
  private func run<S>(
    _ layer: RecurrentLayer, on x: RecurrentInput<S>, state: inout SequenceState<S>?, layer index: Int
  ) -> RecurrentInput<S> {
    let places = index * slots..<(index + 1) * slots
    guard let initial = state?.tensors[places].map({ x.tape.constant($0) }) else {
      return RecurrentInput(layer(x).states)
    }
    let run = layer(x, from: (state: initial[0], memory: Cell.hasMemory ? initial[1] : nil))
    let last = x.steps - 1
    for (place, values) in zip(places, [run.states, run.memories].compactMap { $0 }) {
      state?.tensors[place] =
        values.slice(last..<last + 1, along: 0).value.reshaped(to: [values.shape[1], values.shape[2]])
    }
    return RecurrentInput(run.states)
  }
}

extension RecurrentCell {
  /// Whether one of the gates is called "forget": then the forget bias is a setting of the model.
  static var hasForgetGate: Bool { gates.contains("forget") }
}

/// A model that is a stack of recurrent layers, and so nothing but its cell.
public protocol RecurrentModel: SequenceModel {
  /// What its layers compute in one time step.
  associatedtype Cell: RecurrentCell

  /// All there is of the model; what the lab asks of it is handed on to this.
  var stack: RecurrentStack<Cell> { get }
}

extension RecurrentModel {
  public static var sight: Sight { .left }
  public static var settings: Set<ModelSetting> { Cell.hasForgetGate ? [.forgetBias] : [] }

  public var configuration: ModelConfiguration { stack.configuration }
  public var parameters: ParameterLayout { stack.parameters }
  public var head: OutputHead { stack.head }

  public func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> { stack.features(of: tokens, state: &state, phase: phase, on: tape) }

  public func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    stack.initialState(batchSize: batchSize, scalar: scalar)
  }
}
