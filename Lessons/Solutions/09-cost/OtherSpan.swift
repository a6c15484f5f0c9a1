// Exercise 9b another way: hand in hand, all that is ready in a step; each operation counts what it still waits for.

import Costs

enum OtherSpan: GraphSpan {
  static func span(of graph: [[Int]]) -> Int {
    var readers = graph.map { _ in [Int]() }
    for (operation, inputs) in graph.enumerated() { for input in inputs { readers[input].append(operation) } }
    var waiting = graph.map(\.count)
    var ready = graph.indices.filter { waiting[$0] == 0 }
    var steps = 0
    while !ready.isEmpty {
      steps += 1
      var next: [Int] = []
      for reader in ready.flatMap({ readers[$0] }) {
        waiting[reader] -= 1
        if waiting[reader] == 0 { next.append(reader) }
      }
      ready = next
    }
    return steps
  }
}
