// Exercise 8a another way: number i and number i + d/2 are a pair, turned the other way round, a step of the angle at a time.

import Foundation
import Order

enum OtherRotary: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    QueriesAndKeys(
      queries: vectors.queries.map { turned($0, first) }, keys: vectors.keys.map { turned($0, first) })
  }

  private static func turned(_ sequence: [[Double]], _ first: Int) -> [[Double]] {
    let half = (sequence.first?.count ?? 0) / 2
    let steps = (0..<half).map { exp(-log(10000) * Double($0) / Double(half)) }
    var angles = steps.map { -Double(first) * $0 }
    return sequence.map { vector in
      let (upper, lower) = (vector[..<half], vector[half...])
      let waves = zip(angles, zip(upper, lower))
      let result = waves.map { cos($0) * $1.0 - sin($0) * $1.1 } + waves.map { sin($0) * $1.0 + cos($0) * $1.1 }
      angles = zip(angles, steps).map { $0 - $1 }
      return result
    }
  }
}
