// Exercise 5b: back through the memory.
//
// One number of an LSTM's memory, over some steps:
//
//     c_t = f_t·c_{t−1} + (what was written)        h_t = o_t·tanh(c_t)        f_t = σ(a_t)
//
// dh[t] says how much the loss changes with h_t. Give the gradients by each c_t, in gradients.c, and by each a_t, in
// gradients.f. A memory is used twice: by its own h_t, and by the memory of the next step. The last one has no next.
//
// memories[t] is c before step t, memories[t + 1] is c after it; forget[t] is f_t, output[t] is o_t. The slope of tanh c is
// 1 − tanh² c, that of σ(a) is f·(1 − f).
//
// Check it:  ./lab check 5b        A hint:  ./lab hint 5b

import Foundation  // for tanh
import LSTM

enum Memory: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    var gradients = MemoryGradients(c: dh.map { _ in 0 }, f: dh.map { _ in 0 })
    for step in dh.indices.reversed() {
      let slope = tanh(memories[step + 1])
      gradients.c[step] = dh[step] * output[step] * (1 - slope * slope)
      // Yours: what comes back from the next step, and the gradient by a.
    }
    return gradients
  }
}
