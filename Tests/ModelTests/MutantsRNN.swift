// A small RNN on plain tape operations, healthy but for the defect that it is built with.

import NeuralLayers
import SequenceKit
import Synchronization
import TensorCore

/// h_t = tanh(x_t·W + b + h_{t−1}·U), layer by layer.
struct TinyRNN: SequenceModel {
  static let identifier = "tiny-rnn"
  static let summary = "an RNN to plant defects in"
  static let sight = Sight.left

  let configuration: ModelConfiguration
  let parameters: ParameterLayout
  let head: OutputHead
  let defect: Defect?
  let embedding: Embedding
  let layers: [TinyRecurrence]
  let spareBias: Parameter?
  let dropout: Dropout
  /// Another one for each model, where that is planted: a setting that no configuration holds.
  let scale: Double

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width, defect) = (configuration.vocabularySize, configuration.width, Plant.defect)
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width,
      deviation: 0.3 * (defect == .secretSetting ? 1 + abs(configuration.forgetBias) / 8 : 1), group: "embedding",
      in: &layout)
    layers = (0..<configuration.layerCount).map { TinyRecurrence("core.\($0)", width: width, gates: 1, in: &layout) }
    head = OutputHead(
      defect == .stubbornHead ? .separate : configuration.head, of: embedding, inputs: width,
      initializer: .uniform(defect == .boldHead ? 8 : 0.3), in: &layout)
    let hasSpare = [.decayingBias, .transposedBias, .unusedParameter].contains(defect)
    spareBias =
      hasSpare
      ? layout.add(
        defect == .transposedBias ? .transposed("spare.bias") : .same("spare.bias"), shape: [width], group: "spare",
        decays: defect == .decayingBias, initializer: .zeros) : nil
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    scale = defect == .hiddenSetting ? Double(Self.draw()) : 1
    self.defect = defect
    var kept = configuration
    if defect == .forgottenLayers { kept.layerCount = 1 }
    self.configuration = kept
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = defect == .dropoutInUse ? .training(seed: 7) : phase
    var x = embedded(tokens, on: tape)  // [T, B, d]
    if defect != .noDropout { x = dropout(x, &phase) }
    for (index, layer) in layers.enumerated() { x = states(of: x, layer, index, &state) }
    if defect != .positionStays { state?.position += tokens.length }
    let rows = defect == .dropsLastRow && tokens.length > 1 ? x.slice(0..<tokens.length - 1, along: 0) : x
    return SequenceFeatures(finished(rows, tokens), order: defect == .mixedRows ? .batchMajor : .timeMajor)
  }

  private func embedded<S>(_ tokens: TokenBatch, on tape: Tape<S>) -> Variable<S> {
    let shape: Shape = [tokens.batchSize, tokens.length, configuration.width]
    var x: Variable<S>
    switch defect {
    case .hiddenTokens: x = embedding(tokens.tokens, on: tape).reshaped(to: shape)
    case .exposedTwice: x = embedding(tokens, on: tape) + embedding(tokens, on: tape)
    default: x = embedding(tokens, on: tape)
    }
    if let spareBias, defect != .unusedParameter { x = x + tape[spareBias] }
    if defect == .costByValue { for _ in 0..<tokens.tokens[0] % 3 { x = 1 * x } }
    if defect == .costAcrossBatch { x = x + 0 * x.sum(along: 0) }
    if defect == .otherByEquations && tape.isPlain { x = 1.01 * x }
    if defect == .wastedWork {
      for layer in layers { for _ in 0..<9 { _ = tanh(layer.input(layer.input(x))) } }
    }
    x = x.permuted(1, 0, 2)
    return switch defect {
    case .peeks: x.shifted(by: -1)
    case .late: x.shifted(by: 1)
    default: x
    }
  }

  private func states<S>(
    of x: Variable<S>, _ layer: TinyRecurrence, _ index: Int, _ state: inout SequenceState<S>?
  ) -> Variable<S> {
    let tape = x.tape
    let zeros = Tensor<S>(repeating: 0, shape: [x.shape[1], configuration.width])
    var h = tape.constant(defect == .stateNotTaken ? zeros : state?.tensors[index] ?? zeros)
    var inputs = layer.input(x)
    if defect == .biasTwiceInSteps, state != nil { inputs = inputs + tape[layer.input.bias] }
    let recurrent = defect == .constantWeight ? tape[layer.recurrent].detached : tape[layer.recurrent]
    var states: [Variable<S>] = []
    for step in 0..<x.shape[0] {
      if defect == .truncatedGradient { h = h.detached }
      if defect == .leaksAcrossBatch { h = h + h.shifted(by: 1) }
      h = tanh(inputs.step(step) + matmul(h, recurrent))
      if defect == .subtractsBatchMean { h = h - (1 / S(x.shape[1])) * h.sum(along: 0) }
      states.append(h)
    }
    if defect != .stateNotLeft { state?.tensors[index] = h.value }
    return stacked(states)
  }

  /// The last states [T, B, d] as features.
  private func finished<S>(_ x: Variable<S>, _ tokens: TokenBatch) -> Variable<S> {
    switch defect {
    case .normOverTime:
      let length = x.shape[0]
      let (ones, zeros) = (Tensor<S>(repeating: 1, shape: [length]), Tensor<S>(repeating: 0, shape: [length]))
      return layerNorm(x.permuted(1, 2, 0), gain: x.tape.constant(ones), bias: x.tape.constant(zeros))
        .permuted(2, 0, 1)
    case .dividesByLength: return (1 / S(tokens.length)) * x
    case .noise: return (1 + S(1e-4) * S(Self.draw())) * x
    case .faintFeatures: return 1e-3 * x
    case .hiddenSetting: return S(scale) * x
    default: return x
    }
  }

  /// A number that is another one each time.
  private static func draw() -> Int { draws.add(1, ordering: .relaxed).newValue % 1000 }
  private static let draws = Atomic(0)

  func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    .zeros(layers.count, [batchSize, configuration.width])
  }
}

/// The weights of a recurrent layer: x·W + b for all gates, and h·U.
struct TinyRecurrence: Sendable {
  let input: Linear
  let recurrent: Parameter

  init(_ name: String, width: Int, gates: Int, in layout: inout ParameterLayout) {
    let bound = 1 / Double(width).squareRoot()
    input = Linear(
      "\(name).input", inputs: width, outputs: gates * width, initializer: .uniform(bound),
      isTransposedInCheckpoint: true, group: name, in: &layout)
    recurrent = layout.add(
      .transposed("\(name).recurrent.weight"), shape: [width, gates * width], group: name, decays: true,
      initializer: .uniform(bound))
  }
}
