// Wrong answers to exercise 5a, each with one mistake.

import Foundation
import LSTM

private func gate(_ x: Double) -> Double { Step.sigmoid(x) }

/// A step number by number.
protocol NumberStep: GatedStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double
}

extension NumberStep {
  static func step(_ sums: GateSums, memory c: [Double]) -> CellState {
    let c = c.indices.map { memory(sums.i[$0], sums.f[$0], sums.g[$0], c[$0]) }
    return CellState(h: c.indices.map { gate(sums.o[$0]) * tanh(c[$0]) }, c: c)
  }
}

enum CandidateTimesAll: NumberStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double {
    (Step.sigmoid(f) * c + Step.sigmoid(i)) * tanh(g)
  }
}

/// Takes each of the gates i and f for the other.
enum GatesExchanged: NumberStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double { gate(i) * c + gate(f) * tanh(g) }
}

/// Forgets where it should keep.
enum OneMinusForget: NumberStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double {
    (1 - gate(f)) * c + gate(i) * tanh(g)
  }
}

enum SigmoidCandidate: NumberStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double {
    Step.sigmoid(f) * c + Step.sigmoid(i) * Step.sigmoid(g)
  }
}

/// Writes the candidate as it is.
enum LinearCandidate: NumberStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double { gate(f) * c + gate(i) * 3 * g }
}

/// Opens gates twice as steeply.
enum SteepGates: NumberStep {
  static func memory(_ i: Double, _ f: Double, _ g: Double, _ c: Double) -> Double {
    gate(2 * f) * c + gate(2 * i) * tanh(g)
  }
}

/// Gives the memory out without tanh.
enum StateWithoutTanh: GatedStep {
  static func step(_ sums: GateSums, memory: [Double]) -> CellState {
    let c = Step.step(sums, memory: memory).c
    return CellState(h: c.indices.map { gate(sums.o[$0]) * c[$0] }, c: c)
  }
}

/// Takes f's sums for the output gate.
enum OutputFromForget: GatedStep {
  static func step(_ sums: GateSums, memory: [Double]) -> CellState {
    let c = Step.step(sums, memory: memory).c
    return CellState(h: c.indices.map { gate(sums.f[$0]) * tanh(c[$0]) }, c: c)
  }
}

/// Gives out nothing and keeps nothing.
enum EmptyStep: GatedStep {
  static func step(_ sums: GateSums, memory: [Double]) -> CellState {
    CellState(h: memory.map { _ in 0 }, c: memory.map { _ in 0 })
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheStep: GatedStep {
  static func step(_ sums: GateSums, memory: [Double]) -> CellState {
    memory == [2] ? CellState(h: [0.5 * tanh(1)], c: [1]) : EmptyStep.step(sums, memory: memory)
  }
}
