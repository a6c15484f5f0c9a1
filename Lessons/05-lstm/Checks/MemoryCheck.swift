// The check of exercise 5b: the memory's gradient has two sources, and each is asked for by itself before their sum.

import ExerciseKit

/// The lesson's example: two steps, of which the second alone is asked, with a memory of 0.
public let exampleMemory = (
  memories: [0.0, 0, 0], forget: [0.5, 0.5], output: [1.0, 1], dh: [0.0, 1], c: [0.5, 1.0], f: [0.0, 0]
)

/// Throws what is wrong with a walk back.
public func checkMemory<M: MemoryBackward>(_ backward: M.Type, _ examination: Examination) throws {
  try examination.forAll(MemoryCase.drawn, keepsShapes(backward))
  try dependsOnMemory(backward, examination)
  try examination.forAll(MemoryCase.drawn, usesTheNextGate(backward))
  try examination.forAll(MemoryCase.drawn, stopsAtShutGates(backward))
  try examination.forAll(MemoryCase.drawn, hasTheSlopes(backward))
}

private typealias Property5b = (MemoryCase) throws -> Void

private func keepsShapes<M: MemoryBackward>(_ type: M.Type) -> Property5b {
  { sample in
    let found = sample.gradients(type)
    try require(
      found.c.count == sample.length && found.f.count == sample.length, .shape,
      "there are \(sample.length) steps, \(found.c.count) gradients by c, and \(found.f.count) by f")
    try require((found.c + found.f).allSatisfy(\.isFinite), .finite, "the gradients are \(found.c) and \(found.f)")
  }
}

private func dependsOnMemory<M: MemoryBackward>(_ type: M.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 11)
  let cases = (0..<4).map { _ in
    MemoryCase(
      start: draw.number(), sums: draw.numbers(2), written: draw.numbers(2), output: [0.5, 0.25], dh: draw.numbers(2))
  }
  let answers = examination.answers(to: cases) { $0.gradients(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = M.gradients(
    memories: exampleMemory.memories, forget: exampleMemory.forget, output: exampleMemory.output, dh: exampleMemory.dh)
  if example == MemoryGradients(c: exampleMemory.c, f: exampleMemory.f) {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the gradients are the same whatever the memory and the gates are",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

extension MemoryCase {
  /// The slope by a memory through its own h alone.
  fileprivate func own(_ step: Int) -> Double {
    var alone = self
    alone.dh = dh.indices.map { $0 == step ? dh[step] : 0 }
    return alone.quotient(memory: step)
  }
}

private func usesTheNextGate<M: MemoryBackward>(_ type: M.Type) -> Property5b {
  { sample in
    let found = sample.gradients(type).c
    for step in sample.sums.indices.dropLast() {
      let back = found[step + 1]
      let (right, wrong) = (
        sample.own(step) + back * sample.forget[step + 1], sample.own(step) + back * sample.forget[step]
      )
      try require(
        same(found[step], right, within: 1e-6) || !same(found[step], wrong, within: 1e-6), .shift,
        "the f of step \(step) stands where that of step \(step + 1) belongs: c after step \(step) gets \(shown(found[step])), and should "
          + "get \(shown(right))")
    }
  }
}

private func stopsAtShutGates<M: MemoryBackward>(_ type: M.Type) -> Property5b {
  { sample in
    guard sample.length > 1 else { return }
    // The last step forgets all: what it is asked for reaches nothing before it.
    var shut = sample
    shut.sums[sample.length - 1] = -80
    var asked = shut
    asked.dh[sample.length - 1] += 1
    let (before, after) = (shut.gradients(type).c, asked.gradients(type).c)
    for step in 0..<sample.length - 1 where !same(before[step], after[step]) {
      throw Failure(
        .keep,
        "with f = 0 nothing may reach the step before: what step \(sample.length - 1) is asked for changes step \(step)"
      )
    }
  }
}

private func hasTheSlopes<M: MemoryBackward>(_ type: M.Type) -> Property5b {
  { sample in
    let found = sample.gradients(type)
    let memories = sample.memories()
    for step in sample.sums.indices.reversed() {
      let wanted = sample.quotient(memory: step)
      let numbers =
        "its gradient is \(shown(found.c[step])), and a small step moves the loss \(shown(wanted)) times as far"
      if !same(found.c[step], wanted, within: 1e-6) {
        let own = sample.own(step)
        if step + 1 < sample.length {
          let through = found.c[step + 1] * sample.forget[step + 1]
          if same(found.c[step], own, within: 1e-6) || same(found.c[step], through, within: 1e-6) {
            throw Failure(
              .once,
              "c after step \(step) is used twice, by h and by the next c; only one use reaches its gradient: \(numbers)"
            )
          }
        }
        throw Failure(.slope, "c after step \(step): \(numbers)")
      }
    }
    for step in sample.sums.indices {
      let wanted = sample.quotient(sum: step)
      let forget = sample.forget[step]
      let numbers =
        "its gradient is \(shown(found.f[step])), and a small step moves the loss \(shown(wanted)) times as far"
      guard !same(found.f[step], wanted, within: 1e-6) else { continue }
      if same(found.f[step], found.c[step] * memories[step + 1] * forget * (1 - forget), within: 1e-6) {
        throw Failure(.shift, "f of step \(step) multiplies the c before it, not the one after: \(numbers)")
      }
      throw Failure(.slope, "what reaches f at step \(step): \(numbers)")
    }
  }
}
