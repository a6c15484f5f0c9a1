// Exercise 5b another way: forwards, as a sum over all later steps, each weighted by the product of the forget gates between.

import Foundation
import LSTM

enum OtherMemory: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    let own = dh.indices.map { dh[$0] * output[$0] / (cosh(memories[$0 + 1]) * cosh(memories[$0 + 1])) }
    let c = dh.indices.map { step in
      var (sum, kept) = (0.0, 1.0)
      for later in step..<dh.count {
        if later > step { kept *= forget[later] }
        sum += kept * own[later]
      }
      return sum
    }
    return MemoryGradients(c: c, f: c.indices.map { c[$0] * memories[$0] * (forget[$0] - forget[$0] * forget[$0]) })
  }
}
