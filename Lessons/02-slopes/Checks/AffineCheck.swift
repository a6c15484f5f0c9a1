// The check of exercise 2b. The loss is linear in each of x, W and b alone, so that a quotient tells its slopes exactly.

import ExerciseKit

/// The lesson's example: one row.
public let exampleAffine = (x: [[1.0, 2]], w: [[3.0, 4], [5, 6]], dy: [[1.0, 10]])

private let exampleCase = AffineCase(
  x: exampleAffine.x, w: exampleAffine.w, b: [0, 0], dy: exampleAffine.dy)
private let affineGradients = AffineGradients(x: [[43, 65]], w: [[1, 10], [2, 20]], b: [1, 10])

/// Throws what is wrong with a backward step.
public func checkAffine<A: AffineBackward>(_ backward: A.Type, _ examination: Examination) throws {
  try dependsOnGradient(backward, examination)
  try examination.forAll(AffineCase.unequal, keepsShapes(backward))
  try examination.forAll(AffineCase.drawn, adds(backward))
  try examination.forAll(AffineCase.drawn, reachesFromAllRows(backward))
  try examination.forAll(AffineCase.drawn, doublesWithRows(backward))
  try examination.forAll(AffineCase.drawn, hasTheSlopes(backward))
}

private typealias Property2b = (AffineCase) throws -> Void

private func dependsOnGradient<A: AffineBackward>(_ type: A.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 3)
  let cases = (0..<4).map { _ in
    AffineCase(x: [draw.numbers(2)], w: [draw.numbers(2), draw.numbers(2)], b: [0, 0], dy: [draw.numbers(2)])
  }
  let answers = examination.answers(to: cases) { $0.gradients(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if exampleCase.gradients(type) == affineGradients {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the gradients are the same whatever x, W and dy are", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func keepsShapes<A: AffineBackward>(_ type: A.Type) -> Property2b {
  { sample in
    let found = sample.gradients(type)
    func check(_ name: String, _ gradient: [[Double]], _ value: [[Double]]) throws {
      let isSame = gradient.count == value.count && zip(gradient, value).allSatisfy { $0.count == $1.count }
      try require(
        isSame, .shape,
        "the gradient of \(name) has not the shape of \(name): \(shape(gradient)) for \(shape(value))")
    }
    try check("x", found.x, sample.x)
    try check("W", found.w, sample.w)
    try check("b", [found.b], [sample.b])
  }
}

private func shape(_ matrix: [[Double]]) -> String {
  let columns = Set(matrix.map(\.count))
  return "\(matrix.count) × \(columns.count == 1 ? "\(columns.first ?? 0)" : "uneven rows")"
}

private func adds<A: AffineBackward>(_ type: A.Type) -> Property2b {
  { sample in
    let alone = sample.gradients(type)
    let start = AffineGradients(
      x: sample.x.map { $0.map { _ in 1 } }, w: sample.w.map { $0.map { _ in 2 } }, b: sample.b.map { _ in 3 })
    let added = sample.gradients(type, adding: start)
    func check(_ name: String, _ alone: [Double], _ added: [Double], _ start: Double) throws {
      for (one, both) in zip(alone, added) where !same(one + start, both) {
        throw Failure(
          .once,
          "\(name) is used twice; only one use reaches its gradient: it held \(shown(start)), \(shown(one)) was to be added, and it "
            + "holds \(shown(both))")
      }
    }
    try check("W", alone.w.flatMap { $0 }, added.w.flatMap { $0 }, 2)
    try check("x", alone.x.flatMap { $0 }, added.x.flatMap { $0 }, 1)
    try check("b", alone.b, added.b, 3)
  }
}

private func reachesFromAllRows<A: AffineBackward>(_ type: A.Type) -> Property2b {
  { sample in
    let before = sample.gradients(type)
    for row in sample.x.indices {
      var moved = sample
      moved.dy[row] = moved.dy[row].map { $0 + 1 }
      let after = moved.gradients(type)
      for (name, isSame) in [
        ("b", before.b == after.b), ("W", before.w == after.w), ("x", before.x == after.x),
      ] {
        try require(
          !isSame, .deaf, "row \(row) does not reach \(name): its gradient stays when dy's row \(row) changes")
      }
    }
  }
}

private func doublesWithRows<A: AffineBackward>(_ type: A.Type) -> Property2b {
  { sample in
    var twice = sample
    twice.x += sample.x
    twice.dy += sample.dy
    let (once, both) = (sample.gradients(type), twice.gradients(type))
    for (name, one, two) in [("b", once.b, both.b), ("W", once.w.flatMap { $0 }, both.w.flatMap { $0 })] {
      for (first, second) in zip(one, two) where !same(2 * first, second) {
        throw Failure(
          .relation,
          "with each row twice, the sum of losses doubles, and \(name)'s gradient does not: \(shown(first)) becomes \(shown(second))"
        )
      }
    }
  }
}

private func hasTheSlopes<A: AffineBackward>(_ type: A.Type) -> Property2b {
  { sample in
    let found = sample.gradients(type)
    func check(_ name: String, _ gradient: Double, _ move: (inout AffineCase) -> Void) throws {
      var moved = sample
      move(&moved)
      let slope = moved.loss - sample.loss
      try require(
        same(slope, gradient, within: 1e-8), .slope,
        "a small step of \(name) changes the loss otherwise than its gradient says: \(shown(slope)) times the step, not \(shown(gradient))"
      )
    }
    for row in 0..<sample.rows {
      for inner in 0..<sample.k {
        try check("x[\(row)][\(inner)]", found.x[row][inner]) { $0.x[row][inner] += 1 }
      }
    }
    for inner in 0..<sample.k {
      for column in 0..<sample.n {
        try check("W[\(inner)][\(column)]", found.w[inner][column]) { $0.w[inner][column] += 1 }
      }
    }
    for column in 0..<sample.n { try check("b[\(column)]", found.b[column]) { $0.b[column] += 1 } }
  }
}
