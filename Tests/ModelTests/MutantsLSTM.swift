// A small LSTM on plain tape operations, healthy but for the defect that it is built with.

import NeuralLayers
import SequenceKit
import TensorCore

/// i, f, g, o from x_t·W + b + h_{t−1}·U; c_t = f ⊙ c_{t−1} + i ⊙ g; h_t = o ⊙ tanh(c_t).
struct TinyLSTM: SequenceModel {
  static let identifier = "tiny-lstm"
  static let summary = "an LSTM to plant defects in"
  static let sight = Sight.left

  let configuration: ModelConfiguration
  let parameters: ParameterLayout
  let head: OutputHead
  let defect: Defect?
  let embedding: Embedding
  let layers: [TinyRecurrence]
  let dropout: Dropout

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width, deviation: 0.3, group: "embedding", in: &layout)
    layers = (0..<configuration.layerCount).map { TinyRecurrence("core.\($0)", width: width, gates: 4, in: &layout) }
    head = OutputHead(configuration.head, of: embedding, inputs: width, initializer: .uniform(0.3), in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    defect = Plant.defect
    self.configuration = configuration
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    var x = dropout(embedding(tokens, on: tape).permuted(1, 0, 2), &phase)  // [T, B, d]
    for (index, layer) in layers.enumerated() { x = states(of: x, layer, index, &state) }
    state?.position += tokens.length
    return SequenceFeatures(x, order: .timeMajor)
  }

  private func states<S>(
    of x: Variable<S>, _ layer: TinyRecurrence, _ index: Int, _ state: inout SequenceState<S>?
  ) -> Variable<S> {
    let (tape, width) = (x.tape, configuration.width)
    let zeros = Tensor<S>(repeating: 0, shape: [x.shape[1], width])
    var h = tape.constant(state?.tensors[2 * index] ?? zeros)
    var c = tape.constant(defect == .memoryForgotten ? zeros : state?.tensors[2 * index + 1] ?? zeros)
    let inputs = layer.input(x)
    // Where the gates stand among the columns: i, f, g, o.
    let order = defect == .gatesSwappedInSteps && state != nil ? [0, 2, 1, 3] : [0, 1, 2, 3]
    var states: [Variable<S>] = []
    for step in 0..<x.shape[0] {
      let all = inputs.step(step) + matmul(h, tape[layer.recurrent])
      let gates = order.map { all.slice($0 * width..<($0 + 1) * width, along: -1) }
      let forget = sigmoid(gates[1])
      c = (defect == .detachedGate ? forget.detached : forget) * c + sigmoid(gates[0]) * tanh(gates[2])
      h = sigmoid(gates[3]) * tanh(c)
      states.append(h)
    }
    let slots = defect == .slotsSwapped ? (2 * index + 1, 2 * index) : (2 * index, 2 * index + 1)
    state?.tensors[slots.0] = h.value
    state?.tensors[slots.1] = c.value
    return stacked(states)
  }

  func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    .zeros(2 * layers.count, [batchSize, configuration.width])
  }
}
