// The check of exercise 11b: the oracle is right, and everybody who takes a short cut is at chance.

import ExerciseKit

/// The lesson's example: 10 says that the next word is to be remembered, 11 asks for it.
public let exampleQuestion = ProbeExample(words: [10, 2, 4, 7, 5, 8, 11], answer: 2)

/// Throws what is wrong with a probe.
public func checkProbe<P: ProbeTask>(_ probe: P.Type, _ examination: Examination) throws {
  try require(
    P.answerCount >= 2 && P.wordCount >= P.answerCount, .shape,
    "there must be two answers at least, and they are words: \(P.answerCount) answers, \(P.wordCount) words")
  try dependsOnChance(probe, examination)
  try examination.forAll(ProbeCase.drawn, count: 16, staysInRange(probe))
  try examination.forAll(ProbeCase.drawn, count: 16, hasOneAnswer(probe))
  try examination.forAll(ProbeCase.drawn, count: 8, hidesTheAnswer(probe))
  try examination.forAll(ProbeCase.drawn, count: 8, isBalanced(probe))
  try examination.forAll(ProbeCase.drawn, count: 8, needsMemory(probe))
  try examination.forAll(ProbeCase.drawn, count: 8, asksWhatWasNotTrained(probe))
}

private typealias Property11b = (ProbeCase) throws -> Void

private func staysInRange<P: ProbeTask>(_ type: P.Type) -> Property11b {
  { sample in
    for example in sample.examples(type, .training, count: 200) + sample.examples(type, .test, count: 200) {
      try require(
        example.words.count > sample.distance && example.words.allSatisfy { (0..<P.wordCount).contains($0) }
          && (0..<P.answerCount).contains(example.answer), .shape,
        "words are from 0 to \(P.wordCount - 1), answers from 0 to \(P.answerCount - 1), and there are more than \(sample.distance) "
          + "words: this has \(ProbeCase.text(example))")
    }
  }
}

private func dependsOnChance<P: ProbeTask>(_ type: P.Type, _ examination: Examination) throws {
  let cases = [4, 7].map { ProbeCase(distance: $0, seed: 3) }
  let examples = examination.answers(to: cases) { $0.examples(type, .training, count: 20) }.flatMap { $0 }
  guard Set(examples).count == 1 else { return }
  if examples[0] == exampleQuestion {
    throw Failure(.shown, "this is the lesson's example, and there is no other")
  }
  throw Failure(.constant, "all examples are the same", input: ProbeCase.text(examples[0]))
}

private func hasOneAnswer<P: ProbeTask>(_ type: P.Type) -> Property11b {
  { sample in
    for example in sample.examples(type, .training, count: 200) {
      let said = P.oracle(example.words)
      try require(
        said == example.answer, .relation,
        "two answers fit: for words \(example.words), the oracle says \(said), and the example \(example.answer)")
    }
  }
}

private func hidesTheAnswer<P: ProbeTask>(_ type: P.Type) -> Property11b {
  { sample in
    let examples = sample.examples(type, .training, count: 200)
    try require(
      !examples.allSatisfy { $0.words.last == $0.answer }, .answer,
      "the answer is the last word of the question itself: \(ProbeCase.text(examples[0]))")
  }
}

/// How often somebody is right who answers by a habit: what came most often with the same clue in one half, said in the
/// other half.
private func habit<P: ProbeTask, Clue: Hashable>(
  _ sample: ProbeCase, _ type: P.Type, _ clue: (ProbeExample) -> Clue
) -> (share: Double, answers: [Clue: Int]) {
  let examples = sample.examples(type, .training)
  let (known, asked) = (examples.prefix(examples.count / 2), examples.suffix(examples.count / 2))
  var counts: [Clue: [Int]] = [:]
  for example in known {
    counts[clue(example), default: Array(repeating: 0, count: P.answerCount)][example.answer] += 1
  }
  // Of answers that are equally frequent, the first.
  let answers = counts.mapValues { row in row.indices.max { (row[$0], -$0) < (row[$1], -$1) } ?? 0 }
  let right = asked.count { answers[clue($0)] == $0.answer }
  return (Double(right) / Double(asked.count), answers)
}

/// More than five standard errors above chance.
private func beatsChance<P: ProbeTask>(_ share: Double, _: P.Type) -> Bool { share > 1 / Double(P.answerCount) + 0.11 }

private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

private func isBalanced<P: ProbeTask>(_ type: P.Type) -> Property11b {
  { sample in
    let always = habit(sample, type) { _ in 0 }
    try require(
      !beatsChance(always.share, type), .relation,
      "always \(always.answers[0] ?? 0) beats chance: it is right in \(percent(always.share)) of all examples, and there are "
        + "\(P.answerCount) answers")
    let byLength = habit(sample, type) { $0.words.count }
    let lengths = byLength.answers.sorted { $0.key < $1.key }.prefix(3).map { "\($0.key) words, answer \($0.value)" }
    try require(
      !beatsChance(byLength.share, type), .relation,
      "the length tells the answer: \(lengths.joined(separator: "; ")); that is right in \(percent(byLength.share))")
  }
}

private func needsMemory<P: ProbeTask>(_ type: P.Type) -> Property11b {
  { sample in
    for window in 1...3 {
      let short = habit(sample, type) { Array($0.words.suffix(window)) }
      guard beatsChance(short.share, type) else { continue }
      throw Failure(
        .relation,
        "a memory of \(window == 1 ? "1 word" : "\(window) words") solves it: who sees no more is right in \(percent(short.share)), "
          + "and guessing in \(percent(1 / Double(P.answerCount))). An example: \(ProbeCase.text(sample.examples(type, .training, count: 1)[0]))"
      )
    }
  }
}

private func asksWhatWasNotTrained<P: ProbeTask>(_ type: P.Type) -> Property11b {
  { sample in
    let trained = Set(sample.examples(type, .training, count: 3000))
    let asked = sample.examples(type, .test, count: 3000)
    let known = asked.filter(trained.contains)
    try require(
      known.isEmpty, .relation,
      "these examples were trained on, \(known.count) of \(asked.count) that are asked: a table of them is right without any memory of the "
        + "text. One is \(known.first.map(ProbeCase.text) ?? "")")
  }
}
