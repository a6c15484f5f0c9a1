// Cross-entropy of a softmax: on given logits, and fused with the product that makes them.

/// A cross-entropy loss: its mean, and what each row contributed.
public struct CrossEntropyLoss<Scalar: TensorScalar> {
  /// Σ of the rows' losses over the normaliser, in nats; the value to differentiate. A scalar.
  public let mean: Variable<Scalar>
  /// The loss of each row in nats, 0 where the target is ignored. [rows]. Nothing is differentiated through it.
  public let perRow: Variable<Scalar>
}

/// The cross-entropy of softmax(logits) against target columns, in nats.
/// - Parameters:
///   - logits: [.., V].
///   - targets: One for each row, in 0..<V; negative: the row is ignored.
///   - normalizer: What the sum of losses is divided by; the number of targets that are not ignored, if nil.
/// - Complexity: O(rows·V) time; keeps the gradient by the logits, rows·V numbers.
public func crossEntropy<S>(
  _ logits: Variable<S>, targets: [Int32], normalizer: Int? = nil
) -> CrossEntropyLoss<S> {
  let (rows, columns) = (logits.shape.rows, logits.shape.columns)
  checkTargets(targets, rows: rows, columns: columns)
  let operation = CrossEntropy<S>(
    rows: rows, columns: columns, targets: targets, normalizer: normalizer ?? countOfTargets(targets),
    keepsGradient: logits.tape.recordsGradients)
  let mean = logits.tape.record(operation, logits, shape: [])
  return CrossEntropyLoss(mean: mean, perRow: logits.tape.auxiliary(0, of: mean, isDifferentiable: false))
}

/// The cross-entropy of softmax(x·W + b) against target columns, in nats, without ever holding all logits.
///
/// Blocks of rows go through product, softmax and both products of the gradient while they are in cache.
/// - Parameters:
///   - x: [.., F].
///   - weight: [F, V], or [V, F] with `transposingWeight`.
///   - bias: [V], or nil.
///   - targets: One for each row, in 0..<V; negative: the row is ignored.
///   - normalizer: What the sum of losses is divided by; the number of targets that are not ignored, if nil.
/// - Complexity: 6·rows·F·V operations with gradients, 2·rows·F·V without; keeps rows·F + F·V numbers with gradients.
public func linearCrossEntropy<S>(
  _ x: Variable<S>, weight: Variable<S>, bias: Variable<S>?, transposingWeight: Bool = false, targets: [Int32],
  normalizer: Int? = nil
) -> CrossEntropyLoss<S> {
  let (rows, features) = (x.shape.rows, x.shape.columns)
  let columns = weight.shape[transposingWeight ? 0 : 1]
  precondition(
    weight.shape == (transposingWeight ? [columns, features] : [features, columns]),
    "linearCrossEntropy: a weight of shape \(weight.shape) does not fit rows of \(features)")
  precondition(bias == nil || bias?.shape == [columns], "linearCrossEntropy: the bias does not fit \(columns) columns")
  checkTargets(targets, rows: rows, columns: columns)
  let operation = LinearCrossEntropy<S>(
    rows: rows, features: features, columns: columns, transposesWeight: transposingWeight, hasBias: bias != nil,
    targets: targets, normalizer: normalizer ?? countOfTargets(targets), keepsGradient: x.tape.recordsGradients)
  let mean = x.tape.record(operation, inputs: [x, weight] + (bias.map { [$0] } ?? []), shape: [])
  return CrossEntropyLoss(mean: mean, perRow: x.tape.auxiliary(0, of: mean, isDifferentiable: false))
}

private func countOfTargets(_ targets: [Int32]) -> Int { max(1, targets.lazy.filter { $0 >= 0 }.count) }

private func checkTargets(_ targets: [Int32], rows: Int, columns: Int) {
  precondition(targets.count == rows, "cross-entropy: \(targets.count) targets for \(rows) rows")
  precondition(targets.allSatisfy { $0 < Int32(columns) }, "cross-entropy: a target is not below \(columns)")
}

/// Operations of softmax, loss and gradient by the logits for one row: maximum, difference, exp, sum (4V − 2), logarithm, sum and
/// difference (3); gradient: quotient, difference at the target, scale (2V + 1).
private func softmaxLossWork(rows: Int, columns: Int) -> (forward: Int, backward: Int, chain: Int) {
  (rows * (4 * columns + 1), rows * (2 * columns + 1), 2 * Cost.chain(summing: columns) + 5)
}

struct CrossEntropy<Scalar: TensorScalar>: Operation {
  let rows, columns: Int
  let targets: [Int32]
  let normalizer: Int
  let keepsGradient: Bool

