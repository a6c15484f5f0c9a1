// Multi-head attention without an n×n matrix in memory, rotary positions, and attention with a cache of keys and values.

import Foundation

/// The settings of multi-head attention.
public struct AttentionOptions: Equatable, Sendable {
  /// How many heads share the width, each with an equal part of it.
  public var headCount: Int
  /// Whether a position sees only itself and what is before it.
  public var isCausal: Bool
  /// Whether scores fall linearly with distance, head by head (ALiBi).
  public var hasLinearBiases: Bool

  public init(headCount: Int, isCausal: Bool, hasLinearBiases: Bool = false) {
    self.headCount = headCount
    self.isCausal = isCausal
    self.hasLinearBiases = hasLinearBiases
  }

  /// The slope of a head's linear bias: 2^(−8(head + 1)/heads), or 0 without biases.
  /// - Source: Press, Smith and Lewis 2022.
  public func slope(ofHead head: Int) -> Double {
    hasLinearBiases ? exp2(-8 * Double(head + 1) / Double(headCount)) : 0
  }

  /// The slopes of all heads.
  func slopes<S: TensorScalar>() -> [S] { (0..<headCount).map { S(slope(ofHead: $0)) } }
}

/// softmax(Q·Kᵀ/√(d/h) + bias)·V for each head, the heads side by side.
///
/// Queries go through in blocks: a block's scores against all keys it sees are computed, used, and forgotten; the backward pass
/// computes them again. Memory beyond inputs and output is therefore linear in T.
/// - Shape: packed queries, keys and values [B, T, 3·d] → [B, T, d].
/// - Complexity: 4·B·d·(number of visible pairs) operations for the products, 10·B·d·pairs for gradients (one of the
///   two products is computed again); keeps the result and B·h·T numbers.
/// - Source: Vaswani et al. 2017; Dao et al. 2022 for recomputation.
/// - Precondition: the width is a multiple of the number of heads.
public func attention<S>(_ packed: Variable<S>, _ options: AttentionOptions) -> Variable<S> {
  precondition(packed.shape.rank == 3, "attention: packed input has shape \(packed.shape), not [B, T, 3·d]")
  let (batch, steps, width) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
  precondition(
    width * 3 == packed.shape[2] && width % options.headCount == 0,
    "attention: shape \(packed.shape) does not divide into 3 × \(options.headCount) heads")
  return packed.tape.record(
    Attention<S>(batch: batch, steps: steps, width: width, options: options), packed, shape: [batch, steps, width])
}

struct Attention<Scalar: TensorScalar>: Operation {
  let batch, steps, width: Int
  let options: AttentionOptions

  /// Queries in a block. Its scores take blockSize·T numbers.
  static var blockSize: Int { 64 }

  var name: String { "attention" }
  var auxiliaryShapes: [Shape] { [[batch, options.headCount, steps]] }

  private var headWidth: Int { width / options.headCount }
  private var scale: Scalar { 1 / Scalar(headWidth).squareRoot() }

  /// For each visible pair and head: 2·headWidth for each product, and 6 for scale, maximum, difference, exp, sum, quotient (8
  /// with a linear bias). Backward: five products; scale, difference and exp for the probabilities again (5 with a bias), and
  /// difference and two products for their gradient; and Σ dO ⊙ O for each query.
  func cost(needsGradient: NeedsGradient) -> Cost {
    let pairs = batch * (options.isCausal ? steps * (steps + 1) / 2 : steps * steps)
    let perPair = options.headCount * (options.hasLinearBiases ? 8 : 6)
    let products = 2 * pairs * width
    let (score, sum) = (Cost.chain(contracting: headWidth), Cost.chain(contracting: steps))
    let bias = options.hasLinearBiases ? 1 : 0
    return Cost(
      forward: 2 * products + pairs * perPair,
      backward: needsGradient[0] ? 5 * products + pairs * perPair + 2 * batch * steps * width : 0,
      forwardChain: score + 2 * Cost.chain(summing: steps) + 4 + bias + sum, backwardChain: score + 5 + bias + sum)
  }

