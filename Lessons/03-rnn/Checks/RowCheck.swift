// The check of exercise 3b: every word is asked for once, and never seen before it is.

import ExerciseKit

/// The lesson's example: five words in rows of two.
public let exampleRows = [
  TrainingRow(inputs: [7, 8], targets: [8, 9]), TrainingRow(inputs: [9, 10], targets: [10, 11]),
]

/// Throws what is wrong with a cut.
public func checkRows<R: RowCutting>(_ cutting: R.Type, _ examination: Examination) throws {
  try dependsOnText(cutting, examination)
  try examination.forAll(RowCase.drawn, hasTargets(cutting))
  try examination.forAll(RowCase.drawn, asksForTheNext(cutting, inRowsFrom: 3))
  try examination.forAll(RowCase.drawn, asksForTheNext(cutting, inRowsFrom: 1))
  try examination.forAll(RowCase.drawn, asksOnce(cutting))
  try examination.forAll(RowCase.drawn, hasLength(cutting))
}

private typealias Property3b = (RowCase) throws -> Void

private func dependsOnText<R: RowCutting>(_ type: R.Type, _ examination: Examination) throws {
  let cases = [RowCase(first: 0, count: 5, length: 2), RowCase(first: 20, count: 9, length: 3)]
  let answers = examination.answers(to: cases) { $0.rows(type) }
  guard answers[0] == answers[1] else { return }
  if R.rows(of: [7, 8, 9, 10, 11], length: 2) == exampleRows {
    throw Failure(.shown, "right for the lesson's example, and the same for every other text")
  }
  throw Failure(
    .constant, "the rows are the same whatever the text is: \(answers[0].count) of them",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func hasTargets<R: RowCutting>(_ type: R.Type) -> Property3b {
  { sample in
    for (number, row) in sample.rows(type).enumerated() {
      try require(
        row.inputs.count == row.targets.count, .shape,
        "row \(number) has \(row.inputs.count) inputs and \(row.targets.count) targets")
    }
  }
}

/// In rows of at least three words mistakes can be told apart that are the same in shorter ones: those come first.
private func asksForTheNext<R: RowCutting>(_ type: R.Type, inRowsFrom least: Int) -> Property3b {
  { sample in
    guard sample.length >= least else { return }
    for (number, row) in sample.rows(type).enumerated() where row.inputs.count >= least {
      for (place, (input, target)) in zip(row.inputs, row.targets).enumerated() where target != input + 1 {
        let located = "row \(number), place \(place): after \(input) the target is \(target)"
        if target == input { throw Failure(.answer, "\(located): it sees the answer") }
        if target == input + sample.length && least > 2 {
          throw Failure(.relation, "\(located): targets lie a row ahead")
        }
        if place == row.inputs.count - 1 && target == row.inputs[0] {
          throw Failure(.relation, "\(located): the last target is its row's first word")
        }
        throw Failure(.shift, "\(located): it belongs to a place \(target > input ? "after" : "before") this one")
      }
    }
  }
}

private func asksOnce<R: RowCutting>(_ type: R.Type) -> Property3b {
  { sample in
    let targets = sample.rows(type).flatMap(\.targets)
    var seen: Set<Int> = []
    for target in targets where !seen.insert(target).inserted {
      throw Failure(.relation, "\(target) is a target twice: rows overlap")
    }
    for word in sample.text.dropFirst() where !seen.contains(word) {
      throw Failure(.relation, "\(word) is never a target: it is lost between rows, or at the end")
    }
    for target in targets where !sample.text.dropFirst().contains(target) {
      throw Failure(.relation, "\(target) is a target, and should not be")
    }
  }
}

private func hasLength<R: RowCutting>(_ type: R.Type) -> Property3b {
  { sample in
    let rows = sample.rows(type)
    for (number, row) in rows.enumerated() {
      let isRight =
        number == rows.count - 1 ? (1...sample.length).contains(row.inputs.count) : row.inputs.count == sample.length
      try require(
        isRight, .shape, "row \(number) of \(rows.count) has \(row.inputs.count) words: \(sample.length) were asked for"
      )
    }
  }
}
