// Profiles of tapes: calls and work agree with the tape's own counts, add up over steps and tapes, and change no result.

import TensorCore
import Testing

@Suite("Tape profile")
struct TapeProfileTests {
  /// A step with two products, one of them by a constant, and an operation whose backward pass never runs.
  private func step(_ tape: Tape<Float>) -> [Float] {
    let x = tape.constant(Draw.normal([6, 5], "x").tensor())
    let weight = tape.input(Draw.normal([5, 4], "w").tensor())
    let square = tape.input(Draw.normal([4, 4], "s").tensor())
    let hidden = tanh(matmul(x, weight))
    _ = exp(hidden)
    let loss = matmul(hidden, square).sum()
    tape.backward(from: loss, keeping: [weight])
    return [loss.scalar] + tape.gradient(of: weight).scalars
  }

  private func work(_ profile: TapeProfile) -> (calls: Int, forward: Int, backward: Int) {
    profile.operations.values.reduce(into: (0, 0, 0)) { sum, entry in
      sum.0 += entry.calls
      sum.1 += entry.forwardWork
      sum.2 += entry.backwardWork
    }
  }

  @Test("calls and work are those that the tape counts, operation by operation")
  func counts() throws {
    let tape = Tape<Float>()
    tape.profile = TapeProfile()
    _ = step(tape)
    let profile = try #require(tape.profile)
    #expect(Set(profile.operations.keys) == ["matmul", "tanh", "exp", "sum"])
    let product = try #require(profile.operations["matmul"])
    #expect(product.calls == 2 && product.forwardWork == 2 * 6 * 5 * 4 + 2 * 6 * 4 * 4)
    #expect(product.backwardWork == 2 * 6 * 5 * 4 + 4 * 6 * 4 * 4)
    #expect(product.forward > .zero && product.backward > .zero)
    // What the loss does not depend on has no backward pass to time.
    let unused = try #require(profile.operations["exp"])
    #expect(unused.calls == 1 && unused.forwardWork == 24 && unused.backwardWork == 0 && unused.backward == .zero)
    let counts = tape.currentCounts
    #expect(work(profile) == (counts.operations, counts.forwardWork, counts.backwardWork))
  }

  @Test("a profile adds up over resets and over tapes, until another is set")
  func accumulates() throws {
    let (tape, other) = (Tape<Float>(), Tape<Float>())
    tape.profile = TapeProfile()
    other.profile = TapeProfile()
    _ = step(tape)
    let one = try #require(tape.profile)
    tape.reset()
    #expect(tape.profile == one)
    _ = step(tape)
    _ = step(other)
    var sum = try #require(tape.profile)
    #expect(try #require(sum.operations["tanh"]).forward >= #require(one.operations["tanh"]).forward)
    sum.add(try #require(other.profile))
    let expected = work(one)
    #expect(work(sum) == (3 * expected.calls, 3 * expected.forward, 3 * expected.backward))
    tape.reset()
    tape.profile = TapeProfile()
    _ = step(tape)
    #expect(work(try #require(tape.profile)) == expected)
  }

  @Test("nothing is recorded unless asked for, and a profile changes no bit of a result")
  func off() {
    let (plain, profiled) = (Tape<Float>(), Tape<Float>())
    profiled.profile = TapeProfile()
    #expect(step(plain) == step(profiled))
    #expect(plain.profile == nil)
    #expect(plain.currentCounts == profiled.currentCounts)
  }
}
