// The fused recurrences against the same recurrences composed step by step from small operations on the tape.

import Foundation
import TensorCore
import Testing

@Suite("Recurrences")
struct RecurrenceTests {
  /// What a loss depends on directly.
  enum Target: CaseIterable { case states, memories, both, lastState }

  struct Setting: CustomTestStringConvertible {
    let isLSTM, reversed, hasInitialState: Bool
    let target: Target
    var testDescription: String {
      "\(isLSTM ? "LSTM" : "tanh")\(reversed ? " reversed" : "")\(hasInitialState ? " from a state" : ""), loss of \(target)"
    }
  }

  static let settings = [false, true].flatMap { isLSTM in
    [(false, false), (false, true), (true, false), (true, true)].flatMap { reversed, hasInitialState in
      Target.allCases.filter { isLSTM || $0 == .states || $0 == .lastState }.map {
        Setting(isLSTM: isLSTM, reversed: reversed, hasInitialState: hasInitialState, target: $0)
      }
    }
  }

  private let steps = 6, batch = 2, inputs = 3, width = 4

  @Test(
    "fused and composed agree, in values and in the gradients by inputs, weights and every state", arguments: settings)
  func fusedIsComposed(_ setting: Setting) {
    let fused = run(setting, fused: true)
    let composed = run(setting, fused: false)
    #expect(fused.count == composed.count)
    for (name, expected) in composed {
      #expect(deviation(fused[name] ?? Reference([0]), expected) < 1e-12, "\(name)")
    }
  }

  @Test("keeping the states changes no other gradient", arguments: settings)
  func keeping(_ setting: Setting) {
    let kept = run(setting, fused: true)
    for (name, gradient) in run(setting, fused: true, keepsStates: false) { #expect(kept[name] == gradient, "\(name)") }
  }

  /// Values and gradients by name.
  private func run(_ setting: Setting, fused: Bool, keepsStates: Bool = true) -> [String: Reference] {
    let tape = Tape<Double>()
    let gates = setting.isLSTM ? 4 : 1
    var shapes = [[steps, batch, inputs], [inputs, gates * width], [width, gates * width], [gates * width]]
    if setting.hasInitialState { shapes += Array(repeating: [batch, width], count: setting.isLSTM ? 2 : 1) }
    let leaves = shapes.enumerated().map { tape.input(Draw.normal($1, "recurrence \($0)").tensor()) }
    let result = fused ? fusedStates(leaves, setting) : composedStates(leaves, setting)
    let memories = result.memories.isEmpty ? nil : concatenatedInTime(result.memories)
    let loss = loss(concatenatedInTime(result.states), memories, setting)
    var values = ["loss": Reference(loss.value), "states": Reference(concatenatedInTime(result.states).value)]
    if let memories { values["memories"] = Reference(memories.value) }
    tape.backward(from: loss, keeping: leaves + (keepsStates ? result.states + result.memories : []))
    for (index, leaf) in leaves.enumerated() {
      values["gradient by input \(index)"] = Reference(tape.gradient(of: leaf))
    }
    guard keepsStates else { return values }
    for (name, parts) in [("states", result.states), ("memories", result.memories)] where !parts.isEmpty {
      values["gradient by \(name)"] = .concatenated(parts.map { Reference(tape.gradient(of: $0)) }, along: 0)
    }
    return values
  }

  private func concatenatedInTime(_ parts: [Variable<Double>]) -> Variable<Double> {
    parts.count == 1 ? parts[0] : concatenated(parts, along: 0)
  }

  private func loss(_ states: Variable<Double>, _ memories: Variable<Double>?, _ setting: Setting) -> Variable<Double> {
    func weighted(_ x: Variable<Double>, _ stream: String) -> Variable<Double> {
      (x * x.tape.constant(Draw.normal(x.shape.dimensions, stream).tensor())).sum()
    }
    switch (setting.target, memories) {
    case (.lastState, _):
      let last = setting.reversed ? 0 : steps - 1
      return weighted(states.slice(last..<last + 1, along: 0), "last")
    case (.memories, let memories?): return weighted(memories, "memories")
    case (.both, let memories?): return weighted(states, "states") + weighted(memories, "memories")
    default: return weighted(states, "states")
    }
  }

  private func fusedStates(
    _ leaves: [Variable<Double>], _ setting: Setting
  ) -> (states: [Variable<Double>], memories: [Variable<Double>]) {
    func states(_ cell: some RecurrentCell) -> RecurrentStates<Double> {
      recurrence(
        RecurrentInput(leaves[0]), inputWeight: leaves[1], recurrentWeight: leaves[2], bias: leaves[3], cell: cell,
        reversed: setting.reversed,
        initialState: setting.hasInitialState ? (leaves[4], setting.isLSTM ? leaves[5] : nil) : nil)
    }
    let result = setting.isLSTM ? states(LSTMCell()) : states(TanhCell())
    return ([result.states], result.memories.map { [$0] } ?? [])
  }

  /// One variable [1, B, H] for each step, in the order of time.
  private func composedStates(
    _ leaves: [Variable<Double>], _ setting: Setting
  ) -> (states: [Variable<Double>], memories: [Variable<Double>]) {
    let zeros = leaves[0].tape.constant(Tensor(repeating: 0, shape: [batch, width]))
    var h = setting.hasInitialState ? leaves[4] : zeros
    var c = setting.hasInitialState && setting.isLSTM ? leaves[5] : zeros
    var (states, memories): ([Int: Variable<Double>], [Int: Variable<Double>]) = ([:], [:])
    for t in setting.reversed ? Array((0..<steps).reversed()) : Array(0..<steps) {
      let x = leaves[0].slice(t..<t + 1, along: 0).reshaped(to: [batch, inputs])
      let a = matmul(x, leaves[1]) + matmul(h, leaves[2]) + leaves[3]
      if setting.isLSTM {
        func gate(_ index: Int) -> Variable<Double> { a.slice(index * width..<(index + 1) * width, along: 1) }
        c = sigmoid(gate(1)) * c + sigmoid(gate(0)) * tanh(gate(2))
        h = sigmoid(gate(3)) * tanh(c)
        memories[t] = c
      } else {
        h = tanh(a)
      }
      states[t] = h
    }
    func inTime(_ values: [Int: Variable<Double>]) -> [Variable<Double>] {
      values.sorted { $0.key < $1.key }.map { $0.value.reshaped(to: [1, batch, width]) }
    }
    return (inTime(states), inTime(memories))
  }

  @Test("a memory may itself be the loss")
  func memoryAsLoss() {
    let tape = Tape<Double>()
    let leaves = [[1, 1, 1], [1, 4], [1, 4], [4]].map { tape.input(Tensor(repeating: 0.5, shape: Shape($0))) }
    let result = recurrence(
      RecurrentInput(leaves[0]), inputWeight: leaves[1], recurrentWeight: leaves[2], bias: leaves[3], cell: LSTMCell())
    guard let memory = result.memories else { return #expect(Bool(false), "an LSTM has memories") }
    let value = memory.scalar
    tape.backward(from: memory, keeping: [leaves[0]])
    // c = σ(a)·tanh(a) with a = 0.75 and da/dx = 0.5.
    let (s, t) = (1 / (1 + exp(-0.75)), tanh(0.75))
    #expect(abs(value - s * t) < 1e-15 && memory.scalar == value)
    #expect(abs(tape.gradient(of: leaves[0]).scalars[0] - 0.5 * (s * (1 - s) * t + s * (1 - t * t))) < 1e-15)
  }
}
