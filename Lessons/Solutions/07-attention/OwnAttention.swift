// A solution of exercise 7c.

import Attention

struct OwnAttention: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    let (batch, steps, width) = (queries.shape[0], queries.shape[1], queries.shape[2])
    let headWidth = width / headCount
    func split(_ x: Variable<S>) -> Variable<S> {
      x.reshaped(to: [batch, steps, headCount, headWidth]).permuted(0, 2, 1, 3)  // [B, h, T, dₕ]
    }
    // Row t, column s: word t hears no later word.
    let later = (0..<steps).flatMap { t in (0..<steps).map { s in s > t ? -S.infinity : 0 } }
    let mask = queries.tape.constant(Tensor(later, shape: [steps, steps]))
    let scores = matmul(split(queries), split(keys), transposingSecond: true)  // [B, h, T, T]
    let weights = softmax((1 / S(headWidth).squareRoot()) * scores + mask, along: -1)
    return matmul(weights, split(values)).permuted(0, 2, 1, 3).reshaped(to: [batch, steps, width])
  }
}
