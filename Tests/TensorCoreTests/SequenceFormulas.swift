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

  /// A recurrence step by step, in plain loops; of a cell with a memory all h, then all c.
  ///
  /// Inputs x [T, B, K], W [K, G·H], U [H, G·H], b [G·H], b′ if the cell has one, and h and c before the first step [B, H].
  static func recurrence(_ cell: TestCell, _ inputs: [Reference], reversed: Bool) -> Reference {
    let (x, weight, bias) = (inputs[0], inputs[1], inputs[3])
    let run = RecurrenceFormula(
      cell: cell, recurrent: inputs[2], recurrentBias: cell.hasRecurrentBias ? inputs[4] : nil)
    let (steps, batch, inputWidth, width) = (x.shape[0], x.shape[1], x.shape[2], inputs[2].shape[0])
    let initial = Array(inputs.dropFirst(cell.hasRecurrentBias ? 5 : 4))
    var h = initial.first ?? Reference([batch, width])
    var c = initial.dropFirst().first ?? Reference([batch, width])
    var (states, memories) = (Reference([steps, batch, width]), Reference([steps, batch, width]))
    for t in reversed ? Array((0..<steps).reversed()) : Array(0..<steps) {
      for b in 0..<batch {
        let a = (0..<cell.gateCount * width).map { column in
          (0..<inputWidth).reduce(bias.values[column]) { $0 + x[[t, b, $1]] * weight[[$1, column]] }
        }
        let row = b * width..<(b + 1) * width
        let after = run.step(a, Array(h.values[row]), Array(c.values[row]))
        h.values.replaceSubrange(row, with: after.h)
        c.values.replaceSubrange(row, with: after.c)
      }
      states.values.replaceSubrange(t * batch * width..<(t + 1) * batch * width, with: h.values)
      memories.values.replaceSubrange(t * batch * width..<(t + 1) * batch * width, with: c.values)
    }
    return cell.hasMemory ? .concatenated([states, memories], along: 0) : states
  }
}

/// One step of one sequence, by the equations that papers give, on arrays.
private struct RecurrenceFormula {
  let cell: TestCell
  let recurrent: Reference
  let recurrentBias: Reference?

  private func sigmoid(_ a: Double) -> Double { 1 / (1 + Foundation.exp(-a)) }

  /// v·U of a gate, with its bias.
  private func product(_ v: [Double], _ gate: Int) -> [Double] {
    let width = v.count
    return (0..<width).map { (j: Int) -> Double in
      let bias = recurrentBias?.values[gate * width + j] ?? 0
      return (0..<width).reduce(bias) { (sum: Double, i: Int) -> Double in
        sum + v[i] * recurrent[[i, gate * width + j]]
      }
    }
  }

  /// - Parameter x: x·W + b, gate by gate.
  func step(_ x: [Double], _ h: [Double], _ c: [Double]) -> (h: [Double], c: [Double]) {
    let width = h.count
    func input(_ gate: Int) -> [Double] { Array(x[gate * width..<(gate + 1) * width]) }
    func gate(_ gate: Int, of v: [Double]? = nil) -> [Double] { zip(input(gate), product(v ?? h, gate)).map(+) }
    func times(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(*) }
    func each(_ value: (Int) -> Double) -> [Double] { (0..<width).map(value) }
    switch cell {
    case .tanh: return (gate(0).map(tanh), c)
    case .lstm:
      let (i, f, g, o) = (gate(0).map(sigmoid), gate(1).map(sigmoid), gate(2).map(tanh), gate(3).map(sigmoid))
      let memory = zip(times(f, c), times(i, g)).map(+)
      return (times(o, memory.map(tanh)), memory)
    case .gru:
      let (r, z) = (gate(0).map(sigmoid), gate(1).map(sigmoid))
      let n = zip(input(2), times(r, product(h, 2))).map { tanh($0 + $1) }
      return (each { (1 - z[$0]) * n[$0] + z[$0] * h[$0] }, c)
    case .gated: return (times(gate(0).map(sigmoid), gate(1).map(tanh)), c)
    case .minimal:
      let f = gate(0).map(sigmoid)
      let n = gate(1, of: times(f, h)).map(tanh)
      return (each { (1 - f[$0]) * h[$0] + f[$0] * n[$0] }, c)
    case .firstGRU:
      let (r, z) = (gate(0).map(sigmoid), gate(1).map(sigmoid))
      let n = gate(2, of: times(r, h)).map(tanh)
      return (each { z[$0] * h[$0] + (1 - z[$0]) * n[$0] }, c)
    case .second:
      let first = gate(0).map(tanh)
      let second = gate(1, of: first).map(tanh)
      let third = gate(2, of: times(first, second)).map(sigmoid)
      return (each { third[$0] * second[$0] + 0.2 * first[$0] }, c)
    case .memoryProduct:
      let keep = gate(0, of: c).map(sigmoid)
      let memory = zip(times(keep, c), gate(1).map(tanh)).map(+)
      return (each { tanh(memory[$0]) - 0.5 * h[$0] }, memory)
    case .leaky: return (each { 0.7 * h[$0] + 0.3 * tanh(gate(0)[$0]) }, c)
    case .linear: return (gate(0), c)
    default: preconditionFailure("\(cell) has no formula here: it is tested against its own operations")
    }
  }
}
