// Exercise 7c: attention with all its heads, in operations of the lab. What passes here goes into the comparison.
//
// Queries, keys and values are values on a tape, of the shape [B, T, d]: B texts of T words of d numbers. Each head has its part
// of the width, dₕ = d / headCount numbers (exercise 7b), and attends by itself (exercise 7a):
//
//     softmax(q·kᵀ / √dₕ + mask)·v            mask: 0 where a word may hear, −∞ where it must not
//
// These are at hand; each works on all texts, heads and words at once, and knows its way back:
//
//     x.shape[0]                              B, as a whole number; shape[1] is T
//     x.reshaped(to: [2, 3, 4])               other axes for the same numbers in the same order
//     x.permuted(0, 2, 1, 3)                  axes in another order: here the two in the middle are exchanged
//     x.slice(0..<2, along: -1)               a part of an axis, −1 is the innermost; concatenated([x, y], along: -1)
//     matmul(x, y)                            [.., m, k] times [.., k, n]; matmul(x, y, transposingSecond: true)
//     softmax(x, along: -1)                   over the innermost axis
//     0.5 * x, x + y                          number by number; y may have the innermost axes alone
//     x.tape.constant(Tensor(list, shape: [T, T]))   numbers of your own, as S: S(2).squareRoot(), -S.infinity
//
// With one head of one number, queries 0 and 0, keys 1 and 2, values 2 and 4, the outputs are 2 and 3.
//
// Check it:  ./lab check 7c        A hint:  ./lab hint 7c        Compare it:  ./lab new-model Mine --from 7c

import Attention

struct OwnAttention: SelfAttention {
  func callAsFunction<S>(
    _ queries: Variable<S>, _ keys: Variable<S>, _ values: Variable<S>, headCount: Int
  ) -> Variable<S> {
    // Yours. As it stands, there is one head, every word hears all, and nothing is divided.
    let scores = matmul(queries, keys, transposingSecond: true)  // [B, T, T]
    return matmul(softmax(scores, along: -1), values)  // [B, T, d]
  }
}
