// A solution of exercise 8a.

import Foundation
import Order

enum Rotary: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    func all(_ sequences: [[[Double]]]) -> [[[Double]]] {
      sequences.map { $0.enumerated().map { time, vector in turned(vector, place: first + time) } }
    }
    return QueriesAndKeys(queries: all(vectors.queries), keys: all(vectors.keys))
  }

  static func turned(_ vector: [Double], place: Int) -> [Double] {
    var result = vector
    for i in 0..<vector.count / 2 {
      let angle = Double(place) * pow(10000, -2 * Double(i) / Double(vector.count))
      let (a, b) = (vector[2 * i], vector[2 * i + 1])
      result[2 * i] = a * cos(angle) - b * sin(angle)
      result[2 * i + 1] = a * sin(angle) + b * cos(angle)
    }
    return result
  }
}
