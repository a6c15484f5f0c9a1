// Functions of one value, element by element: exp, log, tanh, sigmoid, GELU, ReLU, square root.

/// eˣ, element by element.
/// - Complexity: O(count) time; keeps the result.
public func exp<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.exp, x) }

/// The natural logarithm, element by element; −∞ at 0, NaN below.
public func log<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.log, x) }

/// The hyperbolic tangent, element by element.
public func tanh<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.tanh, x) }

/// 1 / (1 + e⁻ˣ), element by element.
public func sigmoid<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.sigmoid, x) }

/// ½x(1 + tanh(√(2/π)(x + 0.044715x³))), element by element.
/// - Source: Hendrycks and Gimpel 2016, the form that GPT-2 uses.
public func gelu<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.gelu, x) }

/// max(x, 0), element by element; the derivative at 0 is 0.
public func relu<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.relu, x) }

/// √x, element by element.
public func squareRoot<S>(_ x: Variable<S>) -> Variable<S> { elementwise(.squareRoot, x) }

private func elementwise<S>(_ kind: ElementwiseFunction<S>.Kind, _ x: Variable<S>) -> Variable<S> {
  x.tape.record(ElementwiseFunction<S>(kind: kind, count: x.shape.count), x, shape: x.shape)
}

struct ElementwiseFunction<Scalar: TensorScalar>: Operation {
  enum Kind: String, CaseIterable { case exp, log, tanh, sigmoid, gelu, relu, squareRoot }
  let kind: Kind
  let count: Int

  var name: String { kind.rawValue }

  /// Operations for one element: forward, backward, and the length of either's chain.
  private var perElement: (forward: Int, backward: Int) {
    switch kind {
    case .exp: (1, 1)  // y · g
    case .log: (1, 1)  // g / x
    case .tanh: (1, 3)  // g · (1 − y²)
    case .sigmoid: (1, 3)  // g · y · (1 − y)
    case .gelu: (8, 14)  // u: 4, tanh 1, ½x(1 + t): 3; its derivative from x again
    case .relu: (1, 1)
    case .squareRoot: (1, 2)  // g / 2y
    }
  }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let (forward, backward) = perElement
    return Cost(
      forward: forward * count, backward: backward * count * needsGradient.count,
      forwardChain: forward, backwardChain: backward)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    let kernels = Scalar.kernels
    let function =
      switch kind {
      case .exp: kernels.exp
      case .log: kernels.log
      case .tanh: kernels.tanh
      case .sigmoid: kernels.sigmoid
      case .gelu: kernels.gelu
      case .relu: kernels.relu
      case .squareRoot: kernels.squareRoot
      }
    function(pass.input(0), pass.output, count)
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    let kernels = Scalar.kernels
    let dy = UnsafePointer(pass.outputGradient)
    pass.accumulate(0) { dx, add in
      switch kind {
      case .exp: kernels.multiply(pass.output, dy, dx, count, add)
      case .log: kernels.divide(dy, pass.input(0), dx, count, add)
      case .tanh: kernels.tanhGradient(pass.output, dy, dx, count, add)
      case .sigmoid: kernels.sigmoidGradient(pass.output, dy, dx, count, add)
      case .gelu: kernels.geluGradient(pass.input(0), dy, dx, count, add)
      case .relu: kernels.reluGradient(pass.output, dy, dx, count, add)
      case .squareRoot:
        pass.withWorkspace(count) { half in
          kernels.scale(0.5, dy, half, count, false)
          kernels.divide(half, pass.output, dx, count, add)
        }
      }
    }
  }
}
