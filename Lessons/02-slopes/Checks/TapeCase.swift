// An input of exercise 2a: a computation that can be repeated with one number moved.

import ExerciseKit
import Foundation

/// A computation of inputs, sums, products and tanh.
struct TapeCase: Sample {
  enum Step: Equatable {
    case input(Double)
    case sum(Int, Int)
    case product(Int, Int)
    case tanh(Int)

    var inputs: [Int] {
      switch self {
      case .input: []
      case .sum(let a, let b), .product(let a, let b): [a, b]
      case .tanh(let a): [a]
      }
    }

    /// The same step with other places for its inputs.
    func placed(_ place: (Int) -> Int) -> Step {
      switch self {
      case .input: self
      case .sum(let a, let b): .sum(place(a), place(b))
      case .product(let a, let b): .product(place(a), place(b))
      case .tanh(let a): .tanh(place(a))
      }
    }
  }

  var steps: [Step]
  var output: Int { steps.count - 1 }

  /// Any computation: nodes are used once, often, or never.
  static func drawn(_ draw: inout Draw, _ size: Int) -> TapeCase {
    var steps: [Step] = (0...draw.int(0...2)).map { _ in .input(draw.number()) }
    for _ in 0..<size + 1 { steps.append(step(&draw, steps.count - 1, draw.int(0...steps.count - 1))) }
    return TapeCase(steps: steps)
  }

  /// One node after another: each is made from the one before, and from fresh inputs.
  static func chain(_ draw: inout Draw, _ size: Int) -> TapeCase {
    var steps: [Step] = [.input(draw.number())]
    var last = 0
    for _ in 0..<size + 1 {
      if draw.int(0...1) == 0 {
        steps.append(.tanh(last))
      } else {
        steps.append(.input(draw.number()))
        steps.append(draw.int(0...1) == 0 ? .product(last, steps.count - 1) : .sum(last, steps.count - 1))
      }
      last = steps.count - 1
    }
    return TapeCase(steps: steps)
  }

  private static func step(_ draw: inout Draw, _ a: Int, _ b: Int) -> Step {
    switch draw.int(0...3) {
    case 0: .tanh(a)
    case 1: .sum(a, b)
    default: .product(a, b)
    }
  }

  /// The values, perhaps with one node moved, and all that is made from it.
  func values(moving moved: Int? = nil, by change: Double = 0) -> [Double] {
    var values: [Double] = []
    for (index, step) in steps.enumerated() {
      let value =
        switch step {
        case .input(let number): number
        case .sum(let a, let b): values[a] + values[b]
        case .product(let a, let b): values[a] * values[b]
        case .tanh(let a): Foundation.tanh(values[a])
        }
      values.append(index == moved ? value + change : value)
    }
    return values
  }

  /// The slope of the output by a node, from two computations: exact to about 1e-9.
  func quotient(_ node: Int) -> Double {
    let h = 1e-5
    return (values(moving: node, by: h)[output] - values(moving: node, by: -h)[output]) / (2 * h)
  }

  var tape: LessonTape {
    let values = values()
    return LessonTape(
      nodes: steps.enumerated().map { index, step in
        let slopes: [Double] =
          switch step {
          case .input: []
          case .sum: [1, 1]
          case .product(let a, let b): [values[b], values[a]]
          case .tanh: [1 - values[index] * values[index]]
          }
        return LessonTape.Node(inputs: step.inputs, slopes: slopes, value: values[index])
      })
  }

  /// How often each node is used by the nodes that lead to the output.
  func uses(of node: Int) -> Int { steps.reduce(0) { $0 + $1.inputs.count { $0 == node } } }

  var smaller: [TapeCase] {
    var result: [TapeCase] = []
    if steps.count > 1 { result.append(TapeCase(steps: Array(steps.dropLast()))) }
    for index in steps.indices.dropLast() {
      if uses(of: index) == 0 {
        var rest = steps
        rest.remove(at: index)
        result.append(TapeCase(steps: rest.map { $0.placed { $0 > index ? $0 - 1 : $0 } }))
      } else if let instead = steps[index].inputs.first {
        // Everything that used this node uses its first input.
        result.append(TapeCase(steps: steps.map { $0.placed { $0 == index ? instead : $0 } }))
      }
    }
    return result
  }

  var description: String {
    let values = values()
    return steps.enumerated().map { index, step in
      let words =
        switch step {
        case .input: "input"
        case .sum(let a, let b): "n\(a) + n\(b)"
        case .product(let a, let b): "n\(a) · n\(b)"
        case .tanh(let a): "tanh n\(a)"
        }
      return "n\(index) = \(words) = \(shown(values[index]))"
    }.joined(separator: "\n")
  }
}