  var name: String { "crossEntropy" }
  var auxiliaryShapes: [Shape] { keepsGradient ? [[rows], [rows, columns]] : [[rows]] }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let work = softmaxLossWork(rows: rows, columns: columns)
    return Cost(
      forward: work.forward + rows, backward: needsGradient[0] ? work.backward : 0,
      forwardChain: work.chain + Cost.chain(summing: rows) + 1, backwardChain: 3)
  }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let losses = pass.auxiliary(0)
    Scalar.kernels.crossEntropy(
      pass.input(0), targets, losses, keepsGradient ? pass.auxiliary(1) : nil, 1 / Scalar(normalizer), rows, columns)
    pass.output.pointee = Scalar(Scalar.kernels.sum(losses, rows) / Double(normalizer))
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    pass.accumulate(0) { dx, add in
      Scalar.kernels.scale(pass.outputGradient.pointee, pass.auxiliary(1), dx, rows * columns, add)
    }
  }
}

struct LinearCrossEntropy<Scalar: TensorScalar>: Operation {
  let rows, features, columns: Int
  let transposesWeight: Bool
  let hasBias: Bool
  let targets: [Int32]
  let normalizer: Int
  let keepsGradient: Bool

  var name: String { "linearCrossEntropy" }

  /// The rows' losses; with gradients, those by x, by the weight and by the bias, which the forward pass finds on its way.
  var auxiliaryShapes: [Shape] {
    guard keepsGradient else { return [[rows]] }
    return [[rows], [rows, features], [features, columns]] + (hasBias ? [[columns]] : [])
  }

  func cost(needsGradient: NeedsGradient) -> Cost {
    let work = softmaxLossWork(rows: rows, columns: columns)
    let product = 2 * rows * features * columns
    let bias = hasBias ? rows * columns : 0
    let products = product * ((needsGradient[0] ? 1 : 0) + (needsGradient[1] ? 1 : 0))
    let gradients = work.backward + products + (hasBias && needsGradient[2] ? max(rows - 1, 0) * columns : 0)
    return Cost(
      forward: product + bias + work.forward + rows, backward: needsGradient.count > 0 ? gradients : 0,
      forwardChain: Cost.chain(contracting: features) + work.chain + Cost.chain(summing: rows) + (hasBias ? 2 : 1),
      backwardChain: 3 + Cost.chain(contracting: max(columns, rows)))
  }

  /// Rows that go through together: as many as keep a block of logits within a quarter of a megabyte.
  private var blockRows: Int { max(16, min(rows, 262_144 / MemoryLayout<Scalar>.stride / max(columns, 1))) }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let losses = pass.auxiliary(0)
    let weight = Matrix(pass.input(1), transposesWeight ? columns : features, transposesWeight ? features : columns)
    let factor = transposesWeight ? weight.transposed : weight
    if rows == 0 && keepsGradient {
      for (index, shape) in auxiliaryShapes.enumerated() {
        Scalar.kernels.fill(0, pass.auxiliary(index), shape.count)
      }
    }
    pass.withWorkspace(blockRows * columns) { logits in
      for start in stride(from: 0, to: rows, by: blockRows) {
        block(pass, factor, logits, start: start, count: min(blockRows, rows - start))
      }
    }
    pass.output.pointee = Scalar(Scalar.kernels.sum(losses, rows) / Double(normalizer))
  }

  /// One block of rows: logits, losses, and, with gradients, those by x, weight and bias.
  private func block(
    _ pass: ForwardPass<Scalar>, _ factor: Matrix<Scalar>, _ logits: UnsafeMutablePointer<Scalar>, start: Int,
    count: Int
  ) {
    let x = Matrix(pass.input(0) + start * features, count, features)
    multiply(x, factor, into: logits, add: false, bias: hasBias ? pass.input(2) : nil)
    targets.withUnsafeBufferPointer { targets in
      guard let base = targets.baseAddress else { return }
      Scalar.kernels.crossEntropy(
        logits, base + start, pass.auxiliary(0) + start, keepsGradient ? logits : nil, 1 / Scalar(normalizer), count,
        columns)
    }
    guard keepsGradient else { return }
    let gradient = Matrix(UnsafePointer(logits), count, columns)
    multiply(gradient, factor.transposed, into: pass.auxiliary(1) + start * features, add: false)
    if transposesWeight {
      multiply(gradient.transposed, x, into: pass.auxiliary(2), add: start > 0)
    } else {
      multiply(x.transposed, gradient, into: pass.auxiliary(2), add: start > 0)
    }
    if hasBias { Scalar.kernels.sumRows(logits, pass.auxiliary(3), count, columns, start > 0) }
  }

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let upstream = pass.outputGradient.pointee
    let counts = [rows * features, features * columns] + (hasBias ? [columns] : [])
    for (index, count) in counts.enumerated() {
      pass.accumulate(index) { gradient, add in
        Scalar.kernels.scale(upstream, pass.auxiliary(index + 1), gradient, count, add)
      }
    }
  }
}
