// Exercise 5a another way: both functions by one exponential that never overflows, and the sums as one mix.

import Foundation
import LSTM

enum OtherStep: GatedStep {
  static func step(_ sums: GateSums, memory: [Double]) -> CellState {
    var next = CellState(h: [], c: [])
    for (index, before) in memory.enumerated() {
      let (keep, write, show) = (gate(sums.f[index]), gate(sums.i[index]), gate(sums.o[index]))
      let candidate = 2 * gate(2 * sums.g[index]) - 1
      let memory = keep * before + write * candidate
      next.c.append(memory)
      next.h.append(show * (2 * gate(2 * memory) - 1))
    }
    return next
  }

  private static func gate(_ x: Double) -> Double {
    let small = exp(-abs(x))
    return x >= 0 ? 1 / (1 + small) : small / (1 + small)
  }
}
