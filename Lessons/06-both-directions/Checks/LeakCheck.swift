// The check of exercise 6b: a clean model is left in peace, and every kind of leak is found.

import ExerciseKit

/// The lesson's example: three words, and a leak from the last to the first output.
public let exampleLeak = (text: [2, 0, 1], leaks: [Leak(output: 0, word: 2)])

/// Throws what is wrong with a leak finder.
public func checkLeaks<F: LeakFinding>(_ finder: F.Type, _ examination: Examination) throws {
  try dependsOnTheModel(finder, examination)
  try examination.forAll(LeakCase.clean, count: 60, accusesNobody(finder))
  try examination.forAll(LeakCase.one(.plain, from: 1, to: 1), count: 60, namesTheLeaks(finder))
  try examination.forAll(LeakCase.one(.plain, from: 2), count: 60, namesTheLeaks(finder))
  try examination.forAll(LeakCase.two, count: 60, namesTheLeaks(finder))
  try examination.forAll(LeakCase.silent, count: 60, namesTheLeaks(finder))
  try examination.forAll(LeakCase.rare, count: 60, namesTheLeaks(finder))
  try examination.forAll(LeakCase.one(.faint, from: 1), count: 60, namesTheLeaks(finder))
}

private typealias Property6b = (LeakCase) throws -> Void

private func dependsOnTheModel<F: LeakFinding>(_ type: F.Type, _ examination: Examination) throws {
  let leak = PlantedLeak(leak: Leak(output: 0, word: 1), kind: .plain)
  let cases = [
    LeakCase(vocabularySize: 4, text: [3, 1], leaks: []), LeakCase(vocabularySize: 4, text: [3, 1], leaks: [leak]),
    LeakCase(vocabularySize: 4, text: [1, 2, 3], leaks: [leak]),
  ]
  let answers = examination.answers(to: cases) { $0.found(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let planted = exampleLeak.leaks.map { PlantedLeak(leak: $0, kind: .plain) }
  let example = LeakCase(vocabularySize: 3, text: exampleLeak.text, leaks: planted)
  if example.found(type) == Set(exampleLeak.leaks) {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the leaks are the same whatever the model is: \(answers[0].isEmpty ? "none" : "\(answers[0].count)")",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func accusesNobody<F: LeakFinding>(_ type: F.Type) -> Property6b {
  { sample in
    let found = sample.found(type).sorted { ($0.output, $0.word) < ($1.output, $1.word) }
    for leak in found where leak.word <= leak.output { throw past(leak) }
    for leak in found {
      throw Failure(
        .relation,
        "named a leak in a clean model, from word \(leak.word) to output \(leak.output): does something change from "
          + "one question to the next by itself, as dropout does?")
    }
  }
}

private func past(_ leak: Leak) -> Failure {
  Failure(
    .relation,
    "named a leak from word \(leak.word) to output \(leak.output): seeing the past, and the word itself, is no leak")
}

private func namesTheLeaks<F: LeakFinding>(_ type: F.Type) -> Property6b {
  { sample in
    let found = sample.found(type)
    let planted = Set(sample.leaks.map(\.leak))
    for leak in found.subtracting(planted).sorted(by: { ($0.output, $0.word) < ($1.output, $1.word) }) {
      if leak.word <= leak.output { throw past(leak) }
      throw Failure(
        .relation,
        "named a leak from word \(leak.word) to output \(leak.output), and there is none: the leak "
          + "is another")
    }
    for missed in sample.leaks where !found.contains(missed.leak) {
      if missed.kind == .plain, let word = wordThatShows(missed.leak, in: sample, type) {
        throw Failure(
          .relation,
          "missed the leak from word \(missed.leak.word) to output \(missed.leak.output), and finds it if that word "
            + "is \(word): where the same word is put in, nothing changes, which proves nothing")
      }
      if sample.leaks.count > 1 && !found.isEmpty {
        throw Failure(
          .relation,
          "named \(found.count) of \(sample.leaks.count) leaks, and not that from word \(missed.leak.word) to output "
            + "\(missed.leak.output): all are asked for")
      }
      throw Failure(.relation, missed.story)
    }
  }
}

/// A word in whose place the leak is found.
private func wordThatShows<F: LeakFinding>(_ leak: Leak, in sample: LeakCase, _ type: F.Type) -> Int? {
  (0..<sample.vocabularySize).first { word in
    var other = sample
    other.text[leak.word] = word
    return other.found(type).contains(leak)
  }
}
