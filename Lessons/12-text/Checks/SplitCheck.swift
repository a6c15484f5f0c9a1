// The check of exercise 12a: nothing is lost, nothing is in two parts, and nothing is torn apart.

import ExerciseKit

/// The lesson's example: five lines, the last of which begin with a new word.
public let exampleLines = ["a b", "b c", "c d", "d a", "e a"]

/// Throws what is wrong with a split.
public func checkSplit<S: TextSplit>(_ split: S.Type, _ examination: Examination) throws {
  try dependsOnText(split, examination)
  try examination.forAll(SplitCase.distinct, invents(split))
  try examination.forAll(SplitCase.distinct, losesNothing(split))
  try examination.forAll(SplitCase.distinct, keepsPartsApart(split, isDoubled: false))
  try examination.forAll(SplitCase.distinct, keepsNeighbours(split))
  try examination.forAll(SplitCase.distinct, cutsAtTheSeams(split))
  try examination.forAll(SplitCase.doubled, losesNothing(split))
  try examination.forAll(SplitCase.doubled, keepsPartsApart(split, isDoubled: true))
  try examination.forAll(SplitCase.doubled, leavesTheRest(split))
  try examination.forAll(SplitCase.doubled, knowsTheTrainingPart(split))
}

private typealias Property12a = (SplitCase) throws -> Void

private func dependsOnText<S: TextSplit>(_ type: S.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 3)
  let cases = (0..<4).map { _ in SplitCase.distinct(&draw, 0) }
  let answers = examination.answers(to: cases) { $0.parts(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if S.parts(of: exampleLines) != answers[0] {
    throw Failure(.shown, "right for the lesson's example, and the same for every other text")
  }
  throw Failure(.constant, "the parts are the same whatever the text is", input: "\(cases[0])\nor:\n\(cases[1])")
}

private func invents<S: TextSplit>(_ type: S.Type) -> Property12a {
  { sample in
    for (name, lines) in sample.parts(type).named {
      for line in lines where !sample.lines.contains(line) {
        throw Failure(.relation, "the \(name) part has “\(line)”, which is no line of the text")
      }
    }
  }
}

private func losesNothing<S: TextSplit>(_ type: S.Type) -> Property12a {
  { sample in
    let parts = sample.parts(type)
    let all = Set(parts.named.flatMap(\.lines))
    for (number, line) in sample.lines.enumerated() where !all.contains(line) {
      throw Failure(.relation, "these words are in none of the parts: “\(line)”, line \(number + 1)")
    }
  }
}

private func keepsPartsApart<S: TextSplit>(_ type: S.Type, isDoubled: Bool) -> Property12a {
  { sample in
    let parts = sample.parts(type).named
    for (place, later) in parts.enumerated() {
      for earlier in parts[..<place] {
        for line in later.lines where earlier.lines.contains(line) {
          let places = "the \(earlier.name) part and the \(later.name) part"
          throw Failure(
            .answer,
            isDoubled
              ? "this line is in both parts: “\(line)” stands twice in the text, and now in \(places); the later one "
                + "asks for what was seen"
              : "this stretch is in both parts: “\(line)” is in \(places), and the later one asks for what was seen")
        }
      }
    }
  }
}

private func keepsNeighbours<S: TextSplit>(_ type: S.Type) -> Property12a {
  { sample in
    for (name, lines) in sample.parts(type).named {
      for (line, next) in zip(lines, lines.dropFirst()) {
        let place = sample.lines.firstIndex(of: line) ?? 0
        let follower = place + 1 < sample.lines.count ? sample.lines[place + 1] : nil
        try require(
          next == follower, .relation,
          "neighbours were torn apart: in the \(name) part “\(line)” is followed by “\(next)”, and in the text by "
            + (follower.map { "“\($0)”" } ?? "nothing"))
      }
    }
  }
}

private func cutsAtTheSeams<S: TextSplit>(_ type: S.Type) -> Property12a {
  { sample in
    let (first, second) = sample.seams
    let count = sample.lines.count
    let found = sample.parts(type)
    for (lines, range, name) in [
      (found.training, 0..<first, "training"), (found.validation, first..<second, "validation"),
      (found.test, second..<count, "test"),
    ] where lines != Array(sample.lines[range]) {
      let start = lines.first.flatMap { sample.lines.firstIndex(of: $0) } ?? 0
      throw Failure(
        .shift,
        "of \(count) lines, the \(name) part should have \(text(range)), and has \(text(start..<start + lines.count))")
    }
  }
}

private func leavesTheRest<S: TextSplit>(_ type: S.Type) -> Property12a {
  { sample in
    let (first, second) = sample.seams
    let training = Array(sample.lines[..<first])
    let validation = sample.lines[first..<second].filter { !training.contains($0) }
    let test = sample.lines[second...].filter { !training.contains($0) && !validation.contains($0) }
    let parts = sample.parts(type).named
    for ((name, found), wanted) in zip(parts, [training, validation, test]) {
      try require(
        found == wanted, .relation,
        "only lines of an earlier part are left out: the \(name) part should be \(text(wanted)), and is \(text(found))")
    }
  }
}

private func text(_ range: Range<Int>) -> String {
  if range.isEmpty { return "none" }
  return range.count == 1 ? "line \(range.upperBound)" : "lines \(range.lowerBound + 1) to \(range.upperBound)"
}

private func text(_ lines: [String]) -> String {
  lines.isEmpty ? "empty" : lines.map { "“\($0)”" }.joined(separator: ", ")
}

private func knowsTheTrainingPart<S: TextSplit>(_ type: S.Type) -> Property12a {
  { sample in
    let found = sample.parts(type)
    let words = Set(found.training.flatMap(SplitCase.words))
    for word in found.vocabulary.subtracting(words).sorted() {
      throw Failure(
        .answer,
        "it knows words of the later parts: “\(word)” is in the vocabulary, and not in the training part; in a new "
          + "text nobody tells it"
      )
    }
    for word in words.subtracting(found.vocabulary).sorted() {
      throw Failure(.relation, "“\(word)” is in the training part, and not in the vocabulary")
    }
  }
}
