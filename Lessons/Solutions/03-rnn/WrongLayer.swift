// Wrong answers to exercise 3a, each with one mistake.

import Foundation
import RNN

/// x·W + h·U + b.
private func sums(_ x: [Double], _ h: [Double], _ w: [[Double]], _ u: [[Double]], _ b: [Double]) -> [Double] {
  b.indices.map { j in
    b[j] + zip(x, w).reduce(0) { $0 + $1.0 * $1.1[j] } + zip(h, u).reduce(0) { $0 + $1.0 * $1.1[j] }
  }
}

/// A layer whose step alone is wrong.
protocol WrongStep: RecurrentLayer {
  static func step(_ x: [Double], _ h: [Double], _ w: [[Double]], _ u: [[Double]], _ b: [Double]) -> [Double]
}

extension WrongStep {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    zip(inputs, start).map { sequence, start in
      var state = start
      return sequence.map { x in
        state = step(x, state, w, u, b)
        return state
      }
    }
  }
}

/// Does not use h.
enum WithoutMemory: WrongStep {
  static func step(_ x: [Double], _ h: [Double], _ w: [[Double]], _ u: [[Double]], _ b: [Double]) -> [Double] {
    sums(x, [], w, u, b).map { tanh($0) }
  }
}

enum TransposedU: WrongStep {
  static func step(_ x: [Double], _ h: [Double], _ w: [[Double]], _ u: [[Double]], _ b: [Double]) -> [Double] {
    b.indices.map { j in
      var sum = b[j]
      for i in x.indices { sum += x[i] * w[i][j] }
      for i in h.indices { sum += h[i] * u[j][i] }
      return tanh(sum)
    }
  }
}

/// Leaves tanh out.
enum WithoutTanh: WrongStep {
  static func step(_ x: [Double], _ h: [Double], _ w: [[Double]], _ u: [[Double]], _ b: [Double]) -> [Double] {
    sums(x, h, w, u, b)
  }
}

/// Leaves b out.
enum WithoutBias: WrongStep {
  static func step(_ x: [Double], _ h: [Double], _ w: [[Double]], _ u: [[Double]], _ b: [Double]) -> [Double] {
    sums(x, h, w, u, b.map { _ in 0 }).map { tanh($0) }
  }
}

enum OneStateForAll: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    var state = start[0]
    return inputs.map { sequence in
      sequence.map { x in
        state = b.indices.map { j in
          var sum = b[j]
          for i in x.indices { sum += x[i] * w[i][j] }
          for i in state.indices { sum += state[i] * u[i][j] }
          return tanh(sum)
        }
        return state
      }
    }
  }
}

/// Begins at zero, whatever the start.
enum ForgetsTheStart: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    Layer.states(of: inputs, from: start.map { $0.map { _ in 0 } }, w: w, u: u, b: b)
  }
}

/// Gives out the state before it is updated.
enum GivenBeforeUpdate: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    zip(Layer.states(of: inputs, from: start, w: w, u: u, b: b), start).map { states, start in
      Array(([start] + states).dropLast())
    }
  }
}

/// Reads from the end to the beginning.
enum ReadsBackwards: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    Layer.states(of: inputs.map { $0.reversed() }, from: start, w: w, u: u, b: b).map { $0.reversed() }
  }
}

/// Gives nothing but zeros.
enum AlwaysZero: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    inputs.map { $0.map { _ in b.map { _ in 0 } } }
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheStates: RecurrentLayer {
  static func states(
    of inputs: [[[Double]]], from start: [[Double]], w: [[Double]], u: [[Double]], b: [Double]
  ) -> [[[Double]]] {
    inputs == [[[1], [0]]] && start == [[0]] && u == [[0.5]]
      ? [[[tanh(1)], [tanh(0.5 * tanh(1))]]] : AlwaysZero.states(of: inputs, from: start, w: w, u: u, b: b)
  }
}
