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

  /// The settings; without linear biases, unless they are asked for.
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
@specialized(where S == Float)
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
  static var blockSize: Int { 16 }

  var name: String { "attention" }
  var auxiliaryShapes: [Shape] { [[batch, options.headCount, steps]] }

  private var headWidth: Int { width / options.headCount }
  private var scale: Scalar { 1 / Scalar(headWidth).squareRoot() }

  /// For each visible pair and head: 2·headWidth for each product, and 6 for scale, maximum, difference, exp, sum, quotient (8
  /// with a linear bias). Backward: five products; scale, difference and exp for the probabilities again (5 with a bias), and
  /// difference and two products for their gradient, and two more for the sum that is taken from it.
  func cost(needsGradient: NeedsGradient) -> Cost {
    let pairs = batch * (options.isCausal ? steps * (steps + 1) / 2 : steps * steps)
    let perPair = options.headCount * (options.hasLinearBiases ? 8 : 6)
    let products = 2 * pairs * width
    let (score, sum) = (Cost.chain(contracting: headWidth), Cost.chain(contracting: steps))
    let bias = options.hasLinearBiases ? 1 : 0
    return Cost(
      forward: 2 * products + pairs * perPair,
      backward: needsGradient[0] ? 5 * products + pairs * (perPair + 2 * options.headCount) : 0,
      forwardChain: score + 2 * Cost.chain(summing: steps) + 4 + bias + sum,
      backwardChain: score + 6 + bias + Cost.chain(summing: steps) + sum)
  }

  /// Where the head of one sequence begins in packed memory: its queries; keys and values follow at `width` and `2·width`.
  private func start(_ sequence: Int, _ head: Int) -> Int { sequence * steps * 3 * width + head * headWidth }

  /// How many keys a block of queries sees.
  private func visible(_ first: Int, _ count: Int) -> Int { options.isCausal ? first + count : steps }

  @specialized(where Scalar == Float)
  func forward(_ pass: ForwardPass<Scalar>) {
    let (packed, output, logSums) = (pass.input(0), pass.output, pass.auxiliary(0))
    let (slopes, kernels): ([Scalar], _) = (options.slopes(), Scalar.kernels)
    pass.withWorkspace((min(Self.blockSize, steps) + headWidth) * steps) { workspace in
      let (keysAcross, scores) = (workspace, workspace + headWidth * steps)
      forEachHead { sequence, head in
        let base = packed + start(sequence, head)
        kernels.transpose(base + width, 3 * width, keysAcross, steps, steps, headWidth)
        forEachBlock { first, count in
          let keys = visible(first, count)
          multiply(block(base, first, count), across(keysAcross, keys), into: scores, add: false)
          kernels.attentionSoftmax(
            scores, count, keys, keys, first, options.isCausal, scale, slopes[head],
            logSums + (sequence * options.headCount + head) * steps + first)
          multiply(
            Matrix(UnsafePointer(scores), count, keys), block(base + 2 * width, 0, keys),
            into: output + (sequence * steps + first) * width + head * headWidth, stride: width, add: false)
        }
      }
    }
  }

  /// Calls `body` with each sequence and head.
  private func forEachHead(_ body: (Int, Int) -> Void) {
    for sequence in 0..<batch {
      for head in 0..<options.headCount { body(sequence, head) }
    }
  }

  /// Calls `body` with the first position of each block of queries, and how many queries there are.
  private func forEachBlock(_ body: (Int, Int) -> Void) {
    for first in stride(from: 0, to: steps, by: Self.blockSize) { body(first, min(Self.blockSize, steps - first)) }
  }

  /// Rows of one head in packed memory.
  private func block(_ base: UnsafePointer<Scalar>, _ first: Int, _ count: Int) -> Matrix<Scalar> {
    Matrix(base + first * 3 * width, count, headWidth, stride: 3 * width)
  }

  /// The first keys, or their values, of a head that has been turned round once for all blocks.
  private func across(_ base: UnsafeMutablePointer<Scalar>, _ keys: Int) -> Matrix<Scalar> {
    Matrix(UnsafePointer(base), headWidth, keys, stride: steps)
  }

  /// For each block of queries: P again; dV += Pᵀ·dO; dS = scale·P ⊙ (dO·Vᵀ − Σ P ⊙ (dO·Vᵀ)); dQ += dS·K; dK += dSᵀ·Q.
  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {
    let (packed, dOutputs, logSums) = (pass.input(0), UnsafePointer(pass.outputGradient), pass.auxiliary(0))
    let (slopes, kernels): ([Scalar], _) = (options.slopes(), Scalar.kernels)
    let (size, headSize) = (min(Self.blockSize, steps) * steps, headWidth * steps)
    pass.accumulate(0) { dPacked, add in
      // Keys and values collect from many blocks of queries, so memory without a value must start at zero.
      if !add { kernels.fill(0, dPacked, batch * steps * 3 * width) }
      pass.withWorkspace(2 * (size + headSize)) { workspace in
        let (p, dScores) = (workspace, workspace + size)
        let (keysAcross, valuesAcross) = (workspace + 2 * size, workspace + 2 * size + headSize)
        forEachHead { sequence, head in
          let (base, dBase) = (packed + start(sequence, head), dPacked + start(sequence, head))
          kernels.transpose(base + width, 3 * width, keysAcross, steps, steps, headWidth)
          kernels.transpose(base + 2 * width, 3 * width, valuesAcross, steps, steps, headWidth)
          forEachBlock { first, count in
            let (keys, query) = (visible(first, count), block(base, first, count))
            let dOutput = Matrix(
              dOutputs + (sequence * steps + first) * width + head * headWidth, count, headWidth, stride: width)
            multiply(query, across(keysAcross, keys), into: p, add: false)
            kernels.attentionProbabilities(
              p, count, keys, keys, first, options.isCausal, scale, slopes[head],
              logSums + (sequence * options.headCount + head) * steps + first)
            let probabilities = Matrix(UnsafePointer(p), count, keys)
            multiply(probabilities.transposed, dOutput, into: dBase + 2 * width, stride: 3 * width, add: true)
            multiply(dOutput, across(valuesAcross, keys), into: dScores, add: false)
            kernels.attentionGradient(p, dScores, count, keys, keys, first, options.isCausal, scale)
            let gradient = Matrix(UnsafePointer(dScores), count, keys)
            multiply(
              gradient, block(base + width, 0, keys), into: dBase + first * 3 * width, stride: 3 * width, add: true)
            multiply(gradient.transposed, query, into: dBase + width, stride: 3 * width, add: true)
          }
        }
      }
    }
  }
}

/// Attention of new positions over a cache of earlier keys and values, which the new ones join. For generation: no gradient.
/// - Parameters:
///   - packed: Queries, keys and values of the new positions, [B, T, 3·d].
///   - cache: Keys and values, [B, capacity, 2·d]; the first `position` rows of each sequence are filled, T more will be.
///     The tape holds on to it until its reset; a step on a tape that was not reset copies the cache first.
/// - Complexity: 4·B·d·T·(position + T) operations.
/// - Precondition: `position + T` is at most the capacity; attention is causal.
@specialized(where S == Float)
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

  @specialized(where Scalar == Float)
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

  @specialized(where Scalar == Float)
  func backward(_ pass: BackwardPass<Scalar>) {}
}
