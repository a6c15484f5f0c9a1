// The check of exercise 8a: lengths stay, a score depends on the difference of two places alone, and each pair has its speed.

import ExerciseKit
import Foundation

/// The lesson's example: the same vector of width 2 at places 0 and 1.
public let exampleTurn = (
  vectors: QueriesAndKeys(queries: [[[1, 0], [1, 0]]], keys: [[[1, 0], [1, 0]]]),
  turned: [[1.0, 0], [cos(1.0), sin(1.0)]]
)

/// Throws what is wrong with a turn. Either pairing is right, and so is either direction.
public func checkRotary<R: RotaryTurn>(_ turn: R.Type, _ examination: Examination) throws {
  try examination.forAll(RotaryCase.drawn, keepsShapes(turn))
  try dependsOnVectors(turn, examination)
  try examination.forAll(RotaryCase.drawn, dependsOnPlaces(turn))
  try examination.forAll(RotaryCase.drawn, goesBySequence(turn))
  try examination.forAll(RotaryCase.drawn, continues(turn))
  try examination.forAll(RotaryCase.pair, keepsLengths(turn))
  try examination.forAll(RotaryCase.drawn, scoresByDifference(turn))
  try examination.forAll(RotaryCase.drawn, keepsLengths(turn))
  try tellsFarPlacesApart(turn)
  try hasTheSpeeds(turn)
}

private typealias Property8a = (RotaryCase) throws -> Void

/// Whether all numbers are the same up to rounding.
private func same(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { ExerciseKit.same($0, $1) }
}

private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

private func keepsShapes<R: RotaryTurn>(_ type: R.Type) -> Property8a {
  { sample in
    let found = sample.turned(type)
    for (name, before, after) in [("queries", sample.queries, found.queries), ("keys", sample.keys, found.keys)] {
      try require(
        before.map { $0.map(\.count) } == after.map { $0.map(\.count) }, .shape,
        "the turned \(name) have not the shape of those that were given")
      try require(
        after.allSatisfy { $0.allSatisfy { $0.allSatisfy(\.isFinite) } }, .finite, "the turned \(name) are \(after)")
    }
  }
}

