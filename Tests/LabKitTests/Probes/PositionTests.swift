// Position encodings: what a Transformer can tell apart with each, and that without any it reads a bag of words.

import LabKit
import SequenceKit
import TensorCore
import Testing
import Transformer

@Suite("Positions")
struct PositionTests {
  /// A bidirectional Transformer whose every part matters.
  private func weighted(_ positions: PositionEncoding) throws -> (BidirectionalTransformerModel, Parameters<Double>) {
    let model = try BidirectionalTransformerModel(
      ModelConfiguration(
        vocabularySize: OrderTask(gap: 1).vocabularySize, width: 16, layerCount: 2, headCount: 2, contextLength: 20,
        positions: positions))
    let parameters = Parameters<Double>(initializing: model.parameters, seed: 1)
    for parameter in model.parameters.parameters {
      var generator = SeededGenerator(seed: 1, stream: parameter.checkpoint.names[0])
      parameters[parameter] = Tensor(
        parameters[parameter].scalars.map { $0 + 0.3 * generator.normal() }, shape: parameter.shape)
    }
    return (model, parameters)
  }

  /// The logits of each position. [T][V]
  private func logits(_ tokens: [Int32], _ positions: PositionEncoding) throws -> [[Double]] {
    let (model, parameters) = try weighted(positions)
    let logits = model.logits(TokenBatch(tokens), on: Tape(parameters, recordsGradients: false)).value
    let (scalars, width) = (logits.scalars, logits.shape[2])
    return tokens.indices.map { Array(scalars[$0 * width..<($0 + 1) * width]) }
  }

  private func difference(_ first: [[Double]], _ second: [[Double]]) -> Double {
    zip(first.joined(), second.joined()).map { abs($0 - $1) }.max() ?? .nan
  }

  /// Everything but attention acts on each position by itself. Attention sums over positions twice, in softmax's denominator
  /// and in the weighted mean of values, and sums in another order are rounded otherwise: T = 16 terms by some 16·2⁻⁵³ ≈
  /// 2·10⁻¹⁵, which two blocks and a norm each may enlarge a few times. So exact to rounding, and not bit by bit.
  @Test("without positions, any order of the tokens gives the same outputs in that order, to rounding")
  func equivariance() throws {
    let tokens = OrderTask(slack: 0, gap: 1).examples(count: 1, seed: 1)[0].tokens
    let original = try logits(tokens, .none)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<10 {
      var order = Array(tokens.indices)
      generator.shuffle(&order)
      let permuted = try logits(order.map { tokens[$0] }, .none)
      #expect(difference(permuted, order.map { original[$0] }) < 1e-13, "order \(order)")
    }
  }

  @Test("with any positions, it does not", arguments: PositionEncoding.allCases.filter { $0 != .none })
  func positionsMatter(_ positions: PositionEncoding) throws {
    let tokens = OrderTask(slack: 0, gap: 1).examples(count: 1, seed: 1)[0].tokens
    let original = try logits(tokens, positions)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<10 {
      var order = Array(tokens.indices)
      generator.shuffle(&order)
      let permuted = try logits(order.map { tokens[$0] }, positions)
      #expect(difference(permuted, order.map { original[$0] }) > 1e-3, "order \(order)")
    }
  }

  @Test("a bias by distance, without a mask, cannot tell a sentence from its reverse; other positions can")
  func reversal() throws {
    let tokens = OrderTask(slack: 0, gap: 1).examples(count: 1, seed: 1)[0].tokens
    for positions in PositionEncoding.allCases {
      let change = try difference(logits(tokens.reversed(), positions), logits(tokens, positions).reversed())
      let isBlind = positions == .alibi || positions == .none
      #expect(isBlind ? change < 1e-13 : change > 1e-3, "\(positions)")
    }
  }

  @Test("without positions, a sentence and its twin get the same answer; with them, they can get different ones")
  func twins() throws {
    let task = OrderTask(gap: 1)
    for example in task.examples(count: 5, seed: 2) {
      let twin = task.twin(of: example)
      for positions in PositionEncoding.allCases {
        let answers = try [example, twin].map { try logits($0.tokens, positions)[task.length - 1] }
        let change = difference([answers[0]], [answers[1]])
        #expect(positions == .none ? change < 1e-13 : change > 1e-6, "\(positions)")
      }
    }
  }
}
