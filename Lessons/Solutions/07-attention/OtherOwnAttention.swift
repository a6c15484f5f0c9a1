// Exercise 7c two other ways: head after head, and with a softmax of one's own over the other axis.

import Attention

struct OtherOwnAttention: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    let (steps, width) = (queries.shape[1], queries.shape[2] / headCount)
    // A number that no score makes up for is as good as −∞.
    let mask = (0..<steps * steps).map { $0 % steps > $0 / steps ? S(-1e9) : 0 }
    let heads = (0..<headCount).map { head in
      let part = head * width..<(head + 1) * width
      let scaled = (1 / S(width).squareRoot()) * queries.slice(part, along: -1)
      let scores = matmul(scaled, keys.slice(part, along: 2).transposed())  // [B, T, T]
      let masked = scores + queries.tape.constant(Tensor(mask, shape: [steps, steps]))
      return matmul(softmax(masked, along: -1), values.slice(part, along: -1))
    }
    return concatenated(heads, along: -1)
  }
}

/// Keeps words outermost in each head, and lets keys stand in rows: scores come out turned, and are turned back.
struct TurnedScores: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    let (batch, steps, width) = (queries.shape[0], queries.shape[1], queries.shape[2])
    let shape: Shape = [batch, steps, headCount, width / headCount]
    let (q, k, v) = (
      queries.reshaped(to: shape).permuted(2, 0, 1, 3), keys.reshaped(to: shape).permuted(2, 0, 1, 3),
      values.reshaped(to: shape).permuted(2, 0, 1, 3)
    )  // [h, B, T, dₕ]
    let root = S(width / headCount).squareRoot()
    var mask = [S](repeating: 0, count: steps * steps)
    for t in 0..<steps { for s in t + 1..<steps { mask[t * steps + s] = -.infinity } }
    let scores = (1 / root) * matmul(k, q, transposingSecond: true).transposed()
    let weights = softmax(scores + q.tape.constant(Tensor(mask, shape: [steps, steps])), along: 3)
    return matmul(weights, v).permuted(1, 2, 0, 3).reshaped(to: queries.shape)
  }
}
