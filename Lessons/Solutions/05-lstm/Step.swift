// A solution of exercise 5a.

import Foundation
import LSTM

enum Step: GatedStep {
  static func step(_ sums: GateSums, memory: [Double]) -> CellState {
    let c = memory.indices.map { sigmoid(sums.f[$0]) * memory[$0] + sigmoid(sums.i[$0]) * tanh(sums.g[$0]) }
    let h = c.indices.map { sigmoid(sums.o[$0]) * tanh(c[$0]) }
    return CellState(h: h, c: c)
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
