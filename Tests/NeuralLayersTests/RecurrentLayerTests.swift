// Recurrences of one unit, step by step by hand.

import Foundation
import LSTM
import NeuralLayers
import TensorCore
import Testing
import VanillaRNN

@Suite("Recurrent layers")
struct RecurrentLayerTests {
  private let inputs = [0.5, -1.0, 2.0]
  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// The layer's states for `inputs`, with given weights.
  private func states<Cell: RecurrentCell>(
    _ cell: Cell, isReversed: Bool = false, weights: (input: [Double], recurrent: [Double], bias: [Double]),
    from initial: (Double, Double?)? = nil
  ) -> (states: [Double], memories: [Double]?) {
    var layout = ParameterLayout()
    let layer = RecurrentLayer(
      "core", index: 0, inputs: 1, width: 1, cell: cell, isReversed: isReversed, in: &layout)
    let parameters = Parameters<Double>(zerosFor: layout)
    parameters[layer.inputWeight] = Tensor(weights.input, shape: layer.inputWeight.shape)
    parameters[layer.recurrentWeight] = Tensor(weights.recurrent, shape: layer.recurrentWeight.shape)
    parameters[layer.bias] = Tensor(weights.bias, shape: layer.bias.shape)
    let tape = Tape(parameters, recordsGradients: false)
    func variable(_ value: Double) -> Variable<Double> { tape.constant(Tensor([value], shape: [1, 1])) }
    let run = layer(
      RecurrentInput(tape.constant(Tensor(inputs, shape: [3, 1, 1]))),
      from: initial.map { (state: variable($0.0), memory: $0.1.map(variable)) })
    return (run.states.value.scalars, run.memories?.value.scalars)
  }

  @Test("An RNN of one unit: h = tanh(w·x + u·h₋₁ + b), forwards and backwards, from zero or another state")
  func rnn() {
    let (w, u, b) = (0.7, -0.4, 0.1)
    let weights = (input: [w], recurrent: [u], bias: [b])
    for (isReversed, start) in [(false, 0.0), (true, 0.0), (false, 0.6)] {
      var (h, expected) = (start, [Double]())
      for x in isReversed ? inputs.reversed() : inputs {
        h = tanh(w * x + u * h + b)
        expected.append(h)
      }
      if isReversed { expected.reverse() }
      let found = states(
        VanillaRNNCell(), isReversed: isReversed, weights: weights, from: start == 0 ? nil : (start, nil))
      #expect(deviation(found.states, from: expected) < 1e-14)
      #expect(found.memories == nil)
    }
  }

  @Test("An LSTM of one unit: c = f·c₋₁ + i·g, h = o·tanh(c), gates in the order i, f, g, o")
  func lstm() {
    let (w, u, b) = ([0.7, -0.3, 0.9, 0.4], [-0.5, 0.8, 0.2, -0.6], [0.1, 1.0, -0.2, 0.3])
    for start in [(0.0, 0.0), (0.3, -0.8)] {
      var (h, c) = start
      var (states, memories) = ([Double](), [Double]())
      for x in inputs {
        let a = (0..<4).map { w[$0] * x + u[$0] * h + b[$0] }
        c = sigmoid(a[1]) * c + sigmoid(a[0]) * tanh(a[2])
        h = sigmoid(a[3]) * tanh(c)
        states.append(h)
        memories.append(c)
      }
      let found = self.states(
        LSTMCell(), weights: (input: w, recurrent: u, bias: b), from: start == (0, 0) ? nil : (start.0, start.1))
      #expect(deviation(found.states, from: states) < 1e-14)
      #expect(deviation(found.memories ?? [], from: memories) < 1e-14)
    }
  }

