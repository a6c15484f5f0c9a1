// Losses row by row and in blocks, and dropout as a random choice.

import TensorCore
import Testing

@Suite("Losses and dropout")
struct LossTests {
  @Test("each row's cross-entropy, zero where the target is ignored", arguments: [false, true])
  func perRow(_ fused: Bool) {
    let tape = Tape<Double>()
    let (x, weight) = (Draw.normal([3, 4], "x"), Draw.normal([4, 7], "w"))
    let targets: [Int32] = [6, -1, 0]
    let (input, matrix) = (tape.input(x.tensor()), tape.input(weight.tensor()))
    let loss =
      fused
      ? linearCrossEntropy(input, weight: matrix, bias: nil, targets: targets)
      : crossEntropy(matmul(input, matrix), targets: targets)
    let expected = Reference.matmul(x, weight, transposed: false).crossEntropies(targets)
    #expect(deviation(Reference(loss.perRow.value), Reference([3], expected)) < 1e-14)
    #expect(loss.perRow.value.scalars[1] == 0)
  }

  @Test("the fused loss over several blocks of rows is the loss of the product", arguments: [false, true])
  func severalBlocks(_ transposed: Bool) {
    // 2100 columns of Doubles: 16 rows in a block.
    let (rows, features, columns) = (35, 3, 2100)
    let shapes = [[rows, features], transposed ? [columns, features] : [features, columns], [columns]]
    let targets = (0..<rows).map { Int32($0 % 9 == 0 ? -1 : $0 * 59 % columns) }
    func valueAndGradients(_ loss: ([Variable<Double>]) -> CrossEntropyLoss<Double>) -> [Reference] {
      let tape = Tape<Double>()
      let inputs = shapes.map { tape.input(Draw.normal($0, "\($0)").tensor()) }
      let result = loss(inputs)
      let values = [Reference(result.mean.value), Reference(result.perRow.value)]
      tape.backward(from: 3 * result.mean, keeping: inputs)
      return values + inputs.map { Reference(tape.gradient(of: $0)) }
    }
    let fused = valueAndGradients {
      linearCrossEntropy($0[0], weight: $0[1], bias: $0[2], transposingWeight: transposed, targets: targets)
    }
    let composed = valueAndGradients {
      crossEntropy(linear($0[0], $0[1], bias: $0[2], transposingWeight: transposed), targets: targets)
    }
    for (actual, expected) in zip(fused, composed) { #expect(deviation(actual, expected) < 1e-13) }
  }

  @Test("dropout keeps its share of elements, scales them, and depends on its seed")
  func dropoutChoice() {
    let tape = Tape<Float>(recordsGradients: false)
    let ones = tape.constant(Tensor(repeating: 1, shape: [100_000]))
    let dropped = dropout(ones, probability: 0.2, seed: 1).value.scalars
    #expect(dropped.allSatisfy { $0 == 0 || $0 == 1.25 })
    // Five deviations of √(n·p·(1 − p)) ≈ 126.
    #expect(abs(dropped.count { $0 == 0 } - 20_000) < 632)
    #expect(dropped == dropout(ones, probability: 0.2, seed: 1).value.scalars)
    #expect(dropped != dropout(ones, probability: 0.2, seed: 2).value.scalars)
    #expect(dropout(ones, probability: 0, seed: 1).value.scalars == ones.value.scalars)
  }
}
