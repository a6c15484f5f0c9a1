// Blockwise attention against plain attention composed on the tape, and attention with a cache against the whole sequence.

import TensorCore
import Testing

@Suite("Attention")
struct AttentionTests {
  /// softmax(q·kᵀ/√w + mask)·v with the n×n matrix as a value of the tape.
  private func plainAttention(
    _ packed: Variable<Double>, heads: Int, isCausal: Bool
  ) -> Variable<Double> {
    let (batch, steps, d) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    let w = d / heads
    func part(_ index: Int) -> Variable<Double> {  // [B, h, T, w]
      packed.slice(index * d..<(index + 1) * d, along: 2).reshaped(to: [batch, steps, heads, w]).permuted(0, 2, 1, 3)
    }
    var scores = (1 / Double(w).squareRoot()) * matmul(part(0), part(1), transposingSecond: true)  // [B, h, T, T]
    if isCausal {
      let mask = Reference.byPlace([steps, steps]) { $0[1] > $0[0] ? -1e30 : 0 }
      scores = scores + packed.tape.constant(mask.tensor())
    }
    let output = matmul(softmax(scores, along: -1), part(2))  // [B, h, T, w]
    return output.permuted(0, 2, 1, 3).reshaped(to: [batch, steps, d])
  }

  private func valueAndGradient(
    _ x: Reference, _ function: (Variable<Double>) -> Variable<Double>
  ) -> (value: Reference, gradient: Reference, counts: TapeCounts) {
    let tape = Tape<Double>()
    let input = tape.input(x.tensor())
    let output = function(input)
    let value = Reference(output.value)
    let weights = tape.constant(Draw.normal(value.shape, "upstream").tensor())
    tape.backward(from: (output * weights).sum(), keeping: [input])
    return (value, Reference(tape.gradient(of: input)), tape.currentCounts)
  }

  @Test("blockwise is plain, at and around the block size", arguments: [1, 2, 63, 64, 65, 130], [true, false])
  func blockwiseIsPlain(_ steps: Int, _ isCausal: Bool) {
    let x = Draw.normal([2, steps, 3 * 8], "packed")
    let blockwise = valueAndGradient(x) { attention($0, AttentionOptions(headCount: 2, isCausal: isCausal)) }
    let plain = valueAndGradient(x) { plainAttention($0, heads: 2, isCausal: isCausal) }
    #expect(deviation(blockwise.value, plain.value) < 1e-13)
    #expect(deviation(blockwise.gradient, plain.gradient) < 1e-13)
  }

  @Test("blockwise memory grows linearly with the length, plain memory quadratically")
  func memory() {
    func peak(_ steps: Int, blockwise: Bool) -> Double {
      let x = Draw.normal([1, steps, 3 * 4], "packed")
      let result = valueAndGradient(x) {
        blockwise
          ? attention($0, AttentionOptions(headCount: 1, isCausal: true)) : plainAttention($0, heads: 1, isCausal: true)
      }
      return Double(result.counts.peakBytes)
    }
    let blockwise = [128, 256, 512].map { peak($0, blockwise: true) }
    let plain = [128, 256, 512].map { peak($0, blockwise: false) }
    // Of a function a + b·T the second differences over doublings are those of b·T alone: they double too.
    #expect((blockwise[2] - blockwise[1]) / (blockwise[1] - blockwise[0]) < 2.01)
    #expect((plain[2] - plain[1]) / (plain[1] - plain[0]) > 3.8)
    #expect(blockwise[2] < plain[2] / 4)
  }

  @Test("step by step with a cache is the whole sequence at once", arguments: [false, true])
  func cache(_ hasLinearBiases: Bool) {
    let (batch, steps, d) = (2, 70, 6)
    let options = AttentionOptions(headCount: 2, isCausal: true, hasLinearBiases: hasLinearBiases)
    let packed = Draw.normal([batch, steps, 3 * d], "packed")
    let tape = Tape<Double>(recordsGradients: false)
    let whole = Reference(attention(tape.constant(packed.tensor()), options).value)
    // A first part at once, then position by position.
    var cache = Tensor<Double>(repeating: .nan, shape: [batch, steps, 2 * d])
    var parts: [Reference] = []
    var position = 0
    for count in [5] + Array(repeating: 1, count: steps - 5) {
      tape.reset()
      let new = packed.slice(position..<position + count, along: 1)
      parts.append(Reference(attention(tape.constant(new.tensor()), cache: &cache, position: position, options).value))
      position += count
    }
    #expect(deviation(.concatenated(parts, along: 1), whole) < 1e-14)
    #expect(cache.scalars.allSatisfy { $0.isFinite })
  }

  @Test("a copy of a cache is not changed by later steps")
  func cacheIsAValue() {
    let tape = Tape<Float>(recordsGradients: false)
    let options = AttentionOptions(headCount: 1, isCausal: true)
    var cache = Tensor<Float>(repeating: 0, shape: [1, 3, 4])
    let copy = cache
    _ = attention(tape.constant(Draw.normal([1, 1, 6], "x").tensor()), cache: &cache, position: 0, options)
    #expect(copy.scalars == Array(repeating: 0, count: 12))
    #expect(cache.scalars != copy.scalars)
  }

  @Test("causal attention does not see later positions: outputs are the same bits")
  func causality() {
    let options = AttentionOptions(headCount: 2, isCausal: true)
    var packed = Draw.normal([1, 70, 12], "packed")
    func output() -> [Float] {
      attention(Tape<Float>(recordsGradients: false).constant(packed.tensor()), options).value.scalars
    }
    let before = output()
    for index in 40 * 12..<70 * 12 { packed.values[index] = 1000 - packed.values[index] }
    let after = output()
    #expect(before[..<(40 * 4)] == after[..<(40 * 4)])
    #expect(before[(40 * 4)...] != after[(40 * 4)...])
  }

  @Test("the slopes of the linear biases are powers of two to the −8(head + 1)/heads", arguments: [1, 2, 3, 8, 12])
  func slopes(_ heads: Int) {
    let options = AttentionOptions(headCount: heads, isCausal: true, hasLinearBiases: true)
    for head in 0..<heads {
      // slope^heads = 2^(−8(head + 1)), exactly representable.
      let product = (0..<heads).reduce(1.0) { result, _ in result * options.slope(ofHead: head) }
      let expected = (0..<8 * (head + 1)).reduce(1.0) { result, _ in result / 2 }
      #expect(abs(product / expected - 1) < 1e-14)
    }
    #expect(AttentionOptions(headCount: heads, isCausal: true).slope(ofHead: 0) == 0)
  }
}
