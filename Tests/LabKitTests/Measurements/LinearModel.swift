// A recurrence without a nonlinearity, whose gradients follow from powers of one matrix.

import Corpora
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
    head = .linear(
      Linear(
        "head", inputs: width, outputs: vocabulary, initializer: .uniform(1), isTransposedInCheckpoint: true,
        group: "head", in: &layout))
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
}

extension SmallCorpus {
  /// A text of 90 characters, all different, of which 81 train.
  static func alphabet() throws -> Corpus {
    let scalars = (0..<90).compactMap { Unicode.Scalar(0x4E00 + $0) }
    return try Corpus.text(String(String.UnicodeScalarView(scalars)), name: "alphabet")
  }
}
