// Wrong answers to exercise 2a, each with one mistake.

import Slopes

private func zeros(_ tape: LessonTape) -> [Double] { Array(repeating: 0.0, count: tape.nodes.count) }

struct Overwrites: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = Array(repeating: 0.0, count: tape.nodes.count)
    gradients[output] = 1
    for index in (0...output).reversed() {
      let node = tape.nodes[index]
      for (input, slope) in zip(node.inputs, node.slopes) { gradients[input] = gradients[index] * slope }
    }
    return gradients
  }
}

/// Goes from the first node to the last.
struct Forwards: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = zeros(tape)
    gradients[output] = 1
    for (index, node) in tape.nodes.enumerated() {
      for (input, slope) in zip(node.inputs, node.slopes) { gradients[input] += gradients[index] * slope }
    }
    return gradients
  }
}

struct HandsOnTheSumAgain: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = Array(repeating: 0.0, count: tape.nodes.count)
    gradients[output] = 1
    func follow(_ index: Int) {
      for (input, slope) in zip(tape.nodes[index].inputs, tape.nodes[index].slopes) {
        gradients[input] += gradients[index] * slope
        follow(input)
      }
    }
    follow(output)
    return gradients
  }
}

/// Goes on from where the last call ended.
struct NeverResets: BackwardWalk {
  var kept: [Double] = []

  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    if kept.count != tape.nodes.count { kept = zeros(tape) }
    kept[output] = 1
    for index in (0...output).reversed() {
      let node = tape.nodes[index]
      for (input, slope) in zip(node.inputs, node.slopes) { kept[input] += kept[index] * slope }
    }
    return kept
  }
}

/// Begins with 0 at the output.
struct BeginsAtZero: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = zeros(tape)
    for index in (0...output).reversed() {
      let node = tape.nodes[index]
      for (input, slope) in zip(node.inputs, node.slopes) { gradients[input] += gradients[index] * slope }
    }
    return gradients
  }
}

/// Takes the slopes in the wrong order.
struct ExchangesSlopes: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = zeros(tape)
    gradients[output] = 1
    for index in (0...output).reversed() {
      let node = tape.nodes[index]
      for (input, slope) in zip(node.inputs, node.slopes.reversed()) { gradients[input] += gradients[index] * slope }
    }
    return gradients
  }
}

/// Hands on to the first of two inputs alone.
struct FirstInputAlone: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = zeros(tape)
    gradients[output] = 1
    for index in (0...output).reversed() {
      if let input = tape.nodes[index].inputs.first, let slope = tape.nodes[index].slopes.first {
        gradients[input] += gradients[index] * slope
      }
    }
    return gradients
  }
}

/// Adds slopes along a path instead of multiplying them.
struct AddsSlopes: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    var gradients = zeros(tape)
    gradients[output] = 1
    for index in (0...output).reversed() where gradients[index] != 0 {
      let node = tape.nodes[index]
      for (input, slope) in zip(node.inputs, node.slopes) {
        gradients[input] += index == output ? slope : gradients[index] + slope
      }
    }
    return gradients
  }
}

/// Knows the lesson's example by heart.
struct KnowsTheTape: BackwardWalk {
  mutating func gradients(of tape: LessonTape, from output: Int) -> [Double] {
    tape.nodes.map(\.value) == [2, 3, 5, 10] ? [7, 2, 2, 1] : tape.nodes.map { _ in 1 }
  }
}
