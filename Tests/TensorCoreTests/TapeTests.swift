// The tape: gradients of shared, unused and intermediate values, and what ends in a trap.

import Foundation
import TensorCore
import Testing

@Suite("Tape")
struct TapeTests {
  private static func layout(_ shapes: [Shape]) -> ParameterLayout {
    var layout = ParameterLayout()
    for (index, shape) in shapes.enumerated() {
      _ = layout.add(
        .same("p\(index)"), shape: shape, group: "g", decays: true, initializer: .normal(deviation: 1))
    }
    return layout
  }

  @Test("a parameter used twice gets the sum of both gradients, into memory that held other numbers")
  func tiedWeights() {
    let layout = Self.layout([[3, 3], [2, 2]])
    let parameters = Parameters<Double>(initializing: layout, seed: 1)
    let x = Draw.normal([2, 3], "x").tensor(of: Double.self)
    func gradient(_ body: (Tape<Double>, Variable<Double>) -> Variable<Double>) -> Reference {
      let tape = Tape(parameters)
      let gradients = Parameters<Double>(initializing: layout, seed: 2)
      tape.backward(from: body(tape, tape.constant(x)), into: gradients)
      #expect(gradients[layout.parameters[1]].scalars == [0, 0, 0, 0], "an untouched parameter gets zeros")
      return Reference(gradients[layout.parameters[0]])
    }
    func first(_ tape: Tape<Double>, _ x: Variable<Double>) -> Variable<Double> {
      tanh(matmul(x, tape[layout.parameters[0]])).sum()
    }
    func second(_ tape: Tape<Double>, _ x: Variable<Double>) -> Variable<Double> {
      exp(matmul(x, tape[layout.parameters[0]], transposingSecond: true)).sum()
    }
    let both = gradient { first($0, $1) + second($0, $1) }
    #expect(deviation(both, gradient(first) + gradient(second)) < 1e-15)
  }

  @Test("valueWithGradient gives the value and the gradient of a function of parameters")
  func valueWithGradientOfParameters() {
    let layout = Self.layout([[5], []])
    let parameters = Parameters<Double>(initializing: layout, seed: 3)
    let (w, b) = (layout.parameters[0], layout.parameters[1])
    let (value, gradient) = valueWithGradient(at: parameters) { tape in
      (tape[w] * tape[w]).sum() * tape[b]
    }
    let squares = parameters[w].scalars.reduce(0) { $0 + $1 * $1 }
    let scale = parameters[b].scalars[0]
    #expect(abs(value - squares * scale) < 1e-14)
    #expect(deviation(Reference(gradient[w]), Reference(parameters[w]).map { 2 * scale * $0 }) < 1e-15)
    #expect(abs(gradient[b].scalars[0] - squares) < 1e-14)
  }

  @Test("gradients by intermediate values are whole, and zero where the loss does not depend on them")
  func intermediates() {
    let tape = Tape<Double>()
    let x = tape.input(Tensor([0.5, -1, 2], shape: [3]))
    let y = exp(x)
    let unused = tanh(x)
    let z = y * y
    tape.backward(from: z.sum() + y.sum(), keeping: [x, y, z, unused])
    let expected = x.value.scalars.map { Foundation.exp($0) }
    #expect(deviation(Reference(tape.gradient(of: z)), Reference([3], [1, 1, 1])) == 0)
    #expect(deviation(Reference(tape.gradient(of: y)), Reference([3], expected.map { 2 * $0 + 1 })) < 1e-15)
    #expect(deviation(Reference(tape.gradient(of: x)), Reference([3], expected.map { (2 * $0 + 1) * $0 })) < 1e-15)
    #expect(tape.gradient(of: unused).scalars == [0, 0, 0])
    #expect(deviation(Reference(y.value), Reference([3], expected)) < 1e-15)
  }

  @Test("a loss that depends on nothing that needs a gradient leaves zeros")
  func constantLoss() {
    let layout = Self.layout([[2]])
    let tape = Tape(Parameters<Float>(initializing: layout, seed: 1))
    let gradients = Parameters<Float>(initializing: layout, seed: 2)
    tape.backward(from: tape.constant(Tensor([1, 2], shape: [2])).sum(), into: gradients)
    #expect(gradients.norm == 0)
    #expect(tape.currentCounts.backwardWork == 0)
  }

  @Test("a value that no gradient is asked for records no backward work")
  func withoutGradients() {
    let tape = Tape<Float>(recordsGradients: false)
    let x = tape.input(Tensor([1, 2], shape: [2]))
    _ = (x * x).sum()
    #expect(tape.nodes.allSatisfy { $0.cost.backward == 0 })
  }

