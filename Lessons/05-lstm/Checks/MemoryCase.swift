// An input of exercise 5b: a memory over some steps.

import ExerciseKit
import Foundation

/// One number of memory: what reaches its forget gate, what is written, how far the output gate is open, and what the loss asks.
struct MemoryCase: Sample {
  var start: Double
  var sums: [Double]
  var written: [Double]
  var output: [Double]
  var dh: [Double]

  var length: Int { sums.count }

  static func drawn(_ draw: inout Draw, _ size: Int) -> MemoryCase {
    let length = draw.int(1...1 + size / 2)
    return MemoryCase(
      start: draw.number(), sums: draw.numbers(length).map { 2 * $0 }, written: draw.numbers(length),
      output: draw.numbers(length).map(abs), dh: draw.numbers(length))
  }

  var forget: [Double] { sums.map { (1 + tanh($0 / 2)) / 2 } }

  /// The memories, perhaps with one moved after a step, or a forget gate's sum.
  func memories(movingMemory place: Int? = nil, sum: Int? = nil, by change: Double = 0) -> [Double] {
    var memories = [start]
    for step in sums.indices {
      let forget = (1 + tanh((sums[step] + (step == sum ? change : 0)) / 2)) / 2
      memories.append(forget * (memories.last ?? 0) + written[step] + (step == place ? change : 0))
    }
    return memories
  }

  func loss(_ memories: [Double]) -> Double {
    sums.indices.reduce(0) { $0 + dh[$1] * output[$1] * tanh(memories[$1 + 1]) }
  }

  /// The slope of the loss, from two computations.
  func quotient(memory: Int? = nil, sum: Int? = nil) -> Double {
    let h = 1e-5
    let (up, down) = (
      loss(memories(movingMemory: memory, sum: sum, by: h)), loss(memories(movingMemory: memory, sum: sum, by: -h))
    )
    return (up - down) / (2 * h)
  }

  func gradients<M: MemoryBackward>(_: M.Type) -> MemoryGradients {
    M.gradients(memories: memories(), forget: forget, output: output, dh: dh)
  }

  var smaller: [MemoryCase] {
    guard length > 1 else { return [] }
    func without(_ index: Int) -> MemoryCase {
      var copy = self
      copy.sums.remove(at: index)
      copy.written.remove(at: index)
      copy.output.remove(at: index)
      copy.dh.remove(at: index)
      return copy
    }
    return sums.indices.reversed().map(without)
  }

  var description: String {
    let memories = memories()
    return "c before step 0: \(shown(start))\n"
      + sums.indices.map {
        "step \($0): f \(shown(forget[$0])), c after it \(shown(memories[$0 + 1])), o \(shown(output[$0])), dh \(shown(dh[$0]))"
      }.joined(separator: "\n")
  }
}
