// An input of exercise 9b: operations, and what each reads.

import ExerciseKit

/// A graph without a circle.
struct GraphCase: Sample {
  var graph: [[Int]]

  /// Operations read some of those before them.
  static func inOrder(_ draw: inout Draw, _ size: Int) -> GraphCase {
    let count = draw.int(1...2 + 2 * size)
    return GraphCase(
      graph: (0..<count).map { node in
        guard node > 0 else { return [] }
        return Set((0..<draw.int(0...3)).map { _ in draw.int(0...node - 1) }).sorted()
      })
  }

  /// Each operation reads the one before.
  static func chain(_ count: Int) -> GraphCase { GraphCase(graph: (0..<count).map { $0 == 0 ? [] : [$0 - 1] }) }

  /// The sum of 2^levels numbers, in pairs: first all pairs of inputs, then pairs of those sums, and so on.
  static func tree(levels: Int) -> GraphCase {
    var graph = Array(repeating: [Int](), count: 1 << max(0, levels - 1))
    var before = Array(graph.indices)
    while before.count > 1 {
      let pairs = stride(from: 0, to: before.count, by: 2).map { [before[$0], before[$0 + 1]] }
      before = Array(graph.count..<graph.count + pairs.count)
      graph += pairs
    }
    return GraphCase(graph: graph)
  }

  /// The same operations, the last one first.
  var turnedRound: GraphCase {
    GraphCase(graph: graph.reversed().map { inputs in inputs.map { graph.count - 1 - $0 } })
  }

  /// The steps that it takes when every operation is done as soon as what it reads is there.
  var steps: Int {
    var isDone = graph.map { _ in false }
    var steps = 0
    while isDone.contains(false) {
      let ready = graph.indices.filter { node in !isDone[node] && graph[node].allSatisfy { isDone[$0] } }
      precondition(!ready.isEmpty, "a graph with a circle")
      for node in ready { isDone[node] = true }
      steps += 1
    }
    return steps
  }

  func span<G: GraphSpan>(_: G.Type) -> Int { G.span(of: graph) }

  /// Without one operation, and without one thing that is read.
  var smaller: [GraphCase] {
    guard graph.count > 1 else { return [] }
    var result = graph.indices.reversed().map { gone in
      GraphCase(
        graph: graph.indices.filter { $0 != gone }.map { node in
          graph[node].filter { $0 != gone }.map { $0 > gone ? $0 - 1 : $0 }
        })
    }
    for node in graph.indices {
      for inputs in graph[node].withoutOne {
        var copy = self
        copy.graph[node] = inputs
        result.append(copy)
      }
    }
    return result
  }

  var description: String {
    graph.isEmpty ? "no operations" : graph.enumerated().map { "\($0) reads \($1)" }.joined(separator: "; ")
  }
}