  /// Where the head of one sequence begins in packed memory: its queries; keys and values follow at `width` and `2·width`.
  private func start(_ sequence: Int, _ head: Int) -> Int { sequence * steps * 3 * width + head * headWidth }

  /// How many keys a block of queries sees.
  private func visible(_ first: Int, _ count: Int) -> Int { options.isCausal ? first + count : steps }

  func forward(_ pass: ForwardPass<Scalar>) {
    let (packed, output, logSums) = (pass.input(0), pass.output, pass.auxiliary(0))
    let slopes: [Scalar] = options.slopes()
    pass.withWorkspace(min(Self.blockSize, steps) * steps) { scores in
      for sequence in 0..<batch {
        for head in 0..<options.headCount {
          let base = packed + start(sequence, head)
          for first in stride(from: 0, to: steps, by: Self.blockSize) {
            let count = min(Self.blockSize, steps - first)
            let keys = visible(first, count)
            multiply(
              block(base, first, count), block(base + width, 0, keys).transposed, into: scores, add: false)
            Scalar.kernels.attentionSoftmax(
              scores, count, keys, keys, first, options.isCausal, scale, slopes[head],
              logSums + (sequence * options.headCount + head) * steps + first)
            multiply(
              Matrix(UnsafePointer(scores), count, keys), block(base + 2 * width, 0, keys),
              into: output + (sequence * steps + first) * width + head * headWidth, stride: width, add: false)
          }
        }
      }
    }
  }

  /// Rows of one head in packed memory.
  private func block(_ base: UnsafePointer<Scalar>, _ first: Int, _ count: Int) -> Matrix<Scalar> {
    Matrix(base + first * 3 * width, count, headWidth, stride: 3 * width)
  }

  func backward(_ pass: BackwardPass<Scalar>) {
    pass.accumulate(0) { dPacked, add in
      // Keys and values collect from many blocks of queries, so memory without a value must start at zero.
      if !add { Scalar.kernels.fill(0, dPacked, batch * steps * 3 * width) }
      let size = min(Self.blockSize, steps) * steps
      let slopes: [Scalar] = options.slopes()
      pass.withWorkspace(2 * size + Self.blockSize) { workspace in
        for sequence in 0..<batch {
          for head in 0..<options.headCount {
            for first in stride(from: 0, to: steps, by: Self.blockSize) {
              backward(
                pass, dPacked, sequence, head, first, min(Self.blockSize, steps - first), slope: slopes[head],
                probabilities: workspace, gradient: workspace + size, delta: workspace + 2 * size)
            }
          }
        }
      }
    }
  }

  /// One block of queries: P again; dV += Pᵀ·dO; dS = scale·P ⊙ (dO·Vᵀ − Σ dO ⊙ O); dQ += dS·K; dK += dSᵀ·Q.
  private func backward(
    _ pass: BackwardPass<Scalar>, _ dPacked: UnsafeMutablePointer<Scalar>, _ sequence: Int, _ head: Int, _ first: Int,
    _ count: Int, slope: Scalar, probabilities: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
    delta: UnsafeMutablePointer<Scalar>
  ) {
    let keys = visible(first, count)
    let base = pass.input(0) + start(sequence, head)
    let dBase = dPacked + start(sequence, head)
    let (query, key, value) = (
      block(base, first, count), block(base + width, 0, keys), block(base + 2 * width, 0, keys)
    )
    let place = (sequence * steps + first) * width + head * headWidth
    let dOutput = Matrix(UnsafePointer(pass.outputGradient + place), count, headWidth, stride: width)
    for row in 0..<count {
      delta[row] = Scalar(
        Scalar.kernels.dot(dOutput.base + row * width, pass.output + place + row * width, headWidth))
    }
    multiply(query, key.transposed, into: probabilities, add: false)
    Scalar.kernels.attentionProbabilities(
      probabilities, count, keys, keys, first, options.isCausal, scale, slope,
      pass.auxiliary(0) + (sequence * options.headCount + head) * steps + first)
    let weights = Matrix(UnsafePointer(probabilities), count, keys)
    multiply(weights.transposed, dOutput, into: dBase + 2 * width, stride: 3 * width, add: true)
    multiply(dOutput, value.transposed, into: gradient, add: false)
    Scalar.kernels.attentionGradient(
      weights.base, gradient, delta, count, keys, keys, first, options.isCausal, scale)
    let dScores = Matrix(UnsafePointer(gradient), count, keys)
    multiply(dScores, key, into: dBase + first * 3 * width, stride: 3 * width, add: true)
    multiply(dScores.transposed, query, into: dBase + width, stride: 3 * width, add: true)
  }
}

