// One contract for all cells: compiled into programs, they give what their own operations give one by one on the tape.

import Foundation
import TensorCore
import Testing

@Suite("Recurrences")
struct RecurrenceTests {
  /// What a loss depends on directly.
  enum Target: CaseIterable { case states, memories, both, lastState }

  struct Setting: CustomTestStringConvertible, Sendable {
    let cell: TestCell
    let reversed, hasInitialState: Bool
    let target: Target
    /// T, B, K, H.
    let extents: (Int, Int, Int, Int)
    var testDescription: String {
      "\(cell) \(extents)\(reversed ? " reversed" : "")\(hasInitialState ? " from a state" : ""), loss of \(target)"
    }
  }

  static let settings = TestCell.allCases.flatMap { cell in
    [
      ((6, 2, 3, 4), false, false), ((5, 3, 2, 7), true, false), ((3, 1, 1, 1), false, true),
      ((4, 2, 5, 19), true, true),
      ((1, 2, 3, 2), false, false), ((2, 70, 3, 9), false, false),
    ].flatMap { extents, reversed, hasInitialState in
      Target.allCases.filter { cell.hasMemory || $0 == .states || $0 == .lastState }.map {
        Setting(cell: cell, reversed: reversed, hasInitialState: hasInitialState, target: $0, extents: extents)
      }
    }
  }

