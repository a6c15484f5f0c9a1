// Wrong answers to exercise 9b, each with one mistake.

import Costs

/// After which step each operation is done, by a rule from when what it reads was; as often as there are operations.
private func done(_ graph: [[Int]], _ rule: ([Int]) -> Int) -> [Int] {
  var done = graph.map { _ in 1 }
  for _ in graph.indices {
    for (operation, inputs) in graph.enumerated() { done[operation] = rule(inputs.map { done[$0] }) }
  }
  return done
}

/// Has a single processor.
enum AllOperations: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { graph.count }
}

/// Begins as soon as one thing that is read is there.
enum ShortestPath: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { done(graph) { 1 + ($0.min() ?? 0) }.max() ?? 0 }
}

/// Waits for the first thing that is read alone.
enum FirstBranchAlone: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { done(graph) { 1 + ($0.first ?? 0) }.max() ?? 0 }
}

enum BranchesAdded: GraphSpan {
  static func span(of graph: [[Int]]) -> Int {
    var done = graph.map { _ in 1 }
    for _ in graph.indices {
      for (operation, inputs) in graph.enumerated() {
        // What is read is made one after the other.
        done[operation] = min(1000, 1 + inputs.reduce(0) { $0 + done[$1] })
      }
    }
    return done.max() ?? 0
  }
}

enum InTheirOrder: GraphSpan {
  static func span(of graph: [[Int]]) -> Int {
    var done = graph.map { _ in 0 }
    // A single round: right as long as everything that is read comes before.
    for (operation, inputs) in graph.enumerated() {
      done[operation] = 1 + (inputs.map { done[$0] }.max() ?? 0)
    }
    return done.max() ?? 0
  }
}

/// Counts what lies between operations.
enum EdgesForOperations: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { max(0, Span.span(of: graph) - 1) }
}

/// Asks when the last one in the list is done.
enum TheLastAlone: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { done(graph) { 1 + ($0.max() ?? 0) }.last ?? 0 }
}

/// Walks back from every operation, and takes what was seen before for nothing.
enum SeenIsNothing: GraphSpan {
  static func span(of graph: [[Int]]) -> Int {
    var seen: Set<Int> = []
    func steps(to operation: Int) -> Int {
      guard seen.insert(operation).inserted else { return 0 }
      return 1 + (graph[operation].map(steps).max() ?? 0)
    }
    return graph.indices.reversed().map(steps).max() ?? 0
  }
}

/// Takes a single step, whatever there is to do.
enum AllAtOnce: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { 1 }
}

/// Knows the lesson's example by heart.
enum KnowsTheGraph: GraphSpan {
  static func span(of graph: [[Int]]) -> Int { graph == [[], [], [0, 1]] ? 2 : 1 }
}
