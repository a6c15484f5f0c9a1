// The check of exercise 7b: every number is followed to its head, and back.

import ExerciseKit

/// The lesson's example: two words, and two heads of one number.
public let exampleSplit = (
  shape: HeadShape(batch: 1, steps: 2, heads: 2, headWidth: 1), numbers: [0.0, 1, 2, 3], split: [0.0, 2, 1, 3]
)

/// Throws what is wrong with splitting and merging.
public func checkSplit<S: HeadSplitting>(_ splitting: S.Type, _ examination: Examination) throws {
  try examination.forAll(SplitCase.drawn, keepsCounts(splitting))
  try dependsOnNumbers(splitting, examination)
  try examination.forAll(SplitCase.drawn, splits(splitting))
  try examination.forAll(SplitCase.drawn, merges(splitting))
}

private typealias Property7b = (SplitCase) throws -> Void

private func keepsCounts<S: HeadSplitting>(_ type: S.Type) -> Property7b {
  { sample in
    for (name, result) in [
      ("split", S.split(sample.numbers, sample.shape)), ("merge", S.merge(sample.numbers, sample.shape)),
    ] {
      try require(
        result.count == sample.shape.count, .shape,
        "\(name) is given \(sample.shape.count) numbers, and gives \(result.count): it only changes their places")
    }
  }
}

private func dependsOnNumbers<S: HeadSplitting>(_ type: S.Type, _ examination: Examination) throws {
  let shape = HeadShape(batch: 1, steps: 2, heads: 2, headWidth: 2)
  let cases = [SplitCase(shape: shape), SplitCase(shape: shape, first: 50)]
  let splits = examination.answers(to: cases) { S.split($0.numbers, shape) }
  guard splits[0] == splits[1] else { return }
  let example = exampleSplit
  if S.split(example.numbers, example.shape) == example.split {
    throw Failure(.shown, "right for the lesson's example, and the same for every other")
  }
  throw Failure(
    .constant, "split gives \(splits[0].map(shown).joined(separator: " ")) whatever the numbers are",
    input: "\(cases[0])\nor:\n\(cases[1])")
}

private func splits<S: HeadSplitting>(_ type: S.Type) -> Property7b {
  { sample in
    let result = S.split(sample.numbers, sample.shape)
    var misplaced: [(wanted: SplitCase.Place, found: SplitCase.Place)] = []
    for (wanted, number) in zip(sample.split, result) {
      guard let found = sample.origin(of: number) else {
        throw Failure(.relation, "split puts in \(shown(number)), which is none of the numbers")
      }
      if found != wanted { misplaced.append((wanted, found)) }
    }
    if let (wanted, found) = misplaced.first(where: { $0.wanted.sequence != $0.found.sequence }) {
      throw Failure(
        .batch,
        "the heads of sequence \(wanted.sequence) hold numbers of sequence \(found.sequence): are the "
          + "axes of batch and head exchanged?")
    }
    if let (wanted, found) = misplaced.first(where: { $0.wanted.word != $0.found.word }) {
      throw Failure(.relation, "head \(wanted.head) of word \(wanted.word) holds numbers of word \(found.word)")
    }
    guard let (wanted, found) = misplaced.first else { return }
    if Set(result).count < result.count {
      throw Failure(
        .relation,
        "head \(wanted.head) repeats head \(found.head): each head has numbers of its own, and some "
          + "are lost")
    }
    let width = sample.shape.headWidth
    let (start, number) = (wanted.head * width, found.head * width + found.index)
    let own = width == 1 ? "number \(start)" : "numbers \(start) to \(start + width - 1)"
    throw Failure(
      .relation,
      "head \(wanted.head) has \(own) of every word, in this order, and holds number \(number) at place "
        + "\(wanted.index)")
  }
}

private func merges<S: HeadSplitting>(_ type: S.Type) -> Property7b {
  { sample in
    // What a right split gives; so merging is looked at by itself.
    let numbers = sample.numbers
    let places = sample.merged
    let split = sample.split.map { wanted in numbers[places.firstIndex(of: wanted) ?? 0] }
    for (wanted, number) in zip(places, S.merge(split, sample.shape)) {
      guard let found = sample.origin(of: number) else {
        throw Failure(.relation, "merge puts in \(shown(number)), which is none of the numbers")
      }
      guard found != wanted else { continue }
      let fact = "split and merged, there and back is not where it was: "
      try require(
        found.sequence == wanted.sequence, .batch,
        fact + "sequence \(wanted.sequence) holds numbers of sequence \(found.sequence)")
      try require(
        found.word == wanted.word, .relation, fact + "word \(wanted.word) holds numbers of word \(found.word)")
      throw Failure(
        .relation,
        fact + "where head \(wanted.head) of word \(wanted.word) was, there is number \(found.index) "
          + "of head \(found.head)")
    }
  }
}
