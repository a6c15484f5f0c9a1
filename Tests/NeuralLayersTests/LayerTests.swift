// Layers against what their equations say, computed plainly.

import Foundation
import NeuralLayers
import TensorCore
import Testing

/// Parameters with values drawn from a normal distribution, whatever their initialisers say.
func randomParameters<S: TensorScalar>(_ layout: ParameterLayout, seed: UInt64, deviation: Double = 0.5) -> Parameters<
  S
> {
  let parameters = Parameters<S>(zerosFor: layout)
  for parameter in layout.parameters {
    var generator = SeededGenerator(seed: seed, stream: parameter.checkpoint.names[0])
    parameters[parameter] = Tensor(
      (0..<parameter.shape.count).map { _ in S(deviation * generator.normal()) }, shape: parameter.shape)
  }
  return parameters
}

func randomTensor<S: TensorScalar>(_ shape: Shape, seed: UInt64) -> Tensor<S> {
  var generator = SeededGenerator(seed: seed, stream: "tensor")
  return Tensor((0..<shape.count).map { _ in S(generator.normal()) }, shape: shape)
}

/// The largest difference, over the largest expected magnitude.
func deviation<S: BinaryFloatingPoint>(_ found: [S], from expected: [S]) -> Double {
  guard found.count == expected.count, found.allSatisfy(\.isFinite) else { return .infinity }
  let difference = zip(found, expected).reduce(0) { max($0, abs(Double($1.0) - Double($1.1))) }
  return difference / expected.reduce(1e-9) { max($0, abs(Double($1))) }
}

@Suite("Dropout as a layer")
struct DropoutTests {
  private let ones = Tensor<Float>(repeating: 1, shape: [400, 250])

  @Test("In training the mean stays: an element is 0 or 1/(1 − p)", arguments: [0.1, 0.5, 0.9])
  func mean(_ probability: Double) {
    var phase = Phase.training(seed: 4)
    let tape = Tape<Float>()
    let y = Dropout(probability: probability)(tape.constant(ones), &phase).value.scalars.map { Double($0) }
    #expect(y.allSatisfy { $0 == 0 || abs($0 - 1 / (1 - probability)) < 1e-5 })
    // Five standard deviations of the mean of 100 000 elements.
    let spread = 5 * (probability / (1 - probability) / Double(y.count)).squareRoot()
    #expect(abs(y.reduce(0, +) / Double(y.count) - 1) < spread)
  }

  @Test("In evaluation, and with probability 0, nothing changes")
  func evaluation() {
    let tape = Tape<Float>()
    let x = tape.constant(randomTensor([30, 5], seed: 1))
    var (evaluation, training) = (Phase.evaluation, Phase.training(seed: 1))
    #expect(Dropout(probability: 0.7)(x, &evaluation).value.scalars == x.value.scalars)
    #expect(Dropout(probability: 0)(x, &training).value.scalars == x.value.scalars)
  }

  @Test("The backward pass has the forward pass's mask")
  func sameMask() {
    var phase = Phase.training(seed: 9)
    let tape = Tape<Float>()
    let x = tape.input(randomTensor([50, 7], seed: 2))
    let y = Dropout(probability: 0.4)(x, &phase)
    let (input, output) = (x.value.scalars, y.value.scalars)
    tape.backward(from: y.sum(), keeping: [x])
    let gradient = tape.gradient(of: x).scalars
    #expect(gradient.contains(0) && gradient.contains { $0 > 1 })
    #expect(deviation(zip(input, gradient).map { $0 * $1 }, from: output) < 1e-6)
  }

  @Test("Masks of one step differ, and a seed gives them again")
  func masks() {
    let tape = Tape<Float>()
    func masks(seed: UInt64) -> [[Float]] {
      var phase = Phase.training(seed: seed)
      return (0..<2).map { _ in Dropout(probability: 0.5)(tape.constant(ones), &phase).value.scalars }
    }
    let (first, again, other) = (masks(seed: 1), masks(seed: 1), masks(seed: 2))
    #expect(first == again)
    #expect(first[0] != first[1] && first[0] != other[0])
  }
}

