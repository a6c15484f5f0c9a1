// The check of exercise 9b: chains, trees, what stands side by side, any order, and then any graph.

import ExerciseKit

/// The lesson's example: (a + b)·(a − b), two operations side by side and one that reads both.
public let exampleGraph = (graph: [[], [], [0, 1]] as [[Int]], span: 2)

/// Throws what is wrong with a span.
public func checkSpan<G: GraphSpan>(_ span: G.Type, _ examination: Examination) throws {
  try dependsOnGraph(span, examination)
  try countsNodes(span)
  try addsNothingSideBySide(span)
  try growsAsATree(span)
  try examination.forAll(GraphCase.inOrder, isThatOfManyHands(span))
  try examination.forAll(GraphCase.inOrder, ignoresTheOrder(span))
  guard span.span(of: []) != 0 else { return }
  throw Failure(
    .relation, "no operations take no steps, and not \(span.span(of: []))", input: "\(GraphCase(graph: []))")
}

private typealias Property9b = (GraphCase) throws -> Void

private func dependsOnGraph<G: GraphSpan>(_ type: G.Type, _ examination: Examination) throws {
  let cases = [GraphCase.chain(2), .chain(5), .tree(levels: 3), GraphCase(graph: [[], [], [1], [0, 2]])]
  let answers = examination.answers(to: cases) { $0.span(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if G.span(of: exampleGraph.graph) == exampleGraph.span && answers[0] != exampleGraph.span {
    throw Failure(.shown, "right for the lesson's example, and the same for every other graph")
  }
  throw Failure(
    .constant, "the span is \(answers[0]) whatever the graph is", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func countsNodes<G: GraphSpan>(_ type: G.Type) throws {
  guard (1...5).allSatisfy({ GraphCase.chain($0).span(type) == $0 - 1 }) else { return }
  throw Failure(
    .shift, "a chain of 3 operations takes 3 steps, and not 2: what lies between operations was counted",
    input: "\(GraphCase.chain(3))")
}

private func addsNothingSideBySide<G: GraphSpan>(_ type: G.Type) throws {
  for count in 2...4 {
    let many = GraphCase(graph: Array(repeating: [], count: count))
    guard many.span(type) > 1 else { continue }
    throw Failure(
      .relation,
      "independent work must not add: \(count) operations that read inputs alone are done in 1 step, and not in "
        + "\(many.span(type))", input: "\(many)")
  }
}

/// Throws what is wrong with a span that is not the number of steps of something.
private func compare(_ found: Int, with steps: Int, of what: String) throws {
  try require(
    found >= steps, .relation,
    "something is read before it is there: \(what) takes \(steps) steps, and not \(found)")
  try require(
    found <= steps, .relation,
    "independent work must not add: \(what) takes \(steps) steps with many hands, and not \(found)")
}

private func growsAsATree<G: GraphSpan>(_ type: G.Type) throws {
  for levels in 1...6 {
    let tree = GraphCase.tree(levels: levels)
    do {
      try compare(tree.span(type), with: levels, of: "the sum of \(1 << levels) numbers in pairs")
    } catch let failure as Failure {
      throw Failure(failure.property, failure.message, input: "\(tree)")
    }
  }
}

private func isThatOfManyHands<G: GraphSpan>(_ type: G.Type) -> Property9b {
  { sample in try compare(sample.span(type), with: sample.steps, of: "this") }
}

private func ignoresTheOrder<G: GraphSpan>(_ type: G.Type) -> Property9b {
  { sample in
    let (found, turned) = (sample.span(type), sample.turnedRound.span(type))
    try require(
      found == turned, .relation,
      "reordering changed it: with the last operation first, it is \(turned) in place of \(found); numbers are names, "
        + "and say nothing of what is done first")
  }
}
