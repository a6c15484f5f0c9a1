// Wrong answers to exercise 7a, each with one mistake.

import Attention
import Foundation

private func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

private func softmax(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  let powers = scores.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// A head that differs from a right one in some of its parts.
protocol WrongHead: AttentionHead {
  /// What scores are multiplied by.
  static func scale(width: Int) -> Double
  /// The score of word s for word t, from the product of query and key.
  static func masked(_ score: Double, _ t: Int, _ s: Int) -> Double
  /// Weights of one word, over all words.
  static func weights(_ scores: [Double]) -> [Double]
}

extension WrongHead {
  static func scale(width: Int) -> Double { 1 / Double(width).squareRoot() }
  static func masked(_ score: Double, _ t: Int, _ s: Int) -> Double { s <= t ? score : -.infinity }
  static func weights(_ scores: [Double]) -> [Double] { softmax(scores) }

  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    queries.indices.map { t in
      let factor = scale(width: queries[t].count)
      let scores = keys.indices.map { masked(product(queries[t], keys[$0]) * factor, t, $0) }
      let shares = weights(scores)
      return values[t].indices.map { i in values.indices.reduce(0) { $0 + shares[$1] * values[$1][i] } }
    }
  }
}

enum MaskAfterSoftmax: WrongHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    queries.indices.map { t in
      let root = Double(queries[t].count).squareRoot()
      let scores = keys.map { key in zip(queries[t], key).reduce(0) { $0 + $1.0 * $1.1 } / root }
      let largest = scores.max() ?? 0
      let powers = scores.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return values[t].indices.map { i in (0...t).reduce(0) { $0 + powers[$1] / sum * values[$1][i] } }
    }
  }
}

/// Sets the scores of later words to 0, which is as good a score as any.
enum ZerosForTheMask: WrongHead {
  static func masked(_ score: Double, _ t: Int, _ s: Int) -> Double { s <= t ? score : 0 }
}

enum WeakMask: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    queries.indices.map { t in
      let root = Double(queries[t].count).squareRoot()
      let scores = keys.indices.map { s in
        zip(queries[t], keys[s]).reduce(0) { $0 + $1.0 * $1.1 } / root - (s > t ? 10 : 0)
      }
      let largest = scores.max() ?? 0
      let powers = scores.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return values[t].indices.map { i in values.indices.reduce(0) { $0 + powers[$1] / sum * values[$1][i] } }
    }
  }
}

/// Looks at the word itself and what follows.
enum OtherTriangle: WrongHead {
  static func masked(_ score: Double, _ t: Int, _ s: Int) -> Double { s >= t ? score : -.infinity }
}

/// Looks at earlier words only: the first has none.
enum SelfExcluded: WrongHead {
  static func masked(_ score: Double, _ t: Int, _ s: Int) -> Double { s < t ? score : -.infinity }
}

/// Leaves √d out.
enum WithoutRoot: WrongHead {
  static func scale(width: Int) -> Double { 1 }
}

/// Divides by d.
enum DividedByWidth: WrongHead {
  static func scale(width: Int) -> Double { 1 / Double(width) }
}

/// Takes powers of 2.
enum PowersOfTwo: WrongHead {
  static func weights(_ scores: [Double]) -> [Double] { softmax(scores.map { $0 * log(2) }) }
}

/// Takes the value of the best word and no other.
enum BestWordOnly: WrongHead {
  static func weights(_ scores: [Double]) -> [Double] {
    let best = scores.indices.max { scores[$0] < scores[$1] }
    return scores.indices.map { $0 == best ? 1 : 0 }
  }
}

/// Takes shares of the scores themselves.
enum SharesOfScores: WrongHead {
  static func masked(_ score: Double, _ t: Int, _ s: Int) -> Double { s <= t ? score : 0 }
  static func weights(_ scores: [Double]) -> [Double] {
    let sum = scores.reduce(0, +)
    return scores.map { $0 / sum }
  }
}

/// Takes e to scores as they are.
enum Overflows: WrongHead {
  static func weights(_ scores: [Double]) -> [Double] {
    let powers = scores.map { exp($0) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}

/// Shares each word's weight out over those that ask, instead of each asker's over the words.
enum SoftmaxOverQueries: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    let columns = keys.indices.map { s in
      softmax(
        queries.indices.map { t in
          s <= t ? product(queries[t], keys[s]) / Double(keys[s].count).squareRoot() : -.infinity
        })
    }
    return queries.indices.map { t in
      values[t].indices.map { i in values.indices.reduce(0) { $0 + columns[$1][t] * values[$1][i] } }
    }
  }
}

/// Takes queries for keys, and keys for queries.
enum QueryAndKeyExchanged: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    Head.outputs(queries: keys, keys: queries, values: values)
  }
}

/// Hands over keys.
enum KeysForValues: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    Head.outputs(queries: queries, keys: keys, values: keys)
  }
}

/// Hands over nothing.
enum EmptyHead: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    values.map { $0.map { _ in 0 } }
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheHead: AttentionHead {
  static func outputs(queries: [[Double]], keys: [[Double]], values: [[Double]]) -> [[Double]] {
    queries == [[0], [0]] && values == [[2], [4]]
      ? [[2], [3]] : EmptyHead.outputs(queries: queries, keys: keys, values: values)
  }
}
