// Exercise 2a: the slopes of one number by all the others, in one walk backwards.
//
// A tape holds numbers in the order in which they were computed. Each node knows which nodes it was made from, and by how
// much its value changes with each of them. Give every node its gradient: how much the output changes when that node is
// moved a little. Begin at the output, whose gradient is 1, and go backwards: each node hands its gradient, times the slope,
// on to each of the nodes that it was made from.
//
// Check it:  ./lab check 2a        A hint:  ./lab hint 2a

import Slopes

struct Walk: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = Array(repeating: 0.0, count: tape.nodes.count)
    gradients[output] = 1
    // Yours: tape.nodes[n].inputs are the nodes that n was made from, tape.nodes[n].slopes the slopes by them.
    return gradients
  }
}
