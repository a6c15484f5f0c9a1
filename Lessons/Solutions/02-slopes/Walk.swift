// A solution of exercise 2a.

import Slopes

struct Walk: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = Array(repeating: 0.0, count: tape.nodes.count)
    gradients[output] = 1
    for index in (0...output).reversed() {
      let node = tape.nodes[index]
      for (input, slope) in zip(node.inputs, node.slopes) { gradients[input] += gradients[index] * slope }
    }
    return gradients
  }
}
