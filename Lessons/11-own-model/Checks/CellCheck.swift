// The check of exercise 11a: what any cell must satisfy, whatever its equation is.

import ExerciseKit

/// The lesson's example: after 1, a cell is in another state than after −1.
public let exampleInputs = [[[1.0]], [[-1.0]]]

/// Throws what is wrong with a cell.
public func checkCell<C: RecurrentCell>(_ cell: C.Type, _ examination: Examination) throws {
  try require(!C.gates.isEmpty, .shape, "`gates` is empty: name one at least, for its W, U and b")
  let cases = CellCase.drawn(cell)
  try examination.forAll(cases, count: 40, isWellFormed(cell))
  try dependsOnInputs(cell, examination)
  try examination.forAll(cases, count: 40, repeats(cell))
  try examination.forAll(cases, keepsSequencesApart(cell))
  try mostly(cases, examination, readsItsInput(cell))
  try mostly(cases, examination, remembers(cell))
  try examination.forAll(cases, goesOnInParts(cell))
  try examination.forAll(cases, count: 60, hasTheSlopes(cell))
  try usesAllWeights(cell)
}

private typealias Property11a = (CellCase) throws -> Void

/// A unit behind `relu` is silent for some inputs, and may be: what a cell must hear is missed only if it is missed in
/// most cases.
private func mostly(
  _ cases: (inout Draw, Int) -> CellCase, _ examination: Examination, _ property: Property11a
) throws {
  var draw = Draw(seed: 41)
  let count = 40
  let holds = (0..<count).count { trial in (try? property(cases(&draw, 1 + trial * 8 / count))) != nil }
  if holds < count / 4 { try examination.forAll(cases, property) }
}

private func isWellFormed<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let reading = Reading(C(), sample)
    try require(
      reading.isWellFormed, .shape,
      "a step must return h, with c exactly if `hasMemory` says so, of as many numbers as the state before, and either all "
        + "\(C.gates.count) gates or none")
    for (sequence, states) in reading.states.enumerated() {
      for (time, state) in states.enumerated() where !state.allSatisfy(\.isFinite) {
        throw Failure(.finite, "state \(time) of sequence \(sequence) is \(CellCase.text(state))")
      }
    }
  }
}

private func dependsOnInputs<C: RecurrentCell>(_ type: C.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 21)
  let make = CellCase.drawn(type)
  let cases = (0..<4).map { _ in make(&draw, 1) }
  let answers = examination.answers(to: cases) { Reading(C(), $0).states }
  guard Set(answers.flatMap { $0 }.flatMap { $0 }.flatMap { $0 }).count <= 1 else { return }
  var example = cases[0]
  example.inputs = exampleInputs
  example.weights = C.gates.map { _ in GateWeights(w: [[1]], u: [[0.5]], b: [0]) }
  example.start = .zero(sequences: 2, width: 1)
  let found = Reading(C(), example).states
  if found[0] != found[1] { throw Failure(.shown, "right for the lesson's example, and the same for every other") }
  throw Failure(
    .constant, "the states are \(CellCase.text(answers[0][0][0])) whatever was read", input: cases[0].description)
}

/// The same cell, and another one with the same weights, as when a checkpoint is loaded, must read a text the same way.
private func repeats<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let cell = C()
    let first = Reading(cell, sample).states
    let (again, loaded) = (Reading(cell, sample).states, Reading(C(), sample).states)
    try require(
      again == first || loaded == first, .relation,
      "one input, two results: read twice, sequence 0 ends at \(CellCase.text(first[0].last ?? [])) and then at "
        + "\(CellCase.text(again[0].last ?? [])); is something drawn while reading?")
    try require(
      again == first, .parts,
      "read a second time, the same text gives something else: what a cell knows of the past must be in the state that it returns"
    )
    try require(
      loaded == first, .relation,
      "loaded, it answers otherwise: the checkpoint holds the layer's W, U and b, and this cell has a number of its own"
    )
  }
}

private func keepsSequencesApart<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let before = Reading(C(), sample).states
    for moved in sample.inputs.indices {
      let after = Reading(C(), sample.moved(moved, 0)).states
      for other in sample.inputs.indices where other != moved && after[other] != before[other] {
        throw Failure(
          .batch, "sequence \(other) changes when only sequence \(moved) does: is something shared across the batch?")
      }
    }
  }
}

