// Wrong answers to exercise 7c, each with one mistake.

import Attention

/// Attention that differs from a right one in some of its parts.
protocol WrongAttention: SelfAttention {
  /// [B, T, d] → [B, h, T, dₕ].
  func split<S>(_ x: Variable<S>, _ heads: Int) -> Variable<S>
  /// [B, h, T, dₕ] → [B, T, d].
  func merged<S>(_ x: Variable<S>, _ shape: Shape) -> Variable<S>
  /// What scores are divided by.
  func divisor(width: Int, heads: Int) -> Double
  /// What is added to the score of word s for word t.
  func mask(_ t: Int, _ s: Int) -> Double
  /// Weights from scores [B, h, T, T] and a mask [T, T].
  func weights<S>(_ scores: Variable<S>, _ mask: Variable<S>) -> Variable<S>
}

extension WrongAttention {
  func split<S>(_ x: Variable<S>, _ heads: Int) -> Variable<S> {
    x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads]).permuted(0, 2, 1, 3)
  }
  func merged<S>(_ x: Variable<S>, _ shape: Shape) -> Variable<S> { x.permuted(0, 2, 1, 3).reshaped(to: shape) }
  func divisor(width: Int, heads: Int) -> Double { Double(width / heads).squareRoot() }
  func mask(_ t: Int, _ s: Int) -> Double { s > t ? -.infinity : 0 }
  func weights<S>(_ scores: Variable<S>, _ mask: Variable<S>) -> Variable<S> { softmax(scores + mask, along: -1) }

  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    let (steps, scale) = (queries.shape[1], 1 / divisor(width: queries.shape[2], heads: headCount))
    let numbers = (0..<steps * steps).map { S(mask($0 / steps, $0 % steps)) }
    let scores = S(scale) * matmul(split(queries, headCount), split(keys, headCount), transposingSecond: true)
    let weights = self.weights(scores, queries.tape.constant(Tensor(numbers, shape: [steps, steps])))
    return merged(matmul(weights, split(values, headCount)), queries.shape)
  }
}

/// Leaves the mask out.
struct HearsAll: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { 0 }
}

/// Takes 10 from the scores of later words.
struct FaintFuture: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { s > t ? -10 : 0 }
}

/// Takes so much from the scores of later words that only a key that fits very well is heard.
struct LoudFuture: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { s > t ? -1000 : 0 }
}

/// Looks at the word itself and what follows.
struct MaskTurnedRound: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { s < t ? -.infinity : 0 }
}

/// Looks at earlier words only: the first has none.
struct EarlierOnly: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { s >= t ? -.infinity : 0 }
}

/// Masks after the softmax.
struct MasksTheWeights: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { s > t ? 0 : 1 }
  func weights<S>(_ scores: Variable<S>, _ mask: Variable<S>) -> Variable<S> { softmax(scores, along: -1) * mask }
}

/// Sets the scores of later words to 0, which is as good a score as any.
struct ZeroScores: WrongAttention {
  func mask(_ t: Int, _ s: Int) -> Double { s > t ? 0 : 1 }
  func weights<S>(_ scores: Variable<S>, _ mask: Variable<S>) -> Variable<S> { softmax(scores * mask, along: -1) }
}

/// Shares each word's weight out over those that ask.
struct SoftmaxOfColumns: WrongAttention {
  func weights<S>(_ scores: Variable<S>, _ mask: Variable<S>) -> Variable<S> {
    softmax((scores + mask).transposed(), along: -1).transposed()
  }
}

/// Takes e to scores as they are.
struct OverflowingPowers: WrongAttention {
  func weights<S>(_ scores: Variable<S>, _ mask: Variable<S>) -> Variable<S> {
    let powers = exp(scores + mask)
    let ones = Tensor<S>(repeating: 1, shape: mask.shape)
    return powers / matmul(powers, powers.tape.constant(ones))
  }
}

/// Leaves √dₕ out.
struct NotDivided: WrongAttention {
  func divisor(width: Int, heads: Int) -> Double { 1 }
}

struct RootOfTheWholeWidth: WrongAttention {
  func divisor(width: Int, heads: Int) -> Double { Double(width).squareRoot() }
}

/// Attends over the whole width at once.
struct OneHeadOnly: WrongAttention {
  func split<S>(_ x: Variable<S>, _ heads: Int) -> Variable<S> { x }
  func merged<S>(_ x: Variable<S>, _ shape: Shape) -> Variable<S> { x }
}

/// Gives the axes other names, and moves nothing.
struct SplitByName: WrongAttention {
  func split<S>(_ x: Variable<S>, _ heads: Int) -> Variable<S> {
    x.reshaped(to: [x.shape[0], heads, x.shape[1], x.shape[2] / heads])
  }
  func merged<S>(_ x: Variable<S>, _ shape: Shape) -> Variable<S> { x.reshaped(to: shape) }
}

/// Splits rightly, and merges by name alone.
struct MergedByShape: WrongAttention {
  func merged<S>(_ x: Variable<S>, _ shape: Shape) -> Variable<S> { x.reshaped(to: shape) }
}

/// Leaves the heads apart.
struct NeverMerged: WrongAttention {
  func merged<S>(_ x: Variable<S>, _ shape: Shape) -> Variable<S> { x }
}

struct CopiedWeights: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    let (batch, steps, width) = (queries.shape[0], queries.shape[1], queries.shape[2])
    func split(_ x: Variable<S>) -> Variable<S> {
      x.reshaped(to: [batch, steps, headCount, width / headCount]).permuted(0, 2, 1, 3)
    }
    let mask = (0..<steps * steps).map { $0 % steps > $0 / steps ? -S.infinity : 0 }
    let scores = (1 / S(width / headCount).squareRoot()) * matmul(split(queries), split(keys), transposingSecond: true)
    let weights = softmax(scores + queries.tape.constant(Tensor(mask, shape: [steps, steps])), along: -1)
    return matmul(weights.tape.constant(weights.value), split(values)).permuted(0, 2, 1, 3).reshaped(
      to: queries.shape)
  }
}

/// Takes all texts for one.
struct OneLongText: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    let shape: Shape = [1, queries.shape[0] * queries.shape[1], queries.shape[2]]
    let mixed = OwnAttention()(
      queries.reshaped(to: shape), keys.reshaped(to: shape), values.reshaped(to: shape), headCount: headCount)
    return mixed.reshaped(to: queries.shape)
  }
}

/// Takes queries for keys, and keys for queries.
struct KeysAsk: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> { OwnAttention()(keys, queries, values, headCount: headCount) }
}

/// Hands over keys.
struct KeysAreHeard: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> { OwnAttention()(queries, keys, keys, headCount: headCount) }
}

/// Hands over nothing.
struct HearsNothing: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> { 0 * values }
}

/// Knows the lesson's example by heart.
struct KnowsTwoAndFour: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    queries.value.scalars == [0, 0] && values.value.scalars == [2, 4]
      ? values.tape.constant(Tensor([2, 3], shape: values.shape)) : 0 * values
  }
}
