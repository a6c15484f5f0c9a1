// The check of exercise 3a: what may depend on what, and then the equation, asked of the states that came out.

import ExerciseKit
import Foundation

/// The lesson's example: one sequence of two words, one number wide, and its states.
public let exampleLayer = (
  inputs: [[[1.0], [0.0]]], start: [[0.0]], w: [[1.0]], u: [[0.5]], b: [0.0],
  states: [[[tanh(1.0)], [tanh(0.5 * tanh(1.0))]]]
)

/// Throws what is wrong with a layer.
public func checkLayer<L: RecurrentLayer>(_ layer: L.Type, _ examination: Examination) throws {
  try examination.forAll(RecurrentCase.drawn, keepsShapes(layer))
  try dependsOnInputs(layer, examination)
  try examination.forAll(RecurrentCase.drawn, staysInRange(layer))
  try examination.forAll(RecurrentCase.several, keepsSequencesApart(layer))
  try examination.forAll(RecurrentCase.several, readsItsInput(layer))
  try examination.forAll(RecurrentCase.several, remembers(layer))
  try examination.forAll(RecurrentCase.several, goesOnInParts(layer))
  try examination.forAll(RecurrentCase.drawn, indexesTheRightWay(layer))
  try examination.forAll(RecurrentCase.drawn, obeysTheEquation(layer))
}

private typealias Property3a = (RecurrentCase) throws -> Void

private func keepsShapes<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    let states = sample.states(type)
    try require(
      states.count == sample.inputs.count && states.allSatisfy { $0.count == sample.length }, .shape,
      "\(sample.inputs.count) sequences of \(sample.length) inputs should give as many states, and give "
        + "\(states.map { "\($0.count)" }.joined(separator: ", "))")
    try require(
      states.allSatisfy { $0.allSatisfy { $0.count == sample.b.count } }, .shape,
      "a state has \(sample.b.count) numbers, as b has")
  }
}

private func dependsOnInputs<L: RecurrentLayer>(_ type: L.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 5)
  let cases = (0..<4).map { _ in
    RecurrentCase(
      inputs: [[draw.numbers(1), draw.numbers(1)]], start: [draw.numbers(1)], w: [draw.numbers(1)],
      u: [draw.numbers(1)],
      b: draw.numbers(1))
  }
  let answers = examination.answers(to: cases) { $0.states(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = exampleLayer
  let found = L.states(of: example.inputs, from: example.start, w: example.w, u: example.u, b: example.b)
  if found == example.states {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the states are \(RecurrentCase.text(answers[0][0])) whatever was read",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func staysInRange<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    for (sequence, states) in sample.states(type).enumerated() {
      for (time, state) in states.enumerated() {
        try require(
          state.allSatisfy(\.isFinite), .finite, "state \(time) of sequence \(sequence) is \(RecurrentCase.text(state))"
        )
        try require(
          state.allSatisfy { abs($0) < 1 }, .relation,
          "states leave (−1, 1), which tanh never does: state \(time) of sequence \(sequence) is \(RecurrentCase.text(state))"
        )
      }
    }
  }
}

private func keepsSequencesApart<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    let before = sample.states(type)
    for moved in sample.inputs.indices {
      let after = sample.moved(moved, 0).states(type)
      for other in sample.inputs.indices where other != moved && after[other] != before[other] {
        throw Failure(
          .batch,
          "sequence \(other) changes when only sequence \(moved) does: is something shared across the batch?")
      }
    }
  }
}

private func readsItsInput<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    let before = sample.states(type)
    for time in 0..<sample.length {
      let after = sample.moved(0, time).states(type)
      for earlier in 0..<time where after[0][earlier] != before[0][earlier] {
        throw Failure(.future, "state \(earlier) changes when input \(time), after it, does")
      }
      guard after[0][time] == before[0][time] else { continue }
      let isLate = time + 1 < sample.length && after[0][time + 1] != before[0][time + 1]
      throw isLate
        ? Failure(
          .shift,
          "state \(time) is the one before step \(time): it does not know input \(time) yet, and state \(time + 1) does"
        )
        : Failure(.deaf, "state \(time) is the same whatever input \(time) is")
    }
  }
}

private func remembers<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    guard sample.length > 1 else { return }
    let (before, after) = (sample.states(type), sample.moved(0, 0).states(type))
    try require(
      after[0][1] != before[0][1], .deaf,
      "state 1 is the same whatever input 0 is, though it may know it from state 0: is h used?")
  }
}

private func goesOnInParts<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    guard sample.length > 1 else { return }
    let whole = sample.states(type)
    let first = sample.part(0..<1, from: sample.start).states(type)
    let second = sample.part(1..<sample.length, from: first.map { $0[0] }).states(type)
    for sequence in whole.indices where second[sequence].last != whole[sequence].last {
      throw Failure(
        .parts,
        "read in two parts, the end differs from reading at once: after input 0, and then the rest from its state, sequence "
          + "\(sequence) ends at \(RecurrentCase.text(second[sequence].last ?? [])), at once at \(RecurrentCase.text(whole[sequence].last ?? []))"
      )
    }
  }
}

private func indexesTheRightWay<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    // With x = 0 and b = 0, and one number of h at 1, a row of U alone is left: h·U picks it.
    for row in sample.u.indices {
      var single = sample
      single.inputs = [[sample.w.map { _ in 0 }]]
      single.start = [sample.b.indices.map { $0 == row ? 1 : 0 }]
      single.b = sample.b.map { _ in 0 }
      let state = single.states(type)[0][0]
      for column in sample.b.indices where !same(state[column], tanh(sample.u[row][column])) {
        throw Failure(
          .relation,
          "with an unsymmetric U the wrong index is summed: from h with 1 at \(row) and nothing else, number \(column) of the state should "
            + "be tanh U[\(row)][\(column)] = \(shown(tanh(sample.u[row][column]))), and is \(shown(state[column]))")
      }
    }
  }
}

private func obeysTheEquation<L: RecurrentLayer>(_ type: L.Type) -> Property3a {
  { sample in
    let states = sample.states(type)
    for sequence in states.indices {
      var before = sample.start[sequence]
      for time in states[sequence].indices {
        for column in sample.b.indices {
          // tanh undone, what is left must be the three terms.
          let sum = atanh(states[sequence][time][column])
          let input = zip(sample.inputs[sequence][time], sample.w).reduce(0) { $0 + $1.0 * $1.1[column] }
          let memory = zip(before, sample.u).reduce(0) { $0 + $1.0 * $1.1[column] }
          try require(
            same(sum, input + memory + sample.b[column], within: 1e-6), .relation,
            "atanh of state \(time), number \(column), is \(shown(sum)), and should be x·W + h·U + b = \(shown(input)) + \(shown(memory)) + "
              + "\(shown(sample.b[column]))")
        }
        before = states[sequence][time]
      }
    }
  }
}
