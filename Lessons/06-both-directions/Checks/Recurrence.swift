// A recurrent layer to read with, as lesson 3 has it.

import Foundation

/// A layer with its weights: h_t = tanh(x_t·W + h_{t−1}·U + b), from h = 0 before the first input.
public struct Recurrence: Sendable {
  let w: [[Double]]
  let u: [[Double]]
  let b: [Double]

  /// The state before anything was read: zeros.
  public var start: [Double] { b.map { _ in 0 } }

  /// The state after each input, in the order in which they are given.
  /// - Precondition: Each input has as many numbers as the layer reads.
  public func states(of inputs: [[Double]]) -> [[Double]] {
    var state = start
    return inputs.map { x in
      precondition(x.count == w.count, "a layer that reads \(w.count) numbers was given \(x.count)")
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
