// What holds for single models: their sizes, and symmetries of the Transformer.

import LabKit
import ModelCatalog
import ModelContract
import SequenceKit
import TensorCore
import Testing
import Transformer

@Suite("Single models")
struct SpecificModelTests {
  @Test(
    "The number of parameters follows from the equations",
    arguments: ModelCase.all.filter { LabModels.identifiers.contains($0.identifier) })
  func parameterCount(_ this: ModelCase) {
    let c = this.configuration
    let (v, d, layers) = (c.vocabularySize, c.width, c.layerCount)
    let isTied = c.head == .tied
    // E: V·d. A head of its own, H: d·V. Its bias c: V.
    let body: Int
    var tokens = v * d + (isTied ? 0 : d * v) + v
    switch this.identifier {
    // A layer: W and U, d·d each, and b, d.
    case "rnn": body = layers * (2 * d * d + d)
    // Two stacks, and a head that reads two states: 2d·V, or 2d·d to the width of E.
    case "birnn":
      body = 2 * layers * (2 * d * d + d) + (isTied ? 2 * d * d : 0)
      tokens += isTied ? 0 : d * v
    // As rnn, with four blocks of W, U and b.
    case "lstm": body = layers * 4 * (2 * d * d + d)
    // Three blocks, and a second bias.
    case "gru": body = layers * 3 * (2 * d * d + 2 * d)
    // Learned positions n·d. A block: two norms, 2·2d; attention, d·3d + 3d and d·d + d; network, d·4d + 4d and 4d·d + d:
    // 12d² + 13d in all. The last norm, 2d. The head has no bias.
    case "transformer", "transformer-bidirectional":
      let positions = c.positions == .learned ? c.contextLength * d : 0
      body = positions + layers * (12 * d * d + 13 * d) + 2 * d
      tokens -= v
    default:
      Issue.record("add the closed formula for '\(this.identifier)' to SpecificModelTests.parameterCount")
      return
    }
    #expect(this.model.parameters.scalarCount == tokens + body)
    #expect(this.model.bodyScalarCount == body)
  }

  @Test("Of a model that was added, the number of parameters is not known, and this says so")
  func unknownParameterCounts() {
    for identifier in LabModels.others {
      print(
        "note: no closed form for '\(identifier)': Tests/ModelTests/SpecificModelTests.swift, parameterCount, and LabModels"
      )
    }
  }

  @Test("Without positions and mask, another order of tokens gives the same logits in that order")
  func permutation() throws {
    let this = ModelCase(
      model: try BidirectionalTransformerModel(
        ModelConfiguration(
          vocabularySize: 11, width: 9, layerCount: 2, headCount: 3, contextLength: 8, positions: .none)))
    let (parameters, tokens, order) = (
      this.weights(Double.self), this.tokens(batchSize: 1, length: 6), [3, 0, 5, 1, 4, 2]
    )
    let logits = this.logits(tokens, parameters)
    let permuted = this.logits(TokenBatch(order.map { tokens.tokens[$0] }), parameters)
    #expect(deviation(permuted, from: order.flatMap { logits[$0 * 11..<($0 + 1) * 11] }) < 1e-13)
  }

  @Test("With positions, the order of tokens matters", arguments: PositionEncoding.allCases.filter { $0 != .none })
  func orderMatters(_ positions: PositionEncoding) throws {
    let this = ModelCase(
      model: try BidirectionalTransformerModel(
        ModelConfiguration(
          vocabularySize: 11, width: 12, layerCount: 1, headCount: 3, contextLength: 8, positions: positions)))
    let parameters = this.weights(Double.self)
    // Not the reverse, which a bias by distance alone cannot tell from the original.
    let order = [1, 0, 2, 3]
    let logits = this.logits(TokenBatch([1, 2, 3, 4]), parameters)
    let other = this.logits(TokenBatch([2, 1, 3, 4]), parameters)
    #expect(deviation(other, from: order.flatMap { logits[$0 * 11..<($0 + 1) * 11] }) > 1e-3)
  }

