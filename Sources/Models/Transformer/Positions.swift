// What is added to embeddings so that a Transformer knows where they stand.

import Foundation
import NeuralLayers
import SequenceKit
import TensorCore

/// The additive part of a position encoding. Rotary and linear biases act inside attention instead, and add nothing here.
struct Positions: Sendable {
  enum Kind: Sendable {
    case learned(Embedding)
    case sinusoidal
    case nothing
  }
  let kind: Kind
  let width: Int

  init(_ configuration: ModelConfiguration, in layout: inout ParameterLayout) {
    width = configuration.width
    switch configuration.positions {
    case .learned:
      kind = .learned(
        Embedding(
          "transformer.wpe.weight", count: configuration.contextLength, width: width, deviation: 0.02,
          group: "positions", in: &layout))
    case .sinusoidal: kind = .sinusoidal
    case .rotary, .alibi, .none: kind = .nothing
    }
  }

  /// The embeddings with their positions added, from a first position on.
  /// - Shape: [B, T, d] → [B, T, d].
  func added<S>(to x: Variable<S>, from start: Int) -> Variable<S> {
    let steps = x.shape[1]
    switch kind {
    case .learned(let table):
      precondition(
        start + steps <= table.table.shape[0], "position \(start + steps - 1) is beyond the learned positions")
      return x + table((start..<start + steps).map(Int32.init), on: x.tape)
    case .sinusoidal: return x + x.tape.constant(sinusoids(from: start, steps: steps))
    case .nothing: return x
    }
  }

  /// P[t, 2i] = sin(t / 10000^(2i/d)), P[t, 2i + 1] = cos of the same.
  /// - Source: Vaswani et al. 2017, section 3.5.
  private func sinusoids<S>(from start: Int, steps: Int) -> Tensor<S> {
    var scalars: [S] = []
    scalars.reserveCapacity(steps * width)
    for step in start..<start + steps {
      for feature in 0..<width {
        let angle = Double(step) / pow(10000, Double(feature / 2 * 2) / Double(width))
        scalars.append(S(feature % 2 == 0 ? sin(angle) : cos(angle)))
      }
    }
    return Tensor(scalars, shape: [steps, width])
  }
}
