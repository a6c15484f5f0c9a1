// A small bidirectional RNN on plain tape operations, healthy but for the defect that it is built with.

import NeuralLayers
import SequenceKit
import TensorCore

/// States from the left and from the right; position t is predicted from those of t − 1 and t + 1.
struct TinyBidirectionalRNN: SequenceModel {
  static let identifier = "tiny-birnn"
  static let summary = "a bidirectional RNN to plant defects in"
  static let sight = Sight.around

  let configuration: ModelConfiguration
  let parameters: ParameterLayout
  let head: OutputHead
  let defect: Defect?
  let embedding: Embedding
  let leftLayers, rightLayers: [TinyRecurrence]
  let dropout: Dropout

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    try configuration.validate()
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding(
      "embed.weight", count: vocabulary, width: width, deviation: 0.3, group: "embedding", in: &layout)
    func stack(_ name: String) -> [TinyRecurrence] {
      (0..<configuration.layerCount).map { TinyRecurrence("\(name).\($0)", width: width, gates: 1, in: &layout) }
    }
    (leftLayers, rightLayers) = (stack("left"), stack("right"))
    head = OutputHead(
      configuration.head, of: embedding, inputs: 2 * width, initializer: .uniform(0.3), in: &layout)
    dropout = Dropout(probability: configuration.dropout)
    parameters = layout
    defect = Plant.defect
    self.configuration = configuration
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    var phase = phase
    let x = dropout(embedding(tokens, on: tape).permuted(1, 0, 2), &phase)  // [T, B, d]
    var (left, right) = (x, x)
    for (leftLayer, rightLayer) in zip(leftLayers, rightLayers) {
      if defect == .joinedLayers { (left, right) = (left + right, left + right) }
      left = states(of: left, leftLayer, isReversed: false)
      right = states(of: right, rightLayer, isReversed: true)
    }
    let offset = defect == .shiftedInward ? -1 : 1
    left = left.shifted(by: offset)
    if defect != .seesItself { right = right.shifted(by: -offset) }
    if defect == .echoAtLengthOne, tokens.length == 1 { left = x }
    return SequenceFeatures(concatenated([left, right], along: -1), order: .timeMajor)
  }

  private func states<S>(of x: Variable<S>, _ layer: TinyRecurrence, isReversed: Bool) -> Variable<S> {
    let (length, inputs) = (x.shape[0], layer.input(x))
    var h = x.tape.constant(Tensor(repeating: 0, shape: [x.shape[1], configuration.width]))
    var states: [Variable<S>] = []
    for step in isReversed ? Array((0..<length).reversed()) : Array(0..<length) {
      h = tanh(inputs.step(step) + matmul(h, x.tape[layer.recurrent]))
      states.append(h)
    }
    return stacked(isReversed ? states.reversed() : states)
  }

  func initialState<S>(batchSize: Int, scalar: S.Type) -> SequenceState<S>? {
    defect == .stepsBothWays ? .zeros(leftLayers.count, [batchSize, configuration.width]) : nil
  }
}
