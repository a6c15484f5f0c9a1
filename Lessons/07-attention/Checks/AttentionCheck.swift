// The check of exercise 7c: who is heard by whom, then how loud, against plain loops, and the way back.

import ExerciseKit
import Foundation
import LessonTape

/// The lesson's example: two words with equal scores, so that the second hears the mean of both values.
public let exampleAttention = (queries: [0.0, 0.0], keys: [1.0, 2.0], values: [2.0, 4.0], outputs: [2.0, 3.0])

/// Throws what is wrong with attention.
public func checkAttention<A: SelfAttention>(_ attention: A.Type, _ examination: Examination) throws {
  try examination.forAll(AttentionCase.drawn, keepsTheShape(attention))
  try dependsOnAll(attention, examination)
  try examination.forAll(AttentionCase.drawn, isFinite(attention))
  try examination.forAll(AttentionCase.drawn, keepsSequencesApart(attention))
  try examination.forAll(AttentionCase.drawn, keepsHeadsApart(attention))
  try examination.forAll(AttentionCase.drawn, sumsToOne(attention))
  try examination.forAll(AttentionCase.drawn, hidesTheFuture(attention))
  try examination.forAll(AttentionCase.drawn, hearsThePast(attention))
  try examination.forAll(AttentionCase.drawn, agreesWithLoops(attention))
  try examination.forAll(AttentionCase.drawn, count: 24, hasTheSlopes(attention))
  try examination.forAll(AttentionCase.drawn, survivesLargeScores(attention))
}

private typealias Property7c = (AttentionCase) throws -> Void

private func keepsTheShape<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let (found, wanted) = (Hearing(type, sample).shape, Shape([sample.sequences, sample.length, sample.width]))
    try require(
      found == wanted, .shape,
      "the outputs should be [B, T, d] as the queries are, here \(wanted), and are \(found)")
  }
}

/// Each of the three inputs must make a difference.
private func dependsOnAll<A: SelfAttention>(_ type: A.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 17)
  let cases = (0..<4).map { _ in AttentionCase.drawn(&draw, sequences: 1, length: 2, heads: 1, headWidth: 1) }
  let answers = examination.answers(to: cases) { Hearing(type, $0).numbers }
  if answers.allSatisfy({ $0 == answers[0] }) {
    func words(_ numbers: [Double]) -> AttentionCase.Words { [numbers.map { [$0] }] }
    let example = AttentionCase(
      heads: 1, queries: words(exampleAttention.queries), keys: words(exampleAttention.keys),
      values: words(exampleAttention.values))
    if Hearing(type, example).numbers == exampleAttention.outputs {
      throw Failure(.shown, "right for the lesson's example, and the same for every other")
    }
    throw Failure(
      .constant, "the outputs are \(HeadCase.text(answers[0])) whatever the words are",
      input: "\(cases[0])\nor:\n\(cases[1])")
  }
  for part in AttentionCase.parts {
    let other = cases[0].with { $0[keyPath: part.path] = cases[1][keyPath: part.path] }
    guard Hearing(type, other).numbers == answers[0] else { continue }
    throw Failure(
      .deaf, "the outputs are the same whatever any \(part.name) is", input: "\(cases[0])\nor:\n\(other)")
  }
}

private func isFinite<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let hearing = Hearing(type, sample)
    for sequence in 0..<sample.sequences {
      for word in 0..<sample.length {
        guard let number = hearing[sequence, word].first(where: { !$0.isFinite }) else { continue }
        throw Failure(
          .finite,
          "output \(word) is \(shown(number))"
            + (word == 0 ? ": does the first word hear itself? It has nothing else" : ""))
      }
    }
  }
}

private func keepsSequencesApart<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let before = Hearing(type, sample)
    for part in AttentionCase.parts {
      for moved in 0..<sample.sequences {
        let after = Hearing(type, sample.moved(part.path, moved, 0, head: 0))
        for (other, word) in places(sample) where other != moved && after[other, word] != before[other, word] {
          throw Failure(
            .batch,
            "output \(word) of sequence \(other) changes with a \(part.name) of sequence \(moved): they are two texts, "
              + "and do not hear each other")
        }
      }
    }
  }
}

private func keepsHeadsApart<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let before = Hearing(type, sample)
    for part in AttentionCase.parts {
      for (word, head) in pairs(sample.length, sample.heads) {
        let after = Hearing(type, sample.moved(part.path, 0, word, head: head))
        for (place, other) in pairs(sample.length, sample.heads)
        where other != head && after[0, place, other] != before[0, place, other] {
          throw Failure(
            .relation,
            "head \(other) of output \(place) changes with the \(part.name) of head \(head), of word \(word): a head "
              + "hears its own part of the width alone. To split, reshape to [B, T, heads, dₕ] and permute; then back")
        }
      }
    }
  }
}