  @Test("an unroll of 20 000 operations overflows no stack")
  func longUnroll() {
    let tape = Tape<Double>()
    let x = tape.input(Tensor([1, -2], shape: [2]))
    var y = x
    for _ in 0..<20_000 { y = 1.0001 * y }
    tape.backward(from: y.sum(), keeping: [x])
    let expected = pow(1.0001, 20_000.0)
    for scalar in tape.gradient(of: x).scalars { #expect(abs(scalar / expected - 1) < 1e-11) }
    #expect(tape.currentCounts.operations == 20_001)
    tape.reset()
  }

  @Test("the first operation whose result is not finite is named")
  func nonFinite() {
    let tape = Tape<Float>()
    let x = tape.constant(Tensor([0.5, -1], shape: [2]))
    let y = tanh(x)
    #expect(tape.firstNonFiniteOperation() == nil)
    _ = exp(log(x) + y)
    #expect(tape.firstNonFiniteOperation()?.name == "log")
    #expect(tape.firstNonFiniteOperation()?.shape == [2])
    tape.reset()
    _ = exp(tape.constant(Tensor([1000, .nan], shape: [1, 2])))
    #expect(tape.firstNonFiniteOperation()?.name == "input")
    let layout = Self.layout([[1]])
    let parameters = Parameters<Float>(zerosFor: layout)
    parameters[layout.parameters[0]] = Tensor([.infinity], shape: [1])
    let second = Tape(parameters)
    _ = tanh(second[layout.parameters[0]])
    #expect(second.firstNonFiniteOperation()?.name == "parameter")
  }

  @Test("an input is not affected by later changes to the tensor it came from")
  func inputIsAValue() {
    let tape = Tape<Double>()
    var tensor = Tensor<Double>([1, 2], shape: [2])
    let x = tape.input(tensor)
    tensor.withUnsafeMutableScalars { $0[0] = 100 }
    tape.backward(from: (x * x).sum(), keeping: [x])
    #expect(tape.gradient(of: x).scalars == [2, 4])
  }

  @Test("values are exposed on an observed tape alone, in order and until it is reset")
  func exposing() {
    let (name, other) = (ExposedName("a"), ExposedName("b"))
    let tape = Tape<Double>()
    func run() {
      let x = tape.input(Tensor([1, 2], shape: [2]))
      let y = exp(x)
      tape.expose([x, y], as: name)
      tape.expose([y.reshaped(to: [2, 1])], as: name)
      tape.expose([x], as: other)
    }
    run()
    #expect(tape.exposed(name).isEmpty)
    tape.isObserved = true
    run()
    let exposed = tape.exposed(name)
    #expect(exposed.map { $0.map(\.shape) } == [[[2], [2]], [[2, 1]]])
    #expect(exposed[0][0].value.scalars == [1, 2] && exposed[0][1].value.scalars == exposed[1][0].value.scalars)
    #expect(tape.exposed(other).count == 1)
    tape.backward(from: exposed[1][0].sum(), keeping: exposed[0])
    #expect(tape.gradient(of: exposed[0][1]).scalars == [1, 1])
    tape.reset()
    #expect(tape.exposed(name).isEmpty && tape.isObserved)
  }

  @Test("a variable used after its tape was reset traps")
  func stale() async {
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let x = tape.constant(Tensor([1], shape: [1]))
      tape.reset()
      _ = exp(x)
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let x = tape.constant(Tensor([1], shape: [1]))
      tape.reset()
      _ = x.value
    }
  }

  @Test("a second backward pass traps, unless the tape was reset in between")
  func backwardOnce() async {
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let loss = tape.input(Tensor([1], shape: [1])).sum()
      tape.backward(from: loss)
      tape.backward(from: loss)
    }
    let tape = Tape<Float>()
    for factor in [2, 3] as [Float] {
      tape.reset()
      let x = tape.input(Tensor([1], shape: [1]))
      tape.backward(from: (factor * x).sum(), keeping: [x])
      #expect(tape.gradient(of: x).scalars == [factor])
    }
  }

  @Test("misuse traps: another tape's variable, a released value, an unnamed gradient, shapes that do not fit")
  func misuse() async {
    await #expect(processExitsWith: .failure) {
      let x = Tape<Float>().constant(Tensor([1], shape: [1]))
      _ = Tape<Float>().constant(Tensor([1], shape: [1])) + x
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let y = exp(tape.input(Tensor([1], shape: [1])))
      tape.backward(from: y.sum())
      _ = y.value
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let x = tape.input(Tensor([1], shape: [1]))
      tape.backward(from: x.sum())
      _ = tape.gradient(of: x)
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let x = tape.input(Tensor(repeating: 1, shape: [2, 3]))
      _ = matmul(x, x)
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>()
      let x = tape.input(Tensor(repeating: 1, shape: [2, 3, 3]))
      _ = linear(x, x, bias: tape.input(Tensor(repeating: 1, shape: [3])))
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape<Float>(recordsGradients: false)
      var cache = Tensor<Float>(repeating: 0, shape: [1, 4, 3])
      let packed = tape.constant(Tensor(repeating: 1, shape: [1, 1, 6]))
      _ = attention(packed, cache: &cache, position: 0, AttentionOptions(headCount: 1, isCausal: true))
    }
  }
}
