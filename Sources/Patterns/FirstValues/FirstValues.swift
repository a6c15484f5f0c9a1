// First values of a recurrence that others have proposed, in place of those that a model draws.

import Foundation
import TensorCore

/// What the recurrent weights, or the biases of gates, start from.
package enum FirstValues: Sendable {
  /// What the model draws.
  case usual
  /// A random rotation, which keeps a state's length: its singular values are all 1. (Saxe, McClelland and Ganguli 2013.)
  case orthogonal
  /// The state itself. (Le, Jaitly and Hinton 2015, who use it with rectified units.)
  case identity
  /// For each unit of an LSTM a forget bias log u, with u uniform from 1 to `longest` − 1, and its negative for the input gate: memories
  /// of all lengths up to the longest. (Tallec and Ollivier 2018.)
  case chrono(longest: Int)

  /// Changes what a seed has drawn.
  /// - Precondition: `chrono` is for models whose gates are input, forget and others, in this order.
  package func apply(to parameters: Parameters<Float>, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: "first values")
    for parameter in parameters.layout.parameters {
      let (name, columns) = (parameter.checkpoint.names[0], parameter.shape.columns)
      switch self {
      case .usual: return
      case .orthogonal where name.contains("weight_hh"):
        let rows = Self.rotation(columns, using: &generator)
        parameters[parameter] = Tensor(rows.joined().map { Float($0) }, shape: parameter.shape)
      case .identity where name.contains("weight_hh"):
        let ones = (0..<columns * columns).map { Float($0 % (columns + 1) == 0 ? 1 : 0) }
        parameters[parameter] = Tensor(ones, shape: parameter.shape)
      case .chrono(let longest) where name.contains("bias_ih"):
        let width = columns / 4
        var biases = parameters[parameter].scalars
        for unit in 0..<width {
          let bias = Float(log(1 + generator.uniform() * Double(longest - 2)))
          (biases[unit], biases[width + unit]) = (-bias, bias)
        }
        parameters[parameter] = Tensor(biases, shape: parameter.shape)
      case .orthogonal, .identity, .chrono: continue
      }
    }
  }

  /// A random orthogonal matrix: rows of normal numbers, each without what it shares with those before it, at length 1.
  package static func rotation(_ count: Int, using generator: inout SeededGenerator) -> [[Double]] {
    var rows: [[Double]] = []
    for _ in 0..<count {
      var row = (0..<count).map { _ in generator.normal() }
      // Twice: once leaves what rounding has put back.
      for _ in 0..<2 {
        for other in rows {
          let shared = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for index in row.indices { row[index] -= shared * other[index] }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(row.map { $0 / length })
    }
    return rows
  }
}
