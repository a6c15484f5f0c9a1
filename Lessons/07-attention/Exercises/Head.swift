// Exercise 7a: one causal head of attention.
//
//     score of word s for word t:   q_t·k_s / √d          over the words s = 0 … t and no others
//     weight of word s:             e^(score of s) / Σ e^(score)        over the same words
//     output t:                     Σ weight of s · v_s
//
// Scores can be so large that e to them is not a number: take the largest of word t's scores from all of them first.
// That changes no weight.
//
// Check it:  ./lab check 7a        A hint:  ./lab hint 7a

import Attention
import Foundation  // for exp

enum Head: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    queries.indices.map { t in
      // Yours: a weight for each word from 0 to t. As it stands, each word looks at itself alone.
      let weights = (0...t).map { $0 == t ? 1.0 : 0 }
      return values[t].indices.map { i in (0...t).reduce(0) { $0 + weights[$1] * values[$1][i] } }
    }
  }
}
