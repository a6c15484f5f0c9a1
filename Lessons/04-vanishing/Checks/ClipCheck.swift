// The check of exercise 4a: the direction stays, and the length is at most the limit.

import ExerciseKit

/// The lesson's example: a gradient of length 5 in two groups, clipped to 1.
public let exampleClip = (groups: [[3.0], [4.0]], limit: 1.0, clipped: [[0.6], [0.8]])

/// Throws what is wrong with a clip.
public func checkClip<C: Clipping>(_ clip: C.Type, _ examination: Examination) throws {
  try dependsOnGradient(clip, examination)
  try examination.forAll(ClipCase.drawn, keepsShapes(clip))
  try examination.forAll(ClipCase.zeros, count: 10, keepsShapes(clip))
  try examination.forAll(ClipCase.drawn, keepsDirection(clip))
  try examination.forAll(ClipCase.drawn, keepsRatios(clip))
  try examination.forAll(ClipCase.drawn, keepsShortOnes(clip))
  try examination.forAll(ClipCase.drawn, keepsTheLimit(clip))
}

private typealias Property4a = (ClipCase) throws -> Void

private func dependsOnGradient<C: Clipping>(_ type: C.Type, _ examination: Examination) throws {
  let cases = [[[1.0], [2.0]], [[-5], [0.5]], [[0.1], [0.2]]].map { ClipCase(groups: $0, limit: 1) }
  let answers = examination.answers(to: cases) { $0.clipped(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = C.clipped(exampleClip.groups, to: exampleClip.limit)
  let isKnown = zip(example.flatMap { $0 }, [0.6, 0.8]).allSatisfy { same($0, $1) } && example.count == 2
  if isKnown { throw Failure(.shown, "right for the lesson's example, and the same for every other gradient") }
  throw Failure(
    .constant, "the result is \(ClipCase.text(answers[0])) whatever the gradient is",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func keepsShapes<C: Clipping>(_ type: C.Type) -> Property4a {
  { sample in
    let found = sample.clipped(type)
    try require(
      found.map(\.count) == sample.groups.map(\.count), .shape, "the result has other groups than the gradient")
    try require(
      found.allSatisfy { $0.allSatisfy(\.isFinite) }, .finite, "the result is \(ClipCase.text(found))")
  }
}

private func keepsDirection<C: Clipping>(_ type: C.Type) -> Property4a {
  { sample in
    let found = sample.clipped(type)
    let factors = zip(found, sample.groups).map { zip($0, $1).map { $0 / $1 } }
    for (group, own) in factors.enumerated() {
      try require(
        own.allSatisfy { same($0, own[0], within: 1e-7) }, .relation,
        "the direction changed: group \(group) becomes \(ClipCase.text([found[group]])), which is no multiple of what it was"
      )
    }
  }
}

private func keepsRatios<C: Clipping>(_ type: C.Type) -> Property4a {
  { sample in
    let firsts = zip(sample.clipped(type), sample.groups).map { $0[0] / $1[0] }
    try require(
      firsts.allSatisfy { same($0, firsts[0], within: 1e-7) }, .relation,
      "the ratio of two groups changed: they are multiplied by \(firsts.map(shown).joined(separator: ", "))")
    try require(firsts[0] > 0, .relation, "the direction is turned round: all is multiplied by \(shown(firsts[0]))")
  }
}

private func keepsShortOnes<C: Clipping>(_ type: C.Type) -> Property4a {
  { sample in
    guard sample.norm <= sample.limit else { return }
    let norm = ClipCase.norm(sample.clipped(type))
    try require(
      norm <= sample.norm * (1 + 1e-9), .relation,
      "a short gradient grew: its norm was \(shown(sample.norm)), below the limit, and is now \(shown(norm))")
    try require(
      same(norm, sample.norm, within: 1e-7), .relation,
      "a short gradient was shortened: its norm was \(shown(sample.norm)), below the limit, and is now \(shown(norm))")
  }
}

private func keepsTheLimit<C: Clipping>(_ type: C.Type) -> Property4a {
  { sample in
    guard sample.norm > sample.limit else { return }
    let norm = ClipCase.norm(sample.clipped(type))
    if norm > sample.limit * (1 + 1e-9) {
      for group in sample.groups.indices.reversed() {
        // Too long by as much as if one group were not there, or were alone.
        var rest = sample.groups
        rest.remove(at: group)
        let withoutIt = min(1, sample.limit / ClipCase.norm(rest)) * sample.norm
        if !rest.isEmpty && same(norm, withoutIt, within: 1e-7) {
          throw Failure(
            .deaf,
            "group \(group) does not count: the norm is \(shown(norm)), as if the limit held for the others alone")
        }
      }
      throw Failure(.relation, "the norm is above c: \(shown(norm)), and the limit is \(shown(sample.limit))")
    }
    try require(
      same(norm, sample.limit, within: 1e-7), .relation,
      "a long gradient is shortened to the limit, \(shown(sample.limit)), and not to \(shown(norm))")
  }
}
