// A solution of exercise 5b.

import Foundation
import LSTM

enum Memory: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    var gradients = MemoryGradients(c: dh.map { _ in 0 }, f: dh.map { _ in 0 })
    for step in dh.indices.reversed() {
      let slope = tanh(memories[step + 1])
      gradients.c[step] = dh[step] * output[step] * (1 - slope * slope)
      if step + 1 < dh.count { gradients.c[step] += gradients.c[step + 1] * forget[step + 1] }
      gradients.f[step] = gradients.c[step] * memories[step] * forget[step] * (1 - forget[step])
    }
    return gradients
  }
}
