// Textbook formulas in plain loops: attention with its full matrix, rotary positions, recurrences step by step.

import Foundation

/// Settings of attention, apart from the core's.
struct AttentionFormula: Sendable {
  var heads: Int
  var isCausal: Bool
  var isALiBi = false

  /// softmax(q·kᵀ/√w − slope·distance)·v for each head, from packed queries, keys and values [B, T, 3·d].
  func callAsFunction(_ packed: Reference) -> Reference {
    let (batch, steps, d) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    return attend(batch, d, queries: 0..<steps, keys: steps) { kind, b, t, i in packed[[b, t, kind * d + i]] }
  }

  /// The same for new positions, whose keys and values stand behind the first `position` rows of a cache [B, capacity, 2·d].
  func callAsFunction(_ packed: Reference, cache: Reference, position: Int) -> Reference {
    let (batch, steps, d) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    return attend(batch, d, queries: position..<position + steps, keys: position + steps) { kind, b, t, i in
      t < position ? cache[[b, t, (kind - 1) * d + i]] : packed[[b, t - position, kind * d + i]]
    }
  }

  private func attend(
    _ batch: Int, _ d: Int, queries: Range<Int>, keys: Int, _ part: (Int, Int, Int, Int) -> Double
  ) -> Reference {
    let w = d / heads
    var result = Reference([batch, queries.count, d])
    for b in 0..<batch {
      for head in 0..<heads {
        let features = head * w..<(head + 1) * w
        let slope = isALiBi ? pow(2, -8 * Double(head + 1) / Double(heads)) : 0
        for (row, query) in queries.enumerated() {
          let visible = isCausal ? query + 1 : keys
          let scores = Reference(
            [visible],
            (0..<visible).map { key in
              let dot = features.reduce(0) { $0 + part(0, b, query, $1) * part(1, b, key, $1) }
              return dot / Double(w).squareRoot() - slope * Double(abs(query - key))
            })
          let weights = scores.softmax().values
          for i in features {
            result.values[(b * queries.count + row) * d + i] =
              (0..<visible).reduce(0) { $0 + weights[$1] * part(2, b, $1, i) }
          }
        }
      }
    }
    return result
  }
}

extension Reference {
  /// Every pair (i, i + w/2) of a head's queries and keys times e^{iθ}, θ = t·10000^(−2i/w).
  func rotated(heads: Int, position: Int) -> Reference {
    let d = shape[2] / 3
    let w = d / heads
    return .byPlace(shape) { place in
      let (feature, t) = (place[2], Double(place[1] + position))
      guard feature < 2 * d else { return self[place] }
      let i = feature % w
      let angle = t * pow(10000, -2 * Double(i % (w / 2)) / Double(w))
      let partner = self[[place[0], place[1], i < w / 2 ? feature + w / 2 : feature - w / 2]]
      return self[place] * cos(angle) + (i < w / 2 ? -1 : 1) * partner * sin(angle)
    }
  }

  /// h = tanh(x·W + h·U + b), step by step.
  static func tanhRecurrence(_ x: [Reference], reversed: Bool) -> Reference {
    recurrence(x, reversed: reversed, gates: 1) { a, h, _ in h = tanh(a[0]) }
  }

  /// Gates i, f, g, o; c = σ(f)·c + σ(i)·tanh(g); h = σ(o)·tanh(c). All h, then all c.
  static func lstmRecurrence(_ x: [Reference], reversed: Bool) -> Reference {
    func sigmoid(_ a: Double) -> Double { 1 / (1 + Foundation.exp(-a)) }
    return recurrence(x, reversed: reversed, gates: 4) { a, h, c in
      c = sigmoid(a[1]) * c + sigmoid(a[0]) * tanh(a[2])
      h = sigmoid(a[3]) * tanh(c)
    }
  }

  /// h = σ(a₀)·tanh(a₁).
  static func gatedRecurrence(_ x: [Reference], reversed: Bool) -> Reference {
    recurrence(x, reversed: reversed, gates: 2) { a, h, _ in h = tanh(a[1]) / (1 + Foundation.exp(-a[0])) }
  }

  /// Inputs x [T, B, K], W [K, G·H], U [H, G·H], b [G·H], and h and c before the first step [B, H]. The cell gets one element's
  /// pre-activations, and updates its h and c. Of four gates, the memories follow the states.
  private static func recurrence(
    _ inputs: [Reference], reversed: Bool, gates: Int, cell: ([Double], inout Double, inout Double) -> Void
  ) -> Reference {
    let (x, weight, recurrent, bias) = (inputs[0], inputs[1], inputs[2], inputs[3])
    let (steps, batch, inputWidth, width) = (x.shape[0], x.shape[1], x.shape[2], recurrent.shape[0])
    var h = inputs.count > 4 ? inputs[4] : Reference([batch, width])
    var c = inputs.count > 5 ? inputs[5] : Reference([batch, width])
    var (states, memories) = (Reference([steps, batch, width]), Reference([steps, batch, width]))
    for t in reversed ? Array((0..<steps).reversed()) : Array(0..<steps) {
      let before = h
      for b in 0..<batch {
        for j in 0..<width {
          let a = (0..<gates).map { gate in
            let column = gate * width + j
            let fromInput = (0..<inputWidth).reduce(0) { $0 + x[[t, b, $1]] * weight[[$1, column]] }
            let fromState = (0..<width).reduce(0) { $0 + before[[b, $1]] * recurrent[[$1, column]] }
            return fromInput + fromState + bias.values[column]
          }
          cell(a, &h.values[b * width + j], &c.values[b * width + j])
          states.values[(t * batch + b) * width + j] = h.values[b * width + j]
          memories.values[(t * batch + b) * width + j] = c.values[b * width + j]
        }
      }
    }
    return gates == 4 ? .concatenated([states, memories], along: 0) : states
  }
}