  @Test(
    "Exposed gates are σ, σ, tanh, σ of x·W + h₋₁·U + b, with h₋₁ from the exposed states", arguments: [false, true])
  func gates(isReversed: Bool) throws {
    let (steps, batch, inputs, width) = (5, 2, 3, 4)
    var layout = ParameterLayout()
    let layer = RecurrentLayer(
      "core", index: 0, inputs: inputs, width: width, cell: LSTMCell(), isReversed: isReversed, in: &layout)
    let parameters: Parameters<Double> = randomParameters(layout, seed: 3)
    let tape = Tape(parameters)
    let x: Tensor<Double> = randomTensor([steps, batch, inputs], seed: 4)
    _ = layer(RecurrentInput(tape.constant(x)))
    let names: [ExposedName] = [.gates, .reversedGates, .states, .reversedStates]
    #expect(names.allSatisfy { tape.exposed($0).isEmpty }, "nobody observes")
    tape.isObserved = true
    _ = layer(RecurrentInput(tape.constant(x)))
    #expect(names.map { tape.exposed($0).count } == (isReversed ? [0, 1, 0, 1] : [1, 0, 1, 0]))
    let name: ExposedName = isReversed ? .reversedGates : .gates
    let gates = try #require(tape.exposed(name).first)
    let states = try #require(tape.exposed(isReversed ? .reversedStates : .states).first?.first).value.scalars
    #expect(gates.allSatisfy { $0.shape == [steps, batch, width] })
    #expect(tape.exposedLabels(name) == [["input gate", "forget gate", "candidate", "output gate"]])
    let found = gates.map(\.value.scalars)
    let (w, u) = (parameters[layer.inputWeight].scalars, parameters[layer.recurrentWeight].scalars)
    let b = parameters[layer.bias].scalars
    for step in 0..<steps {
      for row in 0..<batch {
        let before = isReversed ? step + 1 : step - 1
        for gate in 0..<4 * width {
          var sum = b[gate]
          for k in 0..<inputs { sum += x.scalars[(step * batch + row) * inputs + k] * w[k * 4 * width + gate] }
          if (0..<steps).contains(before) {
            for k in 0..<width { sum += states[(before * batch + row) * width + k] * u[k * 4 * width + gate] }
          }
          let expected = gate / width == 2 ? tanh(sum) : sigmoid(sum)
          #expect(abs(found[gate / width][(step * batch + row) * width + gate % width] - expected) < 1e-14)
        }
      }
    }
  }

  @Test("A cell without gates exposes its states alone")
  func noGates() {
    var layout = ParameterLayout()
    let layer = RecurrentLayer("core", index: 0, inputs: 1, width: 2, cell: VanillaRNNCell(), in: &layout)
    let tape = Tape(Parameters<Float>(initializing: layout, seed: 1), recordsGradients: false)
    tape.isObserved = true
    _ = layer(RecurrentInput(tape.constant(Tensor([1, 2], shape: [2, 1, 1]))))
    #expect(tape.exposed(.gates).isEmpty && tape.exposed(.states).count == 1)
  }

  @Test("Names and shapes are PyTorch's; the forget gate's bias starts where it is told")
  func parameters() {
    var layout = ParameterLayout()
    let layer = RecurrentLayer(
      "core", index: 2, inputs: 3, width: 2, cell: LSTMCell(), isReversed: true, gateBiases: ["forget": 1], in: &layout)
    #expect(
      layout.parameters.map(\.checkpoint) == [
        .transposed("core.weight_ih_l2_reverse"), .transposed("core.weight_hh_l2_reverse"),
        .sum("core.bias_ih_l2_reverse", "core.bias_hh_l2_reverse"),
      ])
    #expect(layout.parameters.map(\.shape.dimensions) == [[3, 8], [2, 8], [8]])
    let parameters = Parameters<Float>(initializing: layout, seed: 1)
    #expect(parameters[layer.bias].scalars == [0, 0, 1, 1, 0, 0, 0, 0])
    let bound = Float(0.5).squareRoot()
    #expect(parameters[layer.inputWeight].scalars.allSatisfy { abs($0) <= bound && $0 != 0 })
  }
}