private func readsItsInput<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let before = Reading(C(), sample).states
    for time in 0..<sample.length {
      let after = Reading(C(), sample.moved(0, time)).states
      for earlier in 0..<time where after[0][earlier] != before[0][earlier] {
        throw Failure(.future, "state \(earlier) changes when input \(time), after it, does")
      }
      guard after[0][time] == before[0][time] else { continue }
      let isLate = time + 1 < sample.length && after[0][time + 1] != before[0][time + 1]
      throw isLate
        ? Failure(
          .shift,
          "state \(time) belongs to step \(time - 1): it does not know input \(time) yet, and state \(time + 1) does")
        : Failure(.deaf, "state \(time) is the same whatever input \(time) is")
    }
  }
}

private func remembers<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let (before, after) = (Reading(C(), sample).states, Reading(C(), sample.moved(0, 0)).states)
    try require(
      after[0][1] != before[0][1], .deaf,
      "state 1 is the same whatever input 0 is, though it may know it from state 0: is the state before used?")
  }
}

private func goesOnInParts<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let whole = Reading(C(), sample)
    let first = Reading(C(), sample.part(0..<1, from: sample.start))
    let second = Reading(C(), sample.part(1..<sample.length, from: first.end))
    try require(
      second.end == whole.end, .parts,
      "read in two parts, the end differs from reading at once: what a cell knows of the past must be in the state that it returns"
    )
  }
}

// MARK: Gradients

/// A number among the weights: of a gate's W, U or b.
private struct Place {
  let gate: Int
  let path: WritableKeyPath<GateWeights, Double>
  let name: String

  static func all(_ sample: CellCase) -> [Place] {
    sample.weights.indices.flatMap { gate -> [Place] in
      let weights = sample.weights[gate]
      func matrix(_ name: String, _ path: WritableKeyPath<GateWeights, [[Double]]>) -> [Place] {
        weights[keyPath: path].indices.flatMap { row in
          weights[keyPath: path][row].indices.map { column in
            Place(
              gate: gate, path: path.appending(path: \.[row][column]),
              name: "\(name)[\(row)][\(column)] of gate \(gate)")
          }
        }
      }
      let biases = weights.b.indices.map { Place(gate: gate, path: \.b[$0], name: "b[\($0)] of gate \(gate)") }
      return matrix("W", \.w) + matrix("U", \.u) + biases
    }
  }
}

private func hasTheSlopes<C: RecurrentCell>(_: C.Type) -> Property11a {
  { sample in
    let gradients = Reading(C(), sample).gradients
    func loss(_ place: Place, _ change: Double) -> Double {
      var moved = sample
      moved.weights[place.gate][keyPath: place.path] += change
      return Reading(C(), moved).loss
    }
    let h = 1e-5
    for place in Place.all(sample) {
      let (up, at, down) = (loss(place, h), loss(place, 0), loss(place, -h))
      let slope = (up - down) / (2 * h)
      // At a kink, as relu has one, the slopes on both sides differ, and none of them is wrong.
      guard abs((up - at) - (at - down)) / h <= 1e-3 * max(1, abs(slope)) else { continue }
      let found = gradients[place.gate][keyPath: place.path]
      try require(
        same(found, slope, within: 1e-5), .slope,
        "a small step of \(place.name) changes the loss otherwise than its gradient says: \(shown(slope)) for each unit, and the gradient "
          + "is \(shown(found)). Was a value copied off the tape?")
    }
  }
}

/// Every W, U and b must have some gradient in some of many cases.
private func usesAllWeights<C: RecurrentCell>(_ type: C.Type) throws {
  var draw = Draw(seed: 31)
  let make = CellCase.drawn(type)
  let all = (0..<40).map { _ in Reading(C(), make(&draw, 4)).gradients }
  for (gate, name) in C.gates.enumerated() {
    let blocks: [(String, (GateWeights) -> [Double])] = [
      ("W", { $0.w.flatMap { $0 } }), ("U", { $0.u.flatMap { $0 } }), ("b", \.b),
    ]
    for (block, numbers) in blocks where all.allSatisfy({ numbers($0[gate]).allSatisfy { $0 == 0 } }) {
      throw Failure(
        .relation,
        "\(block) of gate \(gate), “\(name)”, gets no gradient: nothing depends on it, and no training will move it")
    }
  }
}
