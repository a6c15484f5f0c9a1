// Attention as a layer: with the whole matrix, by blocks, and over a cache, it gives the same numbers.

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
    func run(_ method: MultiHeadAttention.Method) -> [[S]] {
      let tape = Tape(parameters)
      let x = tape.input(randomTensor(shape, seed: 6))
      let y = layer(x, method: method)
      let output = y.value.scalars
      let gradient = Parameters<S>(zerosFor: layout)
      tape.backward(from: (y * tape.constant(randomTensor(shape, seed: 7))).sum(), into: gradient, keeping: [x])
      return [output, tape.gradient(of: x).scalars] + layout.parameters.map { gradient[$0].scalars }
    }
    for (index, (blockwise, plain)) in zip(run(.blockwise), run(.plain)).enumerated() {
      #expect(deviation(blockwise, from: plain) < tolerance, "\(type), part \(index)")
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
