// The check of exercise 6a: no word may reach its own place, every other one must, and then whose states they are.

import ExerciseKit
import Foundation

/// The lesson's example: two words, and a layer for each side that hands on nothing.
public let exampleBeside = (
  words: [[1.0], [2.0]], layer: Recurrence(w: [[1]], u: [[0]], b: [0]), features: [[0, tanh(2.0)], [tanh(1.0), 0]]
)

/// Throws what is wrong with a reading from both sides.
public func checkBeside<B: BesideReading>(_ reading: B.Type, _ examination: Examination) throws {
  try examination.forAll(BesideCase.shallow, keepsShapes(reading))
  try dependsOnWords(reading, examination)
  try examination.forAll(BesideCase.shallow, hidesTheAnswer(reading))
  try examination.forAll(BesideCase.deep, hidesTheAnswer(reading))
  try examination.forAll(BesideCase.shallow, seesAllOthers(reading))
  try examination.forAll(BesideCase.shallow, hasTheStatesBeside(reading))
  try examination.forAll(BesideCase.deep, hasTheStatesBeside(reading))
}

private typealias Property6a = (BesideCase) throws -> Void

private func keepsShapes<B: BesideReading>(_ type: B.Type) -> Property6a {
  { sample in
    let features = sample.features(type)
    try require(
      features.count == sample.words.count, .shape,
      "there should be an output for each word, \(sample.words.count), and there are \(features.count): the first and "
        + "the last word are guessed, too")
    for (place, output) in features.enumerated() where output.count != 2 * sample.width {
      throw Failure(
        .shape,
        "output \(place) has \(output.count) numbers: a state from the left and one from the right are "
          + "\(2 * sample.width)")
    }
  }
}

private func dependsOnWords<B: BesideReading>(_ type: B.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 13)
  let cases = (0..<4).map { _ -> BesideCase in
    var sample = BesideCase.shallow(&draw, 1)
    sample.words = (0..<3).map { _ in draw.numbers(1) }
    return sample
  }
  let answers = examination.answers(to: cases) { $0.features(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  let example = exampleBeside
  if B.features(of: example.words, left: [example.layer], right: [example.layer]) == example.features {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "the outputs are \(BesideCase.text(answers[0])) whatever was read",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func hidesTheAnswer<B: BesideReading>(_ type: B.Type) -> Property6a {
  { sample in
    let before = sample.features(type)
    for word in sample.words.indices where sample.moved(word).features(type)[word] != before[word] {
      let fact = "output \(word) changes with word \(word): it sees the answer"
      guard sample.left.count > 1, !sees(itself: sample, type) else { throw Failure(.answer, fact) }
      let neighbour = word > 0 ? word - 1 : 1
      throw Failure(
        .answer,
        fact + " through word \(neighbour), whose state in layer 1 has read both sides, and is read by "
          + "layer 2")
    }
  }
}

/// Whether some output changes with its own word where there is one layer alone.
private func sees<B: BesideReading>(itself sample: BesideCase, _ type: B.Type) -> Bool {
  var shallow = sample
  (shallow.left, shallow.right) = (Array(sample.left.prefix(1)), Array(sample.right.prefix(1)))
  let before = shallow.features(type)
  return shallow.words.indices.contains { shallow.moved($0).features(type)[$0] != before[$0] }
}

private func seesAllOthers<B: BesideReading>(_ type: B.Type) -> Property6a {
  { sample in
    let before = sample.features(type)
    for word in sample.words.indices {
      let after = sample.moved(word).features(type)
      for place in sample.words.indices where place != word && after[place] == before[place] {
        throw Failure(
          .deaf,
          "output \(place) is the same whatever word \(word) is, though it may see it: it stands to the "
            + (word < place ? "left" : "right"))
      }
    }
  }
}

private func hasTheStatesBeside<B: BesideReading>(_ type: B.Type) -> Property6a {
  { sample in
    let (features, width) = (sample.features(type), sample.width)
    for place in sample.words.indices {
      let left = BesideCase.end(of: sample.left, after: Array(sample.words[..<place]))
      let right = BesideCase.end(of: sample.right, after: sample.words[(place + 1)...].reversed())
      try compare(
        Array(features[place].prefix(width)), with: left, "the first half of output \(place)", "left",
        after: place > 0 ? place - 1 : nil)
      try compare(
        Array(features[place].suffix(width)), with: right, "the second half of output \(place)", "right",
        after: place + 1 < sample.words.count ? place + 1 : nil)
    }
  }
}

/// - Parameter neighbour: The word that the stack read last; nil if it has read none.
private func compare(
  _ found: [Double], with wanted: [Double], _ half: String, _ side: String, after neighbour: Int?
) throws {
  let what =
    neighbour.map { "\(side) stack's state after word \($0)" } ?? "start of the \(side) stack, which has read nothing"
  try require(
    zip(found, wanted).allSatisfy { same($0, $1) }, .relation,
    "\(half) should be the \(what): \(BesideCase.text(wanted)), and is \(BesideCase.text(found))")
}
