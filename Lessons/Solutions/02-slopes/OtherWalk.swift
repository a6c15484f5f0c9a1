// Exercise 2a another way: the sum over all paths from a node to the output. It is right, and slow: the number of paths can double with
// every node.

import Slopes

struct OtherWalk: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = Array(repeating: 0.0, count: tape.nodes.count)
    func follow(_ node: Int, _ product: Double) {
      gradients[node] += product
      for (input, slope) in zip(tape.nodes[node].inputs, tape.nodes[node].slopes) { follow(input, product * slope) }
    }
    follow(output, 1)
    return gradients
  }
}