/// Attention of new positions over a cache of earlier keys and values, which the new ones join. For generation: no gradient.
/// - Parameters:
///   - packed: Queries, keys and values of the new positions, [B, T, 3·d].
///   - cache: Keys and values, [B, capacity, 2·d]; the first `position` rows of each sequence are filled, T more will be.
///     The tape holds on to it until its reset; a step on a tape that was not reset copies the cache first.
/// - Complexity: 4·B·d·T·(position + T) operations.
/// - Precondition: `position + T` is at most the capacity; attention is causal.
public func attention<S>(
  _ packed: Variable<S>, cache: inout Tensor<S>, position: Int, _ options: AttentionOptions
) -> Variable<S> {
  precondition(options.isCausal, "attention with a cache is causal")
  let (batch, steps, width, capacity) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3, cache.shape[1])
  precondition(
    packed.shape == [batch, steps, 3 * width] && cache.shape == [batch, capacity, 2 * width]
      && width % options.headCount == 0,
    "attention: packed \(packed.shape) and cache \(cache.shape) do not fit \(options.headCount) heads")
  precondition(
    position >= 0 && position + steps <= capacity,
    "attention: \(position) + \(steps) positions exceed the cache of \(capacity)")
  cache.makeUnique()
  let source = packed.elements
  for sequence in 0..<batch {
    for step in 0..<steps {
      (cache.storage.base + (sequence * capacity + position + step) * 2 * width).update(
        from: source + (sequence * steps + step) * 3 * width + width, count: 2 * width)
    }
  }
  let operation = CachedAttention<S>(
    batch: batch, steps: steps, width: width, capacity: capacity, position: position, options: options)
  return packed.tape.record(operation, packed, packed.tape.constant(cache), shape: [batch, steps, width])
}

struct CachedAttention<Scalar: TensorScalar>: Operation {
  let batch, steps, width, capacity, position: Int
  let options: AttentionOptions

  var name: String { "cachedAttention" }

  func cost(needsGradient: NeedsGradient) -> Cost {
    precondition(needsGradient.count == 0, "attention with a cache has no gradient: use a tape that records none")
    let pairs = batch * (steps * position + steps * (steps + 1) / 2)
    let keys = position + steps
    let chain = Cost.chain(contracting: width / options.headCount) + 2 * Cost.chain(summing: keys) + 4
    return Cost(
      forward: 4 * pairs * width + pairs * options.headCount * (options.hasLinearBiases ? 8 : 6), backward: 0,
      forwardChain: chain + (options.hasLinearBiases ? 1 : 0) + Cost.chain(contracting: keys), backwardChain: 0)
  }

  func forward(_ pass: ForwardPass<Scalar>) {
    let (keys, headWidth) = (position + steps, width / options.headCount)
    let slopes: [Scalar] = options.slopes()
    pass.withWorkspace(steps * keys) { scores in
      for sequence in 0..<batch {
        for head in 0..<options.headCount {
          let queries = pass.input(0) + sequence * steps * 3 * width + head * headWidth
          let cached = pass.input(1) + sequence * capacity * 2 * width + head * headWidth
          multiply(
            Matrix(queries, steps, headWidth, stride: 3 * width),
            Matrix(cached, keys, headWidth, stride: 2 * width).transposed, into: scores, add: false)
          Scalar.kernels.attentionSoftmax(
            scores, steps, keys, keys, position, true, 1 / Scalar(headWidth).squareRoot(),
            slopes[head], nil)
          multiply(
            Matrix(UnsafePointer(scores), steps, keys), Matrix(cached + width, keys, headWidth, stride: 2 * width),
            into: pass.output + sequence * steps * width + head * headWidth, stride: width, add: false)
        }
      }
    }
  }

  func backward(_ pass: BackwardPass<Scalar>) {}
}
