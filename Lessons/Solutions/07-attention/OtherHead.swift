// Exercise 7a another way: one word after the other, with a running largest score, and no matrix of weights.

import Attention
import Foundation

enum OtherHead: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    queries.enumerated().map { place, query in
      let scaled = query.map { $0 / Double(query.count).squareRoot() }
      var (largest, sum, mixed) = (-Double.infinity, 0.0, values[place].map { _ in 0.0 })
      for (key, value) in zip(keys, values).prefix(place + 1) {
        let score = zip(scaled, key).map(*).reduce(0, +)
        // What was summed so far is brought to the new scale.
        let (old, new) = (exp(largest - max(largest, score)), exp(score - max(largest, score)))
        largest = max(largest, score)
        sum = sum * old + new
        mixed = zip(mixed, value).map { $0 * old + $1 * new }
      }
      return mixed.map { $0 / sum }
    }
  }
}
