// The check of exercise 2a: slopes against two computations with a number moved, on graphs in which nodes are used again.

import ExerciseKit

/// The lesson's example, (x + y)·x at x = 2, y = 3, and its gradients: 7 by x, 2 by y, 2 by the sum, 1 by itself.
public let exampleGradients = [7.0, 2, 2, 1]

private let exampleCase = TapeCase(steps: [.input(2), .input(3), .sum(0, 1), .product(2, 0)])

/// The lesson's example as a tape.
public let exampleTape = exampleCase.tape

/// Throws what is wrong with a walk.
public func checkWalk<W: BackwardWalk>(_ walk: W.Type, _ examination: Examination) throws {
  try dependsOnTape(walk, examination)
  try examination.forAll(TapeCase.chain, isRight(walk, isChain: true))
  try examination.forAll(TapeCase.drawn, count: 300, isRight(walk, isChain: false))
  try examination.forAll(TapeCase.drawn, givesTheSameAgain(walk))
}

private typealias Property2a = (TapeCase) throws -> Void

private func dependsOnTape<W: BackwardWalk>(_ type: W.Type, _ examination: Examination) throws {
  func answer(_ tape: LessonTape) -> [Double] {
    var walk = W()
    return walk.gradients(of: tape, from: tape.nodes.count - 1)
  }
  let cases = [(1.0, 2.0), (0.5, -0.25), (-1, 0.75)].map { x, y in
    TapeCase(steps: [.input(x), .input(y), .sum(0, 1), .product(2, 1)])
  }
  let answers = examination.answers(to: cases) { answer($0.tape) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if answer(exampleTape) == exampleGradients {
    throw Failure(.shown, "right for the lesson's example, and the same for every other computation of that length")
  }
  throw Failure(
    .constant, "the gradients are \(answers[0].map(shown).joined(separator: ", ")) whatever the numbers are",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func isRight<W: BackwardWalk>(_ type: W.Type, isChain: Bool) -> Property2a {
  { sample in
    let tape = sample.tape
    var walk = W()
    let found = walk.gradients(of: tape, from: sample.output)
    try require(
      found.count == tape.nodes.count, .shape,
      "there are \(tape.nodes.count) nodes, and \(found.count) gradients: each node has one")
    try require(
      same(found[sample.output], 1), .relation,
      "the gradient of the output by itself is 1, not \(shown(found[sample.output]))")
    // From the output down, so that the first wrong one gets right numbers from all that use it.
    for node in tape.nodes.indices.reversed() {
      let wanted = sample.quotient(node)
      guard !same(found[node], wanted, within: 1e-6) else { continue }
      throw failure(node, found, wanted, tape, isChain)
    }
  }
}

private func failure(
  _ node: Int, _ found: [Double], _ wanted: Double, _ tape: LessonTape, _ isChain: Bool
) -> Failure {
  // What each use should hand on.
  let shares = tape.nodes.indices.flatMap { user in
    zip(tape.nodes[user].inputs, tape.nodes[user].slopes).filter { $0.0 == node }.map { found[user] * $0.1 }
  }
  let numbers =
    "its gradient is \(shown(found[node])), and a small step of it moves the output \(shown(wanted)) times as far"
  guard found[node].isFinite else { return Failure(.finite, "the gradient of n\(node) is \(shown(found[node]))") }
  let users = tape.nodes.indices.filter { tape.nodes[$0].inputs.contains(node) }
  let siblings = users.flatMap { tape.nodes[$0].inputs }.filter { $0 != node }
  if isChain && found[node] == 0 && !siblings.contains(where: { found[$0] != 0 }) {
    return Failure(.relation, "n\(node): a gradient was handed on before all its uses had arrived; \(numbers)")
  }
  if shares.count > 1, shares.contains(where: { same($0, found[node], within: 1e-6) }) {
    return Failure(.once, "n\(node) is used \(shares.count) times; only one use reaches its gradient: \(numbers)")
  }
  if found[node] == 0 { return Failure(.deaf, "nothing arrived at n\(node): \(numbers)") }
  // A node whose user is used again gets too much if the user hands on its sum each time.
  let isUsedAgain = users.contains { user in tape.nodes.reduce(0) { $0 + $1.inputs.count { $0 == user } } > 1 }
  if shares.count > 1 || isUsedAgain {
    return Failure(.relation, "n\(node): one path is counted several times; \(numbers)")
  }
  return Failure(.slope, "n\(node): \(numbers)")
}

private func givesTheSameAgain<W: BackwardWalk>(_ type: W.Type) -> Property2a {
  { sample in
    let tape = sample.tape
    var walk = W()
    let first = walk.gradients(of: tape, from: sample.output)
    let second = walk.gradients(of: tape, from: sample.output)
    for node in first.indices where first.count != second.count || !same(first[node], second[node]) {
      throw Failure(
        .relation,
        "a second call gives something else: n\(node) had \(shown(first[node])), and now \(shown(second[min(node, second.count - 1)]))"
      )
    }
  }
}
