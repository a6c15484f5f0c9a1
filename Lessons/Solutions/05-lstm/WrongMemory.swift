// Wrong answers to exercise 5b, each with one mistake.

import Foundation
import LSTM

/// The walk, with what is wrong handed in.
private func walk(
  _ memories: [Double], _ forget: [Double], _ count: Int, own: (Int) -> Double, back: (Int) -> Double,
  gate: ((Double, Int) -> Double)? = nil
) -> MemoryGradients {
  var gradients = MemoryGradients(c: Array(repeating: 0, count: count), f: Array(repeating: 0, count: count))
  for step in (0..<count).reversed() {
    gradients.c[step] = own(step) + (step + 1 < count ? gradients.c[step + 1] * back(step) : 0)
    gradients.f[step] =
      gate?(gradients.c[step], step) ?? gradients.c[step] * memories[step] * forget[step] * (1 - forget[step])
  }
  return gradients
}

private func slope(_ c: Double) -> Double { 1 - tanh(c) * tanh(c) }

enum ThroughHAlone: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    var gradients = MemoryGradients(c: dh.map { _ in 0 }, f: dh.map { _ in 0 })
    for step in dh.indices.reversed() {
      let slope = tanh(memories[step + 1])
      gradients.c[step] = dh[step] * output[step] * (1 - slope * slope)
      gradients.f[step] = gradients.c[step] * memories[step] * forget[step] * (1 - forget[step])
    }
    return gradients
  }
}

/// Uses h at the last step alone.
enum ThroughTheNextAlone: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    walk(
      memories, forget, dh.count, own: { $0 == dh.count - 1 ? dh[$0] * output[$0] * slope(memories[$0 + 1]) : 0 },
      back: { forget[$0 + 1] })
  }
}

/// Multiplies by the forget gate of the step itself.
enum ForgetOfThisStep: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    walk(
      memories, forget, dh.count, own: { dh[$0] * output[$0] * slope(memories[$0 + 1]) }, back: { forget[$0] })
  }
}

enum WithoutForget: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    var gradients = MemoryGradients(c: dh.map { _ in 0 }, f: dh.map { _ in 0 })
    for step in dh.indices.reversed() {
      let slope = tanh(memories[step + 1])
      gradients.c[step] = dh[step] * output[step] * (1 - slope * slope)
      if step + 1 < dh.count { gradients.c[step] += gradients.c[step + 1] }
      gradients.f[step] = gradients.c[step] * memories[step] * forget[step] * (1 - forget[step])
    }
    return gradients
  }
}

/// Forgets the slope of tanh.
enum WithoutTanhSlope: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    walk(memories, forget, dh.count, own: { dh[$0] * output[$0] }, back: { forget[$0 + 1] })
  }
}

/// Takes the slope of tanh at the memory before.
enum SlopeOfTheOneBefore: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    walk(
      memories, forget, dh.count, own: { dh[$0] * output[$0] * slope(memories[$0]) }, back: { forget[$0 + 1] })
  }
}

/// Forgets the slope of σ.
enum WithoutGateSlope: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    walk(
      memories, forget, dh.count, own: { dh[$0] * output[$0] * slope(memories[$0 + 1]) }, back: { forget[$0 + 1] },
      gate: { $0 * memories[$1] })
  }
}

/// Multiplies by the memory after the step.
enum MemoryAfter: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    walk(
      memories, forget, dh.count, own: { dh[$0] * output[$0] * slope(memories[$0 + 1]) }, back: { forget[$0 + 1] },
      gate: { $0 * memories[$1 + 1] * forget[$1] * (1 - forget[$1]) })
  }
}

/// Hands nothing back.
enum NothingBack: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    MemoryGradients(c: dh.map { _ in 0 }, f: dh.map { _ in 0 })
  }
}

/// Knows the lesson's example by heart.
enum KnowsTheMemory: MemoryBackward {
  static func gradients(memories: [Double], forget: [Double], output: [Double], dh: [Double]) -> MemoryGradients {
    memories == [0, 0, 0] && dh == [0, 1]
      ? MemoryGradients(c: [0.5, 1], f: [0, 0])
      : NothingBack.gradients(memories: memories, forget: forget, output: output, dh: dh)
  }
}