private func dependsOnVectors<R: RotaryTurn>(_ type: R.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 8)
  let cases = (0..<4).map { _ in
    RotaryCase(queries: [[draw.numbers(2)]], keys: [[draw.numbers(2)]], first: draw.int(0...5))
  }
  let answers = examination.answers(to: cases) { $0.turned(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = R.turned(exampleTurn.vectors, from: 0)
  if example.queries.count == 1 && zip(example.queries[0], exampleTurn.turned).allSatisfy({ same($0, $1) }) {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the result is the same whatever the vectors are, and wherever they stand",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func dependsOnPlaces<R: RotaryTurn>(_ type: R.Type) -> Property8a {
  { sample in
    guard sample.length > 1 else { return }
    let alike = sample.mapping { $0.map { row in row.map { _ in row[0] } } }
    let found = alike.turned(type)
    try require(
      !same(found.queries[0][0], found.queries[0][1]) || !same(found.keys[0][0], found.keys[0][1]), .deaf,
      "with the same vector at every place, the result at place \(sample.first + 1) is that at place \(sample.first): "
        + "nothing was turned by its place")
  }
}

private func goesBySequence<R: RotaryTurn>(_ type: R.Type) -> Property8a {
  { sample in
    let together = sample.turned(type)
    for sequence in sample.queries.indices {
      let alone = sample.alone(sequence).turned(type)
      for time in 0..<sample.length {
        try require(
          same(alone.queries[0][time], together.queries[sequence][time])
            && same(alone.keys[0][time], together.keys[sequence][time]), .batch,
          "sequence \(sequence) is turned otherwise beside others than by itself: does its angle go by the row, where every "
            + "sequence begins at the same place?")
      }
    }
  }
}

private func continues<R: RotaryTurn>(_ type: R.Type) -> Property8a {
  { sample in
    let whole = sample.turned(type)
    for time in 0..<sample.length {
      let tail = sample.tail(time).turned(type)
      try require(
        same(tail.queries[0][0], whole.queries[0][time]) && same(tail.keys[0][0], whole.keys[0][time]), .parts,
        "read in two parts, the end differs from reading at once: the part that begins at place \(sample.first + time) is "
          + "turned as if it began elsewhere")
    }
    // A sequence that begins later is one of which the beginning is missing.
    let vector = sample.queries[0][0]
    let row = Array(repeating: vector, count: sample.first + 1)
    let all = R.turned(QueriesAndKeys(queries: [row], keys: [row]), from: 0)
    let one = R.turned(QueriesAndKeys(queries: [[vector]], keys: [[vector]]), from: sample.first)
    try require(
      same(all.queries[0][sample.first], one.queries[0][0]) && same(all.keys[0][sample.first], one.keys[0][0]), .parts,
      "read in two parts, the end differs from reading at once: what begins at place \(sample.first) is turned as if it "
        + "began at 0 again")
  }
}

private func keepsLengths<R: RotaryTurn>(_ type: R.Type) -> Property8a {
  { sample in
    let found = sample.turned(type)
    for (name, before, after) in [("query", sample.queries, found.queries), ("key", sample.keys, found.keys)] {
      for (sequence, vectors) in before.enumerated() {
        for (time, vector) in vectors.enumerated() {
          let lengths = [vector, after[sequence][time]].map { product($0, $0).squareRoot() }
          try require(
            ExerciseKit.same(lengths[0], lengths[1]), .relation,
            "the length changed: the \(name) at place \(sample.first + time) had \(shown(lengths[0])), and has "
              + "\(shown(lengths[1])); a turn keeps it")
        }
      }
    }
  }
}

private func scoresByDifference<R: RotaryTurn>(_ type: R.Type) -> Property8a {
  { sample in
    let (here, there) = (sample.turned(type), sample.turned(type, from: sample.first + 5))
    for (s, t) in (0..<sample.length).flatMap({ s in (0..<sample.length).map { (s, $0) } }) {
      let scores = [here, there].map { product($0.queries[0][s], $0.keys[0][t]) }
      try require(
        ExerciseKit.same(scores[0], scores[1], within: 1e-7), .relation,
        "moving both words changed the score: query at \(sample.first + s) and key at \(sample.first + t) have "
          + "\(shown(scores[0])), and both 5 places later \(shown(scores[1]))")
    }
  }
}

private func tellsFarPlacesApart<R: RotaryTurn>(_ type: R.Type) throws {
  // 44 is seven full turns of one radian a place, nearly.
  let sample = RotaryCase(queries: [[[1, 1, 1, 1]]], keys: [[[1, 1, 1, 1]]], first: 0)
  let (near, far) = (sample.turned(type).queries[0][0], sample.turned(type, from: 44).queries[0][0])
  guard zip(near, far).allSatisfy({ abs($0 - $1) < 0.05 }) else { return }
  throw Failure(
    .relation,
    "words 0 and 44 look alike: \(RotaryCase.text(near)) and \(RotaryCase.text(far)); do all pairs turn at one speed?",
    input: "\(sample)\nand the same at place 44")
}

private func hasTheSpeeds<R: RotaryTurn>(_ type: R.Type) throws {
  for width in [2, 4, 6, 8, 16] {
    // By how much each unit vector turns from one place to the next; a pair has two of them.
    let found = (0..<width).map { index -> Double in
      let unit = (0..<width).map { $0 == index ? 1.0 : 0 }
      let row = R.turned(QueriesAndKeys(queries: [[unit, unit]], keys: [[unit, unit]]), from: 0).queries[0]
      let step = zip(row[0], row[1]).map { $1 - $0 }
      return 2 * asin(min(1, product(step, step).squareRoot() / 2))
    }.sorted(by: >)
    for (index, speed) in found.enumerated() {
      let pair = index / 2
      let wanted = pow(10000, -2 * Double(pair) / Double(width))
      guard abs(speed / wanted - 1) > 1e-6 else { continue }
      throw Failure(
        .relation,
        "pair \(pair) should turn by 10000^(−2·\(pair)/\(width)) = \(shown(wanted)) from a place to the next, and the "
          + "\(index == 0 ? "fastest" : "next slower") one turns by \(shown(speed))", input: "vectors of width \(width)"
      )
    }
  }
}