@Suite("Linear maps, embeddings and output heads")
struct LinearTests {
  @Test("A linear layer is x·W + b; its weight may stand transposed in checkpoints")
  func linear() {
    var layout = ParameterLayout()
    let layer = Linear(
      "map", inputs: 2, outputs: 3, initializer: .zeros, isTransposedInCheckpoint: true, group: "map", in: &layout)
    #expect(layer.weight.checkpoint == .transposed("map.weight") && layer.bias.checkpoint == .same("map.bias"))
    #expect(layer.weight.decays && !layer.bias.decays)
    let parameters = Parameters<Double>(zerosFor: layout)
    parameters[layer.weight] = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    parameters[layer.bias] = Tensor([0.5, 0, -1], shape: [3])
    let tape = Tape(parameters)
    let y = layer(tape.constant(Tensor([1, 10, -1, 2], shape: [2, 1, 2])))
    #expect(y.shape.dimensions == [2, 1, 3])
    #expect(y.value.scalars == [41.5, 52, 62, 7.5, 8, 8])
  }

  @Test("An embedding picks rows, and a row's gradient is the sum over its uses")
  func embedding() {
    var layout = ParameterLayout()
    let embedding = Embedding("e", count: 4, width: 2, deviation: 1, group: "e", in: &layout)
    let parameters = Parameters<Double>(zerosFor: layout)
    parameters[embedding.table] = Tensor([0, 1, 10, 11, 20, 21, 30, 31], shape: [4, 2])
    let tape = Tape(parameters)
    let x = embedding([2, 0, 2], on: tape)
    #expect(x.value.scalars == [20, 21, 0, 1, 20, 21])
    let gradient = Parameters<Double>(zerosFor: layout)
    tape.backward(from: (x * tape.constant(Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2]))).sum(), into: gradient)
    #expect(gradient[embedding.table].scalars == [3, 4, 0, 0, 6, 8, 0, 0])
  }

  @Test("Layer normalisation has mean 0 and variance 1 before gain and bias")
  func layerNorm() {
    var layout = ParameterLayout()
    let layer = LayerNorm("ln", width: 3, group: "ln", in: &layout)
    let parameters = Parameters<Double>(initializing: layout, seed: 1)
    let rows = [1.0, 2, 6, -4, 0, 1]
    let fresh = layer(Tape(parameters).constant(Tensor(rows, shape: [2, 3]))).value.scalars
    parameters[layer.gain] = Tensor([2, 3, 4], shape: [3])
    parameters[layer.bias] = Tensor([0.5, 0, -1], shape: [3])
    let scaled = layer(Tape(parameters).constant(Tensor(rows, shape: [2, 3]))).value.scalars
    for row in 0..<2 {
      let x = Array(rows[row * 3..<row * 3 + 3])
      let mean = x.reduce(0, +) / 3
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3
      let normal = x.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
      #expect(deviation(Array(fresh[row * 3..<row * 3 + 3]), from: normal) < 1e-14)
      let expected = zip(normal, [(2, 0.5), (3, 0), (4, -1)]).map { $0 * $1.0 + $1.1 }
      #expect(deviation(Array(scaled[row * 3..<row * 3 + 3]), from: expected) < 1e-14)
    }
  }

  @Test("Tied or separate, a head gives f·W + c, and the loss of that", arguments: HeadKind.allCases, [4, 6])
  func heads(kind: HeadKind, inputs: Int) {
    let (vocabulary, width, rows) = (7, 4, 5)
    var layout = ParameterLayout()
    let embedding = Embedding("e", count: vocabulary, width: width, deviation: 1, group: "e", in: &layout)
    let head = OutputHead(kind, of: embedding, inputs: inputs, in: &layout)
    #expect((head.inputs, head.outputs) == (inputs, vocabulary))
    #expect((head.map != nil) == (kind == .tied && inputs != width))
    let parameters: Parameters<Double> = randomParameters(layout, seed: 3)
    let x: Tensor<Double> = randomTensor([rows, inputs], seed: 8)
    let targets: [Int32] = [6, 0, -1, 3, 3]

    // In plain loops: W[feature][v], from E, from P and E, or H itself.
    let e = parameters[embedding.table].scalars
    func weight(_ feature: Int, _ v: Int) -> Double {
      guard kind == .tied else { return parameters[head.weight].scalars[feature * vocabulary + v] }
      guard let map = head.map else { return e[v * width + feature] }
      let p = parameters[map].scalars
      return (0..<width).reduce(0) { sum, k in sum + p[feature * width + k] * e[v * width + k] }
    }
    let bias: [Double] = head.bias.map { parameters[$0].scalars } ?? []
    var expected: [Double] = []
    for row in 0..<rows {
      for v in 0..<vocabulary {
        expected.append((0..<inputs).reduce(bias[v]) { sum, k in sum + x.scalars[row * inputs + k] * weight(k, v) })
      }
    }
    let tape = Tape(parameters)
    #expect(deviation(head.logits(tape.constant(x)).value.scalars, from: expected) < 1e-14)
    let loss = head.crossEntropy(tape.constant(x), targets: targets)
    for (row, target) in targets.enumerated() {
      let scores = Array(expected[row * vocabulary..<(row + 1) * vocabulary])
      let nats: Double = target < 0 ? 0 : log(scores.reduce(0) { $0 + exp($1) }) - scores[Int(target)]
      #expect(abs(loss.perRow.value.scalars[row] - nats) < 1e-13)
    }
    #expect(abs(loss.mean.scalar - loss.perRow.value.scalars.reduce(0, +) / 4) < 1e-14)
  }

  @Test("The loss of a tied head has the gradients of the logits' cross-entropy, by features, E, P and c")
  func tiedGradients() {
    var layout = ParameterLayout()
    let embedding = Embedding("e", count: 7, width: 4, deviation: 1, group: "e", in: &layout)
    let head = OutputHead(.tied, of: embedding, inputs: 6, in: &layout)
    let parameters: Parameters<Double> = randomParameters(layout, seed: 3)
    let targets: [Int32] = [6, 0, -1, 3, 3]
    func gradients(_ loss: (Variable<Double>) -> CrossEntropyLoss<Double>) -> [[Double]] {
      let (tape, gradient) = (Tape(parameters), Parameters<Double>(zerosFor: layout))
      let x: Variable<Double> = tape.input(randomTensor([5, 6], seed: 8))
      tape.backward(from: loss(x).mean, into: gradient, keeping: [x])
      return [tape.gradient(of: x).scalars] + layout.parameters.map { gradient[$0].scalars }
    }
    let fused = gradients { head.crossEntropy($0, targets: targets) }
    let plain = gradients { crossEntropy(head.logits($0), targets: targets) }
    for (a, b) in zip(fused, plain) { #expect(deviation(a, from: b) < 1e-14) }
    #expect(fused.allSatisfy { gradient in gradient.contains { $0 != 0 } })
  }

  @Test("What a head has for single tokens of the vocabulary: E and c, and H where it has its own")
  func vocabularyScalars() {
    func count(_ kind: HeadKind, hasBias: Bool = true) -> Int {
      var layout = ParameterLayout()
      let embedding = Embedding("e", count: 7, width: 4, deviation: 1, group: "e", in: &layout)
      return OutputHead(kind, of: embedding, inputs: 6, hasBias: hasBias, in: &layout).vocabularyScalarCount
    }
    #expect(count(.tied) == 28 + 7)
    #expect(count(.tied, hasBias: false) == 28)
    #expect(count(.separate) == 28 + 42 + 7)
  }
}
