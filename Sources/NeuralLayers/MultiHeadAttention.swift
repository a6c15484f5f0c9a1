// Multi-head self-attention with its projections.

import TensorCore

/// Self-attention: project to queries, keys and values, attend head by head, project back.
///
/// Checkpoints hold it as GPT-2 does: `c_attn.weight [d, 3d]` (queries, keys, values side by side), `c_proj.weight [d, d]`.
/// - Source: Vaswani et al. 2017.
public struct MultiHeadAttention: Sendable {
  /// The map from the input to queries, keys and values side by side, [d, 3·d].
  public let projection: Linear
  /// The map that follows the heads, [d, d].
  public let output: Linear
  /// How many heads there are, and what each position sees.
  public let options: AttentionOptions
  /// Whether queries and keys are turned by their position.
  public let isRotary: Bool
  /// d, which the heads share in equal parts.
  public let width: Int

  /// - Precondition: the width is a multiple of the number of heads, and of twice that if rotary.
  public init(
    _ name: String, width: Int, options: AttentionOptions, isRotary: Bool, deviation: Double, outputDeviation: Double,
    group: String, in layout: inout ParameterLayout
  ) {
    self.width = width
    self.options = options
    self.isRotary = isRotary
    projection = Linear(
      name + ".c_attn", inputs: width, outputs: 3 * width, initializer: .normal(deviation: deviation),
      isTransposedInCheckpoint: false, group: group, in: &layout)
    output = Linear(
      name + ".c_proj", inputs: width, outputs: width, initializer: .normal(deviation: outputDeviation),
      isTransposedInCheckpoint: false, group: group, in: &layout)
  }

  /// Attends over a whole sequence; `addend` is added to the result if there is one.
  ///
  /// On a tape that `isPlain` or `isObserved`, the whole matrix of attention [B, heads, T, T] is computed, as textbooks have it, and
  /// exposed as `.attention`; otherwise blocks of queries, which give the same.
  /// - Shape: [B, T, d] → [B, T, d].
  /// - Complexity: 8·B·T·d² operations for the projections and 4·B·T·d for each visible position; memory linear in T, or with
  ///   B·heads·T² numbers for the matrix.
  public func callAsFunction<S>(_ x: Variable<S>, adding addend: Variable<S>? = nil) -> Variable<S> {
    let packed = rotatedIfNeeded(projection(x), position: 0)
    let mixed = x.tape.mixing {
      x.tape.isPlain || x.tape.isObserved ? plainAttention(packed) : attention(packed, options)
    }
    return output(mixed, adding: addend)
  }

  /// Attends from new positions over all earlier ones, whose keys and values are in the cache; the new ones join it.
  /// - Shape: [B, T, d] → [B, T, d]; cache [B, capacity, 2·d].
  public func callAsFunction<S>(
    _ x: Variable<S>, adding addend: Variable<S>? = nil, cache: inout Tensor<S>, position: Int
  ) -> Variable<S> {
    let packed = rotatedIfNeeded(projection(x), position: position)
    let mixed = x.tape.mixing { attention(packed, cache: &cache, position: position, options) }
    return output(mixed, adding: addend)
  }

  private func rotatedIfNeeded<S>(_ packed: Variable<S>, position: Int) -> Variable<S> {
    isRotary ? rotated(packed, headCount: options.headCount, position: position) : packed
  }

  /// softmax(Q·Kᵀ/√dₕ + bias)·V, each step an operation of its own. Exposes the softmax as `.attention`.
  private func plainAttention<S>(_ packed: Variable<S>) -> Variable<S> {
    let (batch, steps, heads) = (packed.shape[0], packed.shape[1], options.headCount)
    let headWidth = width / heads
    let parts = packed.reshaped(to: [batch, steps, 3, heads, headWidth]).permuted(2, 0, 3, 1, 4)  // [3, B, h, T, dₕ]
    func part(_ index: Int) -> Variable<S> {
      parts.slice(index..<index + 1, along: 0).reshaped(to: [batch, heads, steps, headWidth])
    }
    let scores = matmul(part(0), part(1), transposingSecond: true)  // [B, h, T, T]
    let scaled = (1 / S(headWidth).squareRoot()) * scores + packed.tape.constant(biases(steps: steps))
    let weights = softmax(scaled, along: -1)
    packed.tape.expose([weights], as: .attention)
    let mixed = matmul(weights, part(2))  // [B, h, T, dₕ]
    return mixed.permuted(0, 2, 1, 3).reshaped(to: [batch, steps, width])
  }

  /// What is added to scores: −slope·distance, and −∞ where a position must not see. [heads, T, T]
  private func biases<S>(steps: Int) -> Tensor<S> {
    Tensor(shape: [options.headCount, steps, steps]) { table in
      // A bias depends on key − query alone, so each row of a head is a window of one vector of all differences.
      guard steps > 0 else { return }
      let offset = steps - 1
      var byDifference = [S](repeating: -.infinity, count: 2 * steps - 1)
      for head in 0..<options.headCount {
        let slope = S(options.slope(ofHead: head))
        for difference in -offset..<(options.isCausal ? 1 : steps) {
          byDifference[difference + offset] = -slope * S(abs(difference))
        }
        byDifference.withUnsafeBufferPointer { differences in
          guard let start = differences.baseAddress else { return }
          for query in 0..<steps {
            (table + (head * steps + query) * steps).update(from: start + offset - query, count: steps)
          }
        }
      }
    }
  }
}

extension ExposedName {
  /// How each position shares out its attention: a row for each query, a column for each key. [B, heads, T, T]. Only
  /// where the whole matrix is kept.
  public static let attention = ExposedName("attention")
}
