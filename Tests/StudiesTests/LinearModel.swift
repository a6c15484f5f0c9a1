// A recurrence without a nonlinearity, whose gradients follow from powers of one matrix.

import NeuralLayers
import SequenceKit
import TensorCore

/// h_t = x_t·W + b + h_{t−1}·U.
private struct IdentityCell: RecurrentCell {
  static let gates = ["state"]

  func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> { CellState(x[0] + u[0]) }
}

/// h_t = E[token_t]·W + h_{t−1}·U, logits_t = h_t·H.
struct LinearModel: SequenceModel {
  static let identifier = "linear"
  static let summary = "a linear recurrence"
  static let sight = Sight.left
  let configuration: ModelConfiguration
  let parameters: ParameterLayout
  let head: OutputHead
  private let embedding: Embedding
  private let layer: RecurrentLayer

  init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    embedding = Embedding("e", count: vocabulary, width: width, deviation: 1, group: "embedding", in: &layout)
    layer = RecurrentLayer("l", index: 0, inputs: width, width: width, cell: IdentityCell(), in: &layout)
    head = OutputHead(.separate, of: embedding, inputs: width, initializer: .uniform(1), in: &layout)
    parameters = layout
    self.configuration = configuration
  }

  func features<S>(
    of tokens: TokenBatch, state: inout SequenceState<S>?, phase: Phase, on tape: Tape<S>
  ) -> SequenceFeatures<S> {
    SequenceFeatures(layer(embedding.steps(of: tokens, on: tape)).states, order: .timeMajor)
  }

  /// Parameters with random weights but for U, whose elements are given by row and column.
  func weights(recurrent: (Int, Int) -> Float) -> Parameters<Float> {
    let weights = Parameters<Float>(initializing: parameters, seed: 3)
    let width = configuration.width
    weights[layer.recurrentWeight] = Tensor(
      (0..<width * width).map { recurrent($0 / width, $0 % width) }, shape: [width, width])
    return weights
  }

  /// Random weights with which it sees its last tokens and no more: what is read goes to the first part of the state, and each step
  /// moves all one part on.
  func weights(seeing count: Int) -> Parameters<Float> {
    let (width, part) = (configuration.width, configuration.width / count)
    let weights = weights { $1 == $0 + part ? 1 : 0 }
    let input = weights[layer.inputWeight].scalars.enumerated().map { $0.offset % width < part ? $0.element : 0 }
    weights[layer.inputWeight] = Tensor(input, shape: [width, width])
    return weights
  }

  /// Weights with which it sees three tokens, and holds the third for the next: as wide as three vocabularies.
  func weightsCopyingTheThird(confidence: Float) -> Parameters<Float> {
    let (width, vocabulary) = (configuration.width, configuration.vocabularySize)
    precondition(width == 3 * vocabulary, "LinearModel: the width is \(width)")
    func matrix(_ rows: Int, _ columns: Int, _ value: (Int, Int) -> Float) -> Tensor<Float> {
      Tensor((0..<rows * columns).map { value($0 / columns, $0 % columns) }, shape: [rows, columns])
    }
    let weights = weights { $1 == $0 + vocabulary ? 1 : 0 }
    weights[embedding.table] = matrix(vocabulary, width) { $0 == $1 ? 1 : 0 }
    weights[layer.inputWeight] = matrix(width, width) { $0 == $1 ? 1 : 0 }
    let last = parameters.parameters.count
    weights[parameters.parameters[last - 2]] = matrix(width, vocabulary) { $0 == $1 + 2 * vocabulary ? confidence : 0 }
    weights[parameters.parameters[last - 1]] = Tensor(Array(repeating: 0, count: vocabulary), shape: [vocabulary])
    return weights
  }
}