private func sumsToOne<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    // A mean of ones is 1.
    let hearing = Hearing(type, sample.with { $0.values = $0.values.map { $0.map { $0.map { _ in 1 } } } })
    for (sequence, word) in places(sample) {
      guard let number = hearing[sequence, word].first(where: { !same($0, 1) }) else { continue }
      throw Failure(
        .sum,
        "the weights of output \(word) should sum to 1 over the words that it hears, and sum to \(shown(number)): is the "
          + "mask on the scores, before the softmax, and the softmax over the words that are heard?")
    }
  }
}

private func hidesTheFuture<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let before = Hearing(type, sample)
    for later in 0..<sample.length {
      // A key may fit so well that no mask is enough but −∞, or a number as good as that.
      let loud = sample.with { $0.keys[0][later] = $0.keys[0][later].map { 1e4 * $0 } }
      let changes = [
        ("key", sample.with { $0.keys[0][later] = $0.keys[0][later].map { $0 + 1 } }),
        ("value", sample.with { $0.values[0][later] = $0.values[0][later].map { $0 + 1 } }), ("key", loud),
      ]
      for (name, changed) in changes {
        let after = Hearing(type, changed)
        for word in 0..<later where after[0, word] != before[0, word] {
          throw Failure(
            .future,
            "output \(word) changes when the \(name) of word \(later), after it, does: it hears what it should predict")
        }
      }
    }
  }
}

private func hearsThePast<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let before = Hearing(type, sample)
    for word in 0..<sample.length {
      let after = Hearing(type, sample.with { $0.values[0][word] = $0.values[0][word].map { $0 + 1 } })
      for output in word..<sample.length where after[0, output] == before[0, output] {
        throw Failure(
          .deaf,
          "output \(output) is the same whatever the value of word \(word) is, though it may hear it: is the mask turned "
            + "round?")
      }
    }
  }
}

private func agreesWithLoops<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let found = Hearing(type, sample).numbers
    func differs(_ expected: AttentionCase.Words) -> Int? {
      zip(found, expected.flatMap { $0 }.flatMap { $0 }).enumerated().first { !same($0.element.0, $0.element.1) }?
        .offset
    }
    let (width, headWidth) = (Double(sample.width), Double(sample.headWidth))
    let right = sample.expected(dividingBy: headWidth.squareRoot())
    guard let place = differs(right) else { return }
    let (row, column) = (place / sample.width, place % sample.width)
    let words =
      "number \(column) of output \(row % sample.length) should be \(shown(right.flatMap { $0 }[row][column])), and is "
      + shown(found[place])
    let divisors = [
      ("1", 1), ("dₕ", headWidth), ("√d", width.squareRoot()), ("d", width), ("1/√dₕ", 1 / headWidth.squareRoot()),
    ]
    if let (name, _) = divisors.first(where: { differs(sample.expected(dividingBy: $0.1)) == nil }) {
      throw Failure(
        .relation,
        "\(words): scores are divided by \(name), and should be by √dₕ, where dₕ = \(sample.headWidth) is the width of "
          + "a head")
    }
    let exchanged = sample.with { ($0.queries, $0.keys) = ($0.keys, $0.queries) }
    if differs(exchanged.expected(dividingBy: headWidth.squareRoot())) == nil {
      throw Failure(.relation, "\(words): a word asks by its query, and the others answer by their keys")
    }
    throw Failure(.relation, words)
  }
}

private func hasTheSlopes<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let gradients = Hearing(type, sample).gradients
    for (part, gradient) in zip(AttentionCase.parts, gradients) {
      for (place, (sequence, word)) in places(sample).enumerated() {
        for number in 0..<sample.width {
          func loss(_ change: Double) -> Double {
            Hearing(type, sample.with { $0[keyPath: part.path][sequence][word][number] += change }).loss
          }
          let (slope, found) = ((loss(1e-5) - loss(-1e-5)) / 2e-5, gradient[place * sample.width + number])
          try require(
            same(found, slope, within: 1e-5), .slope,
            "a small step of number \(number) of the \(part.name) of word \(word) changes the loss otherwise than its "
              + "gradient says: \(shown(slope)) for each unit, and the gradient is \(shown(found)). Was a value copied "
              + "off the tape?")
        }
      }
    }
  }
}

private func survivesLargeScores<A: SelfAttention>(_ type: A.Type) -> Property7c {
  { sample in
    let hearing = Hearing(type, sample.with { $0.keys = $0.keys.map { $0.map { $0.map { 1e5 * $0 } } } })
    for (sequence, word) in places(sample) {
      guard let number = hearing[sequence, word].first(where: { !$0.isFinite }) else { continue }
      throw Failure(
        .finite,
        "with keys 100 000 times as large, output \(word) is \(shown(number)): e to a large number is none; `softmax` "
          + "takes care of that")
    }
  }
}

/// All sequences with all words.
private func places(_ sample: AttentionCase) -> [(Int, Int)] { pairs(sample.sequences, sample.length) }

/// All pairs of numbers below two bounds, in order.
private func pairs(_ first: Int, _ second: Int) -> [(Int, Int)] {
  (0..<first).flatMap { outer in (0..<second).map { (outer, $0) } }
}
