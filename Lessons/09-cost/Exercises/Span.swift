// Exercise 9b: the span of a graph.
//
// graph[i] has the numbers of the operations whose results operation i reads: [[], [], [0, 1]] is (a + b)·(a − b), where
// operation 2 reads both others. With as many processors as one likes, an operation is done one step after the last of
// those that it reads. After how many steps is all done? Operations stand in any order: one may read another that comes
// later in the list.
//
// Check it:  ./lab check 9b        A hint:  ./lab hint 9b

import Costs

enum Span: GraphSpan {
  static func span(of graph: [[Int]]) -> Int {
    // Yours. As it stands, there is a single processor.
    graph.count
  }
}
