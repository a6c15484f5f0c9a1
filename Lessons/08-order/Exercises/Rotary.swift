// Exercise 8a: rotary positions.
//
// The numbers of each query and key form pairs: numbers 2i and 2i + 1 are pair i (or, as others do it, numbers i and
// i + d/2; both are right). A vector at place t has its pair i turned by the angle t · 10000^(−2i/d):
//
//     (a, b) → (a·cos − b·sin, a·sin + b·cos)
//
// All sequences begin at the place `first`.
//
// Check it:  ./lab check 8a        A hint:  ./lab hint 8a

import Foundation  // for pow, sin and cos
import Order

enum Rotary: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    func all(_ sequences: [[[Double]]]) -> [[[Double]]] {
      sequences.map { $0.enumerated().map { time, vector in turned(vector, place: first + time) } }
    }
    return QueriesAndKeys(queries: all(vectors.queries), keys: all(vectors.keys))
  }

  static func turned(_ vector: [Double], place: Int) -> [Double] {
    // Yours. As it stands, a vector is the same at every place.
    vector
  }
}