  @Test("every cell of the tests is compiled", arguments: TestCell.allCases)
  func compiles(_ cell: TestCell) { #expect(cell.program.isCompiled) }

  @Test(
    "compiled and by its equations: values, gates, gradients by inputs, weights and every state, and counted work",
    arguments: settings)
  func compiledIsPlain(_ setting: Setting) {
    compare(setting, Double.self, tolerance: 1e-12)
    compare(setting, Float.self, tolerance: 1e-5)
  }

  private func compare<S: TensorScalar>(_ setting: Setting, _ type: S.Type, tolerance: Double) {
    let compiled = run(setting, type, isPlain: false)
    let plain = run(setting, type, isPlain: true)
    #expect(Set(compiled.values.keys) == Set(plain.values.keys))
    for (name, expected) in plain.values {
      let error = deviation(compiled.values[name] ?? Reference([0]), expected)
      #expect(error < tolerance, "\(type) \(name)")
    }
    #expect(compiled.counts.forwardWork == plain.counts.forwardWork)
    // Of the last steps, a loss that does not depend on all states leaves out operations that a program runs with zeros.
    if setting.target == .states { #expect(compiled.counts.backwardWork == plain.counts.backwardWork) }
  }

  @Test("keeping the states changes no other gradient", arguments: settings.filter { $0.extents.0 == 6 })
  func keeping(_ setting: Setting) {
    let kept = run(setting, Double.self, isPlain: false).values
    for (name, gradient) in run(setting, Double.self, isPlain: false, keepsStates: false).values {
      #expect(kept[name] == gradient, "\(name)")
    }
  }

  @Test("the chain of a compiled cell is that of its operations", arguments: TestCell.allCases)
  func spans(_ cell: TestCell) {
    // Widths of which a sum's chain is as long as that over the batch, so that the weights' gradients are not what takes longest.
    for steps in [1, 2, 3, 5, 17, 40] {
      let setting = Setting(
        cell: cell, reversed: false, hasInitialState: false, target: .lastState, extents: (steps, 2, 4, 4))
      let spans = [false, true].map { forwardSpan(setting, isPlain: $0) }
      #expect(spans[0] == spans[1], "\(steps) steps")
    }
  }

  private func forwardSpan(_ setting: Setting, isPlain: Bool) -> Int {
    let tape = Tape<Double>(recordsGradients: false)
    tape.isPlain = isPlain
    _ = states(leaves(setting, on: tape), setting)
    return tape.currentCounts.span
  }

  private func shapes(_ setting: Setting) -> [[Int]] {
    let (steps, batch, inputs, width) = setting.extents
    let gates = setting.cell.gateCount * width
    return [[steps, batch, inputs], [inputs, gates], [width, gates], [gates]]
      + (setting.cell.hasRecurrentBias ? [[gates]] : [])
      + Array(repeating: [batch, width], count: setting.hasInitialState ? (setting.cell.hasMemory ? 2 : 1) : 0)
  }

  private func leaves<S>(_ setting: Setting, on tape: Tape<S>) -> [Variable<S>] {
    shapes(setting).enumerated().map { tape.input(Draw.mild($1, "recurrence \($0)").tensor()) }
  }

  private func states<S>(_ leaves: [Variable<S>], _ setting: Setting) -> RecurrentStates<S> {
    let initial = leaves.dropFirst(setting.cell.hasRecurrentBias ? 5 : 4)
    return recurrence(
      RecurrentInput(leaves[0]), inputWeight: leaves[1], recurrentWeight: leaves[2], bias: leaves[3],
      recurrentBias: setting.cell.hasRecurrentBias ? leaves[4] : nil, program: setting.cell.program,
      reversed: setting.reversed, initialState: initial.first.map { ($0, initial.dropFirst().first) })
  }

  /// Values and gradients by name, and what was counted.
  private func run<S: TensorScalar>(
    _ setting: Setting, _ type: S.Type, isPlain: Bool, keepsStates: Bool = true
  ) -> (values: [String: Reference], counts: TapeCounts) {
    let tape = Tape<S>()
    tape.isPlain = isPlain
    let leaves = leaves(setting, on: tape)
    let result = states(leaves, setting)
    let loss = loss(result.states, result.memories, setting)
    var values = ["states": Reference(result.states.value)]
    if let memories = result.memories { values["memories"] = Reference(memories.value) }
    for (index, gate) in result.gates.enumerated() { values["gate \(index)"] = Reference(gate.value) }
    let kept = [result.states, result.memories].compactMap { $0 }
    tape.backward(from: loss, keeping: leaves + (keepsStates ? kept : []))
    for (index, leaf) in leaves.enumerated() {
      values["gradient by input \(index)"] = Reference(tape.gradient(of: leaf))
    }
    if keepsStates {
      for (index, states) in kept.enumerated() {
        values["gradient by states \(index)"] = Reference(tape.gradient(of: states))
      }
    }
    return (values, tape.currentCounts)
  }

  private func loss<S>(_ states: Variable<S>, _ memories: Variable<S>?, _ setting: Setting) -> Variable<S> {
    func weighted(_ x: Variable<S>, _ stream: String) -> Variable<S> {
      (x * x.tape.constant(Draw.normal(x.shape.dimensions, stream).tensor())).sum()
    }
    switch (setting.target, memories) {
    case (.lastState, _):
      let last = setting.reversed ? 0 : setting.extents.0 - 1
      return weighted(states.slice(last..<last + 1, along: 0), "last")
    case (.memories, let memories?): return weighted(memories, "memories")
    case (.both, let memories?): return weighted(states, "states") + weighted(memories, "memories")
    default: return weighted(states, "states")
    }
  }

  @Test("a cell whose step is not element-wise runs by its operations, and says so")
  func notCompiled() {
    struct NormedCell: RecurrentCell {
      static let gates = ["state"]
      func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
        CellState(softmax(x[0] + u[0], along: -1))
      }
    }
    let program = CellProgram(NormedCell())
    #expect(!program.isCompiled)
    let tape = Tape<Double>()
    let leaves = [[3, 2, 4], [4, 5], [5, 5], [5]].enumerated().map { tape.input(Draw.mild($1, "\($0)").tensor()) }
    let states = recurrence(
      RecurrentInput(leaves[0]), inputWeight: leaves[1], recurrentWeight: leaves[2], bias: leaves[3], program: program
    ).states
    #expect(abs(states.value.scalars.reduce(0, +) - 6) < 1e-12, "each of 3 · 2 rows sums to 1")
    tape.backward(from: (states * states).sum(), keeping: leaves)
    #expect(leaves.allSatisfy { tape.gradient(of: $0).scalars.contains { $0 != 0 } })
  }

  @Test("a cell that shows the state before is not compiled: what programs keep is of this step")
  func showsBefore() {
    struct ShowingCell: RecurrentCell {
      static let gates = ["before"]
      func step<S>(_ x: Gates<S>, _ u: RecurrentGates<S>, _ before: CellState<S>) -> CellState<S> {
        CellState(tanh(x[0] + u[0]), gates: [before.state])
      }
    }
    #expect(!CellProgram(ShowingCell()).isCompiled)
  }

  @Test("a memory may itself be the loss")
  func memoryAsLoss() {
    let tape = Tape<Double>()
    let leaves = [[1, 1, 1], [1, 4], [1, 4], [4]].map { tape.input(Tensor(repeating: 0.5, shape: Shape($0))) }
    let result = recurrence(
      RecurrentInput(leaves[0]), inputWeight: leaves[1], recurrentWeight: leaves[2], bias: leaves[3],
      program: TestCell.lstm.program)
    guard let memory = result.memories else { return #expect(Bool(false), "an LSTM has memories") }
    let value = memory.scalar
    tape.backward(from: memory, keeping: [leaves[0]])
    // c = σ(a)·tanh(a) with a = 0.75 and da/dx = 0.5.
    let (s, t) = (1 / (1 + exp(-0.75)), tanh(0.75))
    #expect(abs(value - s * t) < 1e-15 && memory.scalar == value)
    #expect(abs(tape.gradient(of: leaves[0]).scalars[0] - 0.5 * (s * (1 - s) * t + s * (1 - t * t))) < 1e-15)
  }
}
