// A solution of exercise 9b.

import Costs

enum Span: GraphSpan {
  static func span(of graph: [[Int]]) -> Int {
    // After which step each is done. What is read may come later in the list: as many rounds as there are operations settle all.
    var done = graph.map { _ in 1 }
    for _ in graph.indices {
      for (operation, inputs) in graph.enumerated() {
        done[operation] = 1 + (inputs.map { done[$0] }.max() ?? 0)
      }
    }
    return done.max() ?? 0
  }
}