  @Test("The forget bias of an LSTM starts as its configuration says, the others at zero")
  func forgetBias() throws {
    let type = try #require(ModelCatalog.models.first { $0.identifier == "lstm" })
    let model = try type.init(
      ModelConfiguration(vocabularySize: 5, width: 3, layerCount: 2, contextLength: 4, forgetBias: 2.5))
    let parameters = Parameters<Float>(initializing: model.parameters, seed: 1)
    let biases = model.parameters.parameters.filter { $0.checkpoint.names[0].contains("core.bias_ih") }
    #expect(biases.count == 2)
    for bias in biases {
      #expect(parameters[bias].scalars == [0, 0, 0, 2.5, 2.5, 2.5, 0, 0, 0, 0, 0, 0])
    }
  }

  @Test(
    "A Transformer's keys and values stay in their place from step to step",
    arguments: ModelCase.all.filter { $0.identifier == "transformer" })
  func stateInPlace(_ this: ModelCase) throws {
    let capacity = try #require(this.model.stateCapacity)
    var state = this.model.initialState(batchSize: 1, scalar: Float.self)
    func places() -> [UnsafePointer<Float>?] {
      state?.tensors.map { $0.withUnsafeScalars { $0.baseAddress } } ?? []
    }
    #expect(state?.capacity == capacity)
    let before = places()
    #expect(Set(before).count == this.configuration.layerCount)
    let tape = Tape(this.weights(Float.self), recordsGradients: false)
    for token in this.tokens(batchSize: 1, length: 4).tokens {
      _ = this.model.logits(TokenBatch([token]), continuing: &state, on: tape)
      tape.reset()
      #expect(places() == before)
    }
  }

  @Test(
    "Recurrences and Transformers see all that they may, however far away",
    arguments: ModelCase.all.filter { LabModels.identifiers.contains($0.identifier) })
  func seesAll(_ this: ModelCase) {
    let (tokens, vocabulary) = (this.tokens(), this.configuration.vocabularySize)
    let parameters = this.weights(Float.self)
    let original = this.logits(tokens, parameters)
    for changed in 0..<tokens.length {
      let other = this.logits(tokens.changed(at: changed..<changed + 1, vocabularySize: vocabulary), parameters)
      for row in 0..<tokens.batchSize * tokens.length {
        let (position, range) = (row % tokens.length, row * vocabulary..<(row + 1) * vocabulary)
        let maySee =
          switch this.model.sight {
          case .left: position >= changed
          case .around: position != changed
          case .masked: true
          }
        #expect(isIdentical(other[range], original[range]) != maySee, "position \(position) and token \(changed)")
      }
    }
  }

  @Test(
    "Weight decay acts on all matrices",
    arguments: ModelCase.all.filter { LabModels.identifiers.contains($0.identifier) })
  func decay(_ this: ModelCase) {
    #expect(this.model.parameters.parameters.allSatisfy { $0.decays == ($0.shape.rank == 2) })
  }

  @Test("Sizes that no model can have are refused in words")
  func invalidConfigurations() {
    func message(_ change: (inout ModelConfiguration) -> Void, identifier: String = "transformer") -> String? {
      var configuration = ModelConfiguration(
        vocabularySize: 9, width: 8, layerCount: 1, headCount: 2, contextLength: 4)
      change(&configuration)
      guard let type = ModelCatalog.models.first(where: { $0.identifier == identifier }) else { return nil }
      do throws(ConfigurationError) {
        _ = try type.init(configuration)
        return nil
      } catch { return error.message }
    }
    #expect(message { _ in } == nil)
    #expect(message { $0.headCount = 3 } == "the width 8 is not a multiple of the 3 attention heads")
    #expect(
      message {
        $0.headCount = 8
        $0.positions = .rotary
      } == "rotary positions need heads of an even width, not 1: with 8 heads, a width that is a multiple of 16")
    #expect(message { $0.dropout = 1 } == "the dropout probability must be at least 0 and below 1, not 1.0")
    for model in ModelCatalog.models {
      #expect(
        message({ $0.width = 0 }, identifier: model.identifier) == "the width must be between 1 and 65536, not 0")
      #expect(
        message({ $0.vocabularySize = -1 }, identifier: model.identifier)
          == "the vocabulary size must be between 1 and 10000000, not -1")
      #expect(
        message({ $0.forgetBias = .nan }, identifier: model.identifier) == "the forget bias must be a finite number")
    }
  }
}
