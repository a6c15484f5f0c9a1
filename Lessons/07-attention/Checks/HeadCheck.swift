// The check of exercise 7a: weights that sum to 1, over what may be seen, and then how large each of them is.

import ExerciseKit
import Foundation

/// The lesson's example: two words with equal scores, so that the second gets the mean of both values.
public let exampleHead = (
  queries: [[0.0], [0.0]], keys: [[1.0], [2.0]], values: [[2.0], [4.0]], outputs: [[2.0], [3.0]]
)

/// Throws what is wrong with a head.
public func checkHead<H: AttentionHead>(_ head: H.Type, _ examination: Examination) throws {
  try examination.forAll(HeadCase.drawn, keepsShapes(head))
  try dependsOnItsInput(head, examination)
  try examination.forAll(HeadCase.drawn, isFinite(head))
  try examination.forAll(HeadCase.drawn, sumsToOne(head))
  try examination.forAll(HeadCase.drawn, hidesTheFuture(head))
  try examination.forAll(HeadCase.drawn, seesThePast(head))
  try examination.forAll(HeadCase.drawn, averagesEqualScores(head))
  try examination.forAll(HeadCase.drawn, asksByItsOwnQuery(head))
  try examination.forAll(HeadCase.drawn, weighsByScore(head))
  try examination.forAll(HeadCase.drawn, survivesLargeScores(head))
}

private typealias Property7a = (HeadCase) throws -> Void

private func keepsShapes<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let (outputs, count) = (sample.outputs(type), sample.values[0].count)
    try require(outputs.count == sample.length, .shape, "\(sample.length) words give \(outputs.count) outputs")
    for (word, output) in outputs.enumerated() where output.count != count {
      throw Failure(
        .shape,
        "an output is a mean of values, so it has as many numbers as one, \(count), and output \(word) has \(output.count)"
      )
    }
  }
}

private func dependsOnItsInput<H: AttentionHead>(_ type: H.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 17)
  let cases = (0..<4).map { _ in
    HeadCase(
      queries: [[draw.number()], [draw.number()]], keys: [[draw.number()], [draw.number()]],
      values: [[draw.number()], [draw.number()]])
  }
  let answers = examination.answers(to: cases) { $0.outputs(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = exampleHead
  if H.outputs(queries: example.queries, keys: example.keys, values: example.values) == example.outputs {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the outputs are \(HeadCase.text(answers[0])) whatever the words are",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func isFinite<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    for (word, output) in sample.outputs(type).enumerated() {
      for number in output where !number.isFinite {
        throw Failure(
          .finite,
          "output \(word) is \(shown(number))"
            + (word == 0
              ? ": does the first word see itself? It has nothing "
                + "else" : ""))
      }
    }
  }
}

private func sumsToOne<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    // A mean of ones is 1.
    let ones = sample.with { $0.values = sample.values.map { $0.map { _ in 1 } } }
    for (word, output) in ones.outputs(type).enumerated() where !same(output[0], 1) {
      throw Failure(
        .sum,
        "the weights of output \(word) should sum to 1 over the words that it sees, and sum to \(shown(output[0]))")
    }
  }
}

private func hidesTheFuture<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let before = sample.outputs(type)
    for later in sample.queries.indices.dropFirst() {
      let changes = [
        ("key", sample.with { $0.keys[later] = $0.keys[later].map { $0 + 1 } }),
        ("value", sample.with { $0.values[later] = $0.values[later].map { $0 + 1 } }),
      ]
      for (what, changed) in changes {
        let after = changed.outputs(type)
        for word in 0..<later where !zip(before[word], after[word]).allSatisfy({ same($0, $1) }) {
          throw Failure(
            .future,
            "output \(word) changes when the \(what) of word \(later), after it, does: it sees what it should "
              + "predict")
        }
      }
    }
  }
}

private func seesThePast<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let before = sample.outputs(type)
    for word in sample.values.indices {
      let after = sample.with { $0.values[word] = $0.values[word].map { $0 + 1 } }.outputs(type)
      for output in word..<sample.length where after[output] == before[output] {
        throw Failure(
          .deaf,
          "output \(output) is the same whatever the value of word \(word) is, though it may "
            + "see it")
      }
    }
  }
}

private func averagesEqualScores<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let equal = sample.with { $0.keys = $0.keys.map { $0.map { _ in 0 } } }
    for (word, output) in equal.outputs(type).enumerated() {
      let mean = sample.values[...word].reduce(0) { $0 + $1[0] } / Double(word + 1)
      try require(
        same(output[0], mean), .relation,
        "with equal scores, as all keys are 0, output \(word) should be the mean of the values so far, "
          + "\(shown(mean)), and is \(shown(output[0]))")
    }
  }
}

private func asksByItsOwnQuery<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let before = sample.outputs(type)
    for word in sample.queries.indices {
      let after = sample.with { $0.queries[word] = $0.queries[word].map { $0 + 1 } }.outputs(type)
      for output in sample.queries.indices where output != word {
        try require(
          zip(before[output], after[output]).allSatisfy { same($0, $1) }, .relation,
          "output \(output) changes with the query of word \(word): word \(output) asks by its own, and the others "
            + "answer by their keys")
      }
    }
  }
}

private func weighsByScore<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let outputs = sample.showingWeights.outputs(type)
    let root = Double(sample.width).squareRoot()
    for word in sample.queries.indices {
      for other in 0..<word {
        let keys = zip(sample.keys[other], sample.keys[word]).map { $0 - $1 }
        let difference = zip(sample.queries[word], keys).reduce(0) { $0 + $1.0 * $1.1 }
        let found = log(outputs[word][other] / outputs[word][word])
        guard !same(found, difference / root, within: 1e-6) else { continue }
        let text =
          "of output \(word), ln(weight of word \(other) / its own) should be (q·k − q·k′)/√\(sample.width) = "
          + "\(shown(difference / root)), and is \(shown(found))"
        let isScaledOtherwise = [1, root * root, root * root * root, 1 / root].contains {
          same(found, difference / $0, within: 1e-6)
        }
        throw Failure(
          .relation,
          sample.width > 1 && isScaledOtherwise ? "scores must spread alike at every width, hence √d: " + text : text)
      }
    }
  }
}

private func survivesLargeScores<H: AttentionHead>(_ type: H.Type) -> Property7a {
  { sample in
    let large = sample.with { $0.keys = $0.keys.map { $0.map { 1e5 * $0 } } }
    for (word, output) in large.outputs(type).enumerated() {
      for number in output where !number.isFinite {
        throw Failure(
          .finite,
          "with keys 100 000 times as large, output \(word) is \(shown(number)): take the largest score from all "
            + "before e to them is taken, which changes nothing else")
      }
    }
  }
}
