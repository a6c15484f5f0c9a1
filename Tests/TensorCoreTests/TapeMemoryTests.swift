// The tape's memory and counts: nothing new after the first step, the same bits, and what bytes and span mean.

import TensorCore
import Testing

@Suite("Tape memory and counts")
struct TapeMemoryTests {
  /// One step that goes through every kind of operation, workspaces included.
  private func step(_ tape: Tape<Float>) -> [Float] {
    let x = tape.input(Draw.normal([2, 70, 12], "x").tensor())
    let weight = tape.input(Draw.normal([12, 36], "w").tensor())
    let bias = tape.input(Draw.normal([36], "b").tensor())
    let gain = tape.input(Draw.normal([12], "g").tensor())
    let packed = rotated(linear(x, weight, bias: bias), headCount: 2)
    let attended = attention(packed, AttentionOptions(headCount: 2, isCausal: true))
    let normalised = layerNorm(attended + dropout(x, probability: 0.1, seed: 4), gain: gain, bias: gain)
    let states = recurrence(
      RecurrentInput(normalised.permuted(1, 0, 2)), inputWeight: tape.input(Draw.normal([12, 12], "wi").tensor()),
      recurrentWeight: tape.input(Draw.normal([3, 12], "wh").tensor()),
      bias: tape.input(Draw.normal([12], "bh").tensor()), program: TestCell.lstm.program
    ).states
    let head = tape.input(Draw.normal([3, 5], "head").tensor())
    let targets = (0..<140).map { Int32($0 % 5) }
    let loss = linearCrossEntropy(states, weight: head, bias: nil, targets: targets).mean
    tape.backward(from: loss, keeping: [x, weight, head, states])
    return [loss.scalar] + [x, weight, head, states].flatMap { tape.gradient(of: $0).scalars }
  }

  @Test("later steps give the same bits and take no memory from the system")
  func reuse() {
    let tape = Tape<Float>()
    let first = step(tape)
    let (reserved, counts) = (tape.reservedBytes, tape.currentCounts)
    #expect(reserved > 0 && first.allSatisfy { $0.isFinite })
    for _ in 0..<3 {
      tape.reset()
      #expect(tape.currentCounts == Tape<Float>().currentCounts, "nothing is alive or counted after a reset")
      #expect(step(tape) == first)
      #expect(tape.reservedBytes == reserved)
      #expect(tape.currentCounts == counts)
    }
    #expect(step(Tape<Float>()) == first, "a fresh tape gives the same bits too")
  }

  @Test("a later pass with fewer rows takes the larger buffers, gives them back, and has the bits of a fresh tape")
  func fewerRows() {
    func pass(_ rows: Int, on tape: Tape<Float>) -> [Float] {
      defer { tape.reset() }
      let x = tape.constant(Draw.normal([rows, 40], "x").tensor())
      return exp(matmul(x, tape.constant(Draw.normal([40, 70], "w").tensor()))).value.scalars
    }
    let tape = Tape<Float>(recordsGradients: false)
    let whole = pass(64, on: tape)
    let reserved = tape.reservedBytes
    for rows in [44, 5, 64, 33, 64] {
      let values = pass(rows, on: tape)
      #expect(values == pass(rows, on: Tape(recordsGradients: false)))
      #expect(rows < 64 || values == whole)
      #expect(tape.reservedBytes == reserved, "after \(rows) rows")
    }
    _ = pass(90, on: tape)
    #expect(tape.reservedBytes > reserved, "more rows need more")
  }

  @Test("tapes on several threads at once give the bits of one alone")
  func threads() async {
    let alone = step(Tape<Float>())
    await withTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 { group.addTask { self.step(Tape<Float>()) } }
      for await result in group { #expect(result == alone) }
    }
  }

  @Test("live and peak bytes follow values and gradients")
  func bytes() {
    let tape = Tape<Double>()
    let x = tape.input(Tensor(repeating: 0.5, shape: [100]))
    #expect(tape.currentCounts.liveBytes == 0, "a leaf is not the tape's memory")
    let y = exp(tanh(x))
    #expect(tape.currentCounts.liveBytes == 2 * 800)
    let loss = y.sum()
    #expect(tape.currentCounts.liveBytes == 2 * 800 + 8)
    tape.backward(from: loss, keeping: [x])
    // At the most: both values, the sum and its gradient, and the gradients by exp's and tanh's results.
    #expect(tape.currentCounts.peakBytes == 4 * 800 + 16)
    // What remains: the loss and its gradient, and the gradient that was asked for.
    #expect(tape.currentCounts.liveBytes == 800 + 16)
    tape.reset()
    #expect(tape.currentCounts.liveBytes == 0 && tape.currentCounts.peakBytes == 0)
  }

  @Test("work adds up, span is the longest chain")
  func span() {
    let tape = Tape<Double>()
    let x = tape.input(Tensor(repeating: 0.5, shape: [8]))
    let long = 2.0 * (3.0 * x)  // a chain of 2
    let short = exp(x)  // a chain of 1
    let loss = (long + short).sum()  // 1, and ⌈log₂ 8⌉ = 3
    #expect(tape.currentCounts.forwardWork == 4 * 8 + 7)
    #expect(tape.currentCounts.span == 2 + 1 + 3)
    #expect(tape.currentCounts.backwardWork == 0)
    tape.backward(from: loss)
    // Backward: copies through the sums, then two scalings after each other, exp's product beside them.
    #expect(tape.currentCounts.backwardWork == 3 * 8)
    #expect(tape.currentCounts.span == 6 + 2)
    #expect(tape.currentCounts.work == 4 * 8 + 7 + 3 * 8)
    #expect(tape.currentCounts.operations == 5)
  }
}
