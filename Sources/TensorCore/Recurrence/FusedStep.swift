// What a step of a program computes: operations of a graph, some of them two at once.

import TensorKernels

extension CellGraph {
  /// Whether a value is the result of an element-wise step, and not an input or a product.
  func isStep(_ value: Int) -> Bool {
    switch nodes[value].operation {
    case .add, .subtract, .multiply, .divide, .affine, .function, .functionGradient: true
    default: false
    }
  }

  /// The step that computes a value. Gradients of functions take the function's value or argument first, the gradient second.
  func step(_ value: Int) -> (code: tk_pointwise_code, scale: Double, offset: Double) {
    switch nodes[value].operation {
    case .add: (TK_ADD, 0, 0)
    case .subtract: (TK_SUBTRACT, 0, 0)
    case .multiply: (TK_MULTIPLY, 0, 0)
    case .divide: (TK_DIVIDE, 0, 0)
    case .affine(let scale, let offset): (TK_AFFINE, scale, offset)
    case .function(let function):
      switch function {
      case .exp: (TK_EXP, 0, 0)
      case .log: (TK_LOG, 0, 0)
      case .tanh: (TK_TANH, 0, 0)
      case .sigmoid: (TK_SIGMOID, 0, 0)
      case .gelu: (TK_GELU, 0, 0)
      case .relu: (TK_RELU, 0, 0)
      case .squareRoot: (TK_SQUARE_ROOT, 0, 0)
      }
    case .functionGradient(let function):
      switch function {
      case .tanh: (TK_TANH_GRADIENT, 0, 0)
      case .sigmoid: (TK_SIGMOID_GRADIENT, 0, 0)
      case .gelu: (TK_GELU_GRADIENT, 0, 0)
      case .relu: (TK_RELU_GRADIENT, 0, 0)
      case .exp, .log, .squareRoot: preconditionFailure("\(function) has its derivative in other steps")
      }
    default: preconditionFailure("\(nodes[value].operation) is no element-wise step")
    }
  }
}

/// An element-wise step on values: some operations of the graph that are computed at once.
struct FusedStep {
  let value: Int
  var code: tk_pointwise_code
  var operands: [Int]
  /// What the result is added to.
  var addend: Int?
  var scale, offset: Double

  var reads: [Int] { operands + [addend].compactMap { $0 } }
}

extension CellGraph {
  /// The steps that compute some values, in their order. Two kinds of values need no step of their own: the last term of a sum,
  /// a + b·c, and a product whose only use is in the gradient of a function, b·c·(1 − y²).
  /// - Parameter fixed: Values that are needed as such.
  func fusedSteps(for values: [Int], fixed: Set<Int>) -> [FusedStep] {
    let members = Set(values)
    var uses: [Int: Int] = [:]
    for value in values { for operand in nodes[value].operands { uses[operand, default: 0] += 1 } }
    func canJoin(_ operand: Int, _ value: Int) -> Bool {
      members.contains(operand) && !fixed.contains(operand) && isStep(operand) && uses[operand] == 1
        && nodes[operand].stage == nodes[value].stage
    }
    var terms: [Int: Int] = [:]
    var absorbed: Set<Int> = []
    for sum in values where nodes[sum].operation == .add {
      guard let term = nodes[sum].operands.last(where: { canJoin($0, sum) && terms[$0] == nil }) else { continue }
      terms[sum] = term
      absorbed.insert(term)
    }
    var result: [FusedStep] = []
    for value in values where !absorbed.contains(value) {
      let computed = terms[value] ?? value
      let (code, scale, offset) = step(computed)
      var step = FusedStep(
        value: value, code: code, operands: nodes[computed].operands,
        addend: terms[value].flatMap { term in nodes[value].operands.first { $0 != term } }, scale: scale,
        offset: offset)
      if case .functionGradient(let function) = nodes[computed].operation, function == .tanh || function == .sigmoid,
        nodes[step.operands[1]].operation == .multiply, canJoin(step.operands[1], computed),
        terms[step.operands[1]] == nil
      {
        let product = step.operands[1]
        absorbed.insert(product)
        result.removeAll { $0.value == product }
        step.operands = [step.operands[0]] + nodes[product].operands
        step.code = function == .tanh ? TK_TANH_GRADIENT_OF_PRODUCT : TK_SIGMOID_GRADIENT_OF_PRODUCT
      }
      result.append(step)
    }
    return result
  }
}
