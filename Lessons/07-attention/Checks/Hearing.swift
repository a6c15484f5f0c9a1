// Attention that has heard a case: its outputs, and the way back.

import LessonTape

/// What some attention makes of a case.
struct Hearing {
  /// What the outputs are shaped as; it should be [sequences, words, width].
  let shape: Shape
  /// All numbers of the outputs.
  let numbers: [Double]

  private let sample: AttentionCase
  private let tape: Tape<Double>
  private let inputs: [Variable<Double>]
  private let output: Variable<Double>

  init<A: SelfAttention>(_: A.Type, _ sample: AttentionCase) {
    let tape = Tape<Double>()
    let shape: Shape = [sample.sequences, sample.length, sample.width]
    inputs = AttentionCase.parts.map { part in
      tape.constant(Tensor(sample[keyPath: part.path].flatMap { $0 }.flatMap { $0 }, shape: shape))
    }
    output = A()(inputs[0], inputs[1], inputs[2], headCount: sample.heads)
    (self.sample, self.tape, self.shape, numbers) = (sample, tape, output.shape, output.elements)
  }

  /// The output of a word of a sequence.
  subscript(sequence: Int, word: Int) -> ArraySlice<Double> {
    let start = (sequence * sample.length + word) * sample.width
    return numbers[start..<start + sample.width]
  }

  /// The part of a word's output that belongs to a head.
  subscript(sequence: Int, word: Int, head: Int) -> ArraySlice<Double> {
    let start = (sequence * sample.length + word) * sample.width
    return numbers[(start + head * sample.headWidth)..<(start + (head + 1) * sample.headWidth)]
  }

  /// A loss that sees every number of the outputs: their sum, each weighted by another factor.
  var loss: Double { zip(numbers, factors).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The gradients of the loss by queries, keys and values, by one walk back.
  var gradients: [[Double]] {
    let all = tape.gradients(of: [(output, factors)])
    return inputs.map { all[$0.node] }
  }

  private var factors: [Double] { numbers.indices.map { 0.3 + 0.4 * Double(3 * $0 % 5) } }
}
