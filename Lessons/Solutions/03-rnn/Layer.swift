// A solution of exercise 3a.

import Foundation
import RNN

enum Layer: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    zip(inputs, start).map { sequence, start in
      var state = start
      return sequence.map { x in
        let before = state
        state = b.indices.map { j in
          var sum = b[j]
          for i in x.indices { sum += x[i] * w[i][j] }
          for i in before.indices { sum += before[i] * u[i][j] }
          return tanh(sum)
        }
        return state
      }
    }
  }
}
