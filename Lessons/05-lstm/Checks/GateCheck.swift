// The check of exercise 5a: what each gate does when it is open or shut, and then how far it opens.

import ExerciseKit
import Foundation

/// The lesson's example: all gates half open, a candidate of 0, a memory of 2.
public let exampleStep = (sums: GateSums(i: [0], f: [0], g: [0], o: [0]), memory: [2.0], h: 0.5 * tanh(1.0), c: 1.0)

/// Throws what is wrong with a step.
public func checkStep<G: GatedStep>(_ step: G.Type, _ examination: Examination) throws {
  try examination.forAll(GateCase.drawn, keepsShapes(step))
  try dependsOnGates(step, examination)
  try examination.forAll(GateCase.drawn, keepsTheMemory(step))
  try examination.forAll(GateCase.drawn, erases(step))
  try examination.forAll(GateCase.drawn, writesBothWays(step))
  try examination.forAll(GateCase.drawn, staysInRange(step))
  try examination.forAll(GateCase.drawn, givesOutByItsOwnGate(step))
  try examination.forAll(GateCase.drawn, opensAsFar(step))
}

private typealias Property5a = (GateCase) throws -> Void

private func keepsShapes<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    let next = sample.step(type)
    try require(
      next.h.count == sample.memory.count && next.c.count == sample.memory.count, .shape,
      "the memory has \(sample.memory.count) numbers, the new one \(next.c.count), and the state \(next.h.count)")
    try require((next.h + next.c).allSatisfy(\.isFinite), .finite, "the state is \(next.h), the memory \(next.c)")
  }
}

private func dependsOnGates<G: GatedStep>(_ type: G.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 9)
  let cases = (0..<4).map { _ in
    GateCase(
      sums: GateSums(i: [draw.number()], f: [draw.number()], g: [draw.number()], o: [draw.number()]),
      memory: [draw.number()])
  }
  let answers = examination.answers(to: cases) { $0.step(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = G.step(exampleStep.sums, memory: exampleStep.memory)
  if same(example.h[0], exampleStep.h) && same(example.c[0], exampleStep.c) {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "state and memory are the same whatever the gates and the memory are",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func keepsTheMemory<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    let kept = sample.with { ($0.sums.f, $0.sums.i) = ($0.all(GateCase.open), $0.all(GateCase.shut)) }
    let found = kept.step(type).c
    for (before, after) in zip(kept.memory, found) where !same(before, after) {
      throw Failure(
        .keep,
        "with the forget gate open and the input gate shut the memory should stay as it is: \(shown(before)) becomes \(shown(after))"
      )
    }
  }
}

private func erases<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    let erased = sample.with { ($0.sums.f, $0.sums.i) = ($0.all(GateCase.shut), $0.all(GateCase.shut)) }
    for after in erased.step(type).c where !same(after, 0) {
      throw Failure(
        .keep, "with the forget gate and the input gate shut nothing should be left, and \(shown(after)) is")
    }
  }
}

private func writesBothWays<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    let written = sample.with { ($0.sums.f, $0.sums.i) = ($0.all(GateCase.shut), $0.all(GateCase.open)) }
    for (sum, after) in zip(written.sums.g, written.step(type).c) {
      try require(
        sum > 0 || after < 0, .relation,
        "memory can never fall: the candidate's sum is \(shown(sum)), below 0, and \(shown(after)) is written")
      try require(
        abs(after) <= 1, .relation, "what is written is between −1 and 1, as tanh is, and here it is \(shown(after))")
    }
  }
}

private func staysInRange<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    // A memory may be as large as it likes; what is given out may not.
    let large = sample.with {
      $0.memory = $0.memory.map { 3 * $0 }
      ($0.sums.f, $0.sums.o) = ($0.all(GateCase.open), $0.all(GateCase.open))
    }
    for state in large.step(type).h where abs(state) > 1 {
      throw Failure(
        .relation, "h leaves (−1, 1): it is \(shown(state)), where the memory is large and the output gate open")
    }
  }
}

private func givesOutByItsOwnGate<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    let before = sample.step(type)
    // With an empty memory, f has nothing to forget: nothing may change with it.
    let empty = sample.with { $0.memory = $0.all(0) }
    let moved = empty.with { $0.sums.f = $0.sums.f.map { $0 + 1 } }
    try require(
      empty.step(type) == moved.step(type), .relation,
      "gate o moves with f's weights: with an empty memory, f's sums change what is given out")
    let shut = sample.with { $0.sums.o = $0.all(GateCase.shut) }.step(type)
    try require(shut.c == before.c, .relation, "the output gate changes the memory: it may only hide it")
    try require(shut.h != before.h, .deaf, "the state is the same whatever the output gate is")
    try require(
      shut.h.allSatisfy { same($0, 0) }, .relation, "with the output gate shut, \(GateCase.text(shut.h)) is given out")
  }
}

private func opensAsFar<G: GatedStep>(_ type: G.Type) -> Property5a {
  { sample in
    // σ(x) = (1 + tanh(x/2)) / 2, so that no exponential is shared with an answer.
    func gate(_ sum: Double) -> Double { (1 + tanh(sum / 2)) / 2 }
    let found = sample.step(type)
    for index in sample.memory.indices {
      let sums = sample.sums
      let memory = gate(sums.f[index]) * sample.memory[index] + gate(sums.i[index]) * tanh(sums.g[index])
      try require(
        same(found.c[index], memory), .relation,
        "the memory should be σ(f)·c + σ(i)·tanh(g) = \(shown(gate(sums.f[index])))·\(shown(sample.memory[index])) + "
          + "\(shown(gate(sums.i[index])))·\(shown(tanh(sums.g[index]))), and is \(shown(found.c[index]))")
      let state = gate(sums.o[index]) * tanh(memory)
      try require(
        same(found.h[index], state), .relation,
        "the state should be σ(o)·tanh(c) = \(shown(state)), and is \(shown(found.h[index]))")
    }
  }
}
