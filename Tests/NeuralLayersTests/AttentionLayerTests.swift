// Attention as a layer: with the whole matrix, by blocks, and over a cache, it gives the same numbers.

import Foundation
import NeuralLayers
import TensorCore
import Testing

/// A form of attention.
struct AttentionCase: CustomTestStringConvertible, Sendable {
  let width, headCount: Int
  let isCausal, hasLinearBiases, isRotary: Bool
  var testDescription: String {
    "d\(width) h\(headCount)\(isCausal ? " causal" : "")\(hasLinearBiases ? " biases" : "")\(isRotary ? " rotary" : "")"
  }

  static let all: [AttentionCase] = [(6, 1), (12, 3), (16, 2)].flatMap { width, heads in
    [(true, false), (false, false), (true, true), (false, true)].flatMap { isCausal, hasLinearBiases in
      [false, true].map {
        AttentionCase(
          width: width, headCount: heads, isCausal: isCausal, hasLinearBiases: hasLinearBiases, isRotary: $0)
      }
    }
  }

  func layer(in layout: inout ParameterLayout) -> MultiHeadAttention {
    MultiHeadAttention(
      "attn", width: width,
      options: AttentionOptions(headCount: headCount, isCausal: isCausal, hasLinearBiases: hasLinearBiases),
      isRotary: isRotary, deviation: 0.1, outputDeviation: 0.1, group: "attn", in: &layout)
  }
}

@Suite("Attention as a layer")
struct AttentionLayerTests {
  /// More positions than two blocks of queries, and no multiple of a block.
  private static let steps = 135

  @Test("With the whole matrix and by blocks: the same results and gradients", arguments: AttentionCase.all)
  func plainAndBlockwise(_ this: AttentionCase) {
    compare(this, Double.self, tolerance: 1e-12)
    compare(this, Float.self, tolerance: 1e-5)
  }

  private func compare<S: TensorScalar>(_ this: AttentionCase, _ type: S.Type, tolerance: Double) {
    var layout = ParameterLayout()
    let layer = this.layer(in: &layout)
    let parameters: Parameters<S> = randomParameters(layout, seed: 5)
    let shape: Shape = [2, Self.steps, this.width]
    func run(isPlain: Bool) -> [[S]] {
      let tape = Tape(parameters)
      tape.isPlain = isPlain
      let x = tape.input(randomTensor(shape, seed: 6))
      let y = layer(x)
      let output = y.value.scalars
      let gradient = Parameters<S>(zerosFor: layout)
      tape.backward(from: (y * tape.constant(randomTensor(shape, seed: 7))).sum(), into: gradient, keeping: [x])
      return [output, tape.gradient(of: x).scalars] + layout.parameters.map { gradient[$0].scalars }
    }
    for (index, (blockwise, plain)) in zip(run(isPlain: false), run(isPlain: true)).enumerated() {
      #expect(deviation(blockwise, from: plain) < tolerance, "\(type), part \(index)")
    }
  }

  @Test(
    "Attention is exposed: each row sums to 1, and nothing goes to what a causal mask hides",
    arguments: AttentionCase.all)
  func shares(_ this: AttentionCase) throws {
    var layout = ParameterLayout()
    let layer = this.layer(in: &layout)
    let tape = Tape(randomParameters(layout, seed: 5) as Parameters<Double>, recordsGradients: false)
    _ = layer(tape.constant(randomTensor([2, 7, this.width], seed: 6)))
    #expect(tape.exposed(.attention).isEmpty, "nobody observes")
    tape.isObserved = true
    _ = layer(tape.constant(randomTensor([2, 7, this.width], seed: 6)))
    let weights = try #require(tape.exposed(.attention).first?.first)
    #expect(tape.exposed(.attention).count == 1 && weights.shape == [2, this.headCount, 7, 7])
    let scalars = weights.value.scalars
    for row in 0..<scalars.count / 7 {
      let shares = scalars[row * 7..<(row + 1) * 7]
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
      for (key, share) in shares.enumerated() {
        #expect(this.isCausal && key > row % 7 ? share == 0 : share > 0, "\(row % 7) on \(key)")
      }
    }
  }

  @Test("Exposed attention is exp(q·k/√2) over its sum, where queries and keys are known")
  func knownQueriesAndKeys() throws {
    var layout = ParameterLayout()
    let layer = AttentionCase(width: 2, headCount: 1, isCausal: true, hasLinearBiases: false, isRotary: false)
      .layer(in: &layout)
    let parameters = Parameters<Double>(zerosFor: layout)
    // q = x, k = (x₂, x₁), v = 0: [2, 6], a row for each input.
    parameters[layer.projection.weight] = Tensor([1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0], shape: [2, 6])
    let tape = Tape(parameters, recordsGradients: false)
    tape.isObserved = true
    let x: [[Double]] = [[0.3, -0.7], [1.1, 0.4], [-0.2, 2.0]]
    _ = layer(tape.constant(Tensor(x.flatMap { $0 }, shape: [1, 3, 2])))
    let found = try #require(tape.exposed(.attention).first?.first).value.scalars
    for query in 0..<3 {
      let powers = (0...query).map { key in exp((x[query][0] * x[key][1] + x[query][1] * x[key][0]) / 2.0.squareRoot())
      }
      let expected = powers.map { $0 / powers.reduce(0, +) } + Array(repeating: 0, count: 2 - query)
      #expect(deviation(Array(found[query * 3..<query * 3 + 3]), from: expected) < 1e-15)
    }
  }

  @Test("Over a cache, in pieces, it is the whole", arguments: AttentionCase.all.filter(\.isCausal))
  func cached(_ this: AttentionCase) {
    var layout = ParameterLayout()
    let layer = this.layer(in: &layout)
    let parameters: Parameters<Double> = randomParameters(layout, seed: 5)
    let tape = Tape(parameters, recordsGradients: false)
    let x = tape.constant(randomTensor([2, 12, this.width], seed: 6))
    let whole = layer(x)
    for piece in [1, 5] {
      var cache = Tensor<Double>(repeating: 0, shape: [2, 12, 2 * this.width])
      for start in stride(from: 0, to: 12, by: piece) {
        let range = start..<min(start + piece, 12)
        let part = layer(x.slice(range, along: 1), cache: &cache, position: start)
        #expect(deviation(part.value.scalars, from: whole.slice(range, along: 1).value.scalars) < 1e-12)
      }
    }
  }
}
