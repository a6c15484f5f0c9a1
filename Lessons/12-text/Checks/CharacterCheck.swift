// The check of exercise 12b: the loss belongs to the text, whatever pieces it was cut into.

import ExerciseKit
import Foundation

/// The lesson's example: “the cat”, with probabilities of ½ and ¼: 3 ln 2 nats for 7 characters.
public let exampleWords = [
  ScoredWord(text: "the", probability: 0.5), ScoredWord(text: "cat", probability: 0.25),
]

/// Throws what is wrong with a loss.
public func checkCharacters<C: CharacterLoss>(_ loss: C.Type, _ examination: Examination) throws {
  try dependsOnText(loss, examination)
  try examination.forAll(CharacterCase.known, isALoss(loss))
  try examination.forAll(CharacterCase.known, isOfTheTest(loss))
  try examination.forAll(CharacterCase.known, isOfCharacters(loss))
  try examination.forAll(CharacterCase.known, countsCharactersNotBytes(loss))
  try examination.forAll(CharacterCase.known, ignoresTheCut(loss))
  try examination.forAll(CharacterCase.unknown, paysForUnknownWords(loss))
  try examination.forAll(CharacterCase.known, isUniformRight(loss))
  try examination.forAll(CharacterCase.unknown, isExact(loss))
}

private typealias Property12b = (CharacterCase) throws -> Void

private func dependsOnText<C: CharacterLoss>(_ type: C.Type, _ examination: Examination) throws {
  var draw = Draw(seed: 14)
  let cases = (0..<6).map { _ in CharacterCase.known(&draw, 4) }
  let answers = examination.answers(to: cases) { $0.nats(type) }
  guard answers.allSatisfy({ $0 == answers[0] }) else { return }
  if C.natsPerCharacter(training: exampleWords, test: exampleWords) != answers[0] {
    throw Failure(.shown, "right for the lesson's example, and \(shown(answers[0])) for every other text")
  }
  throw Failure(
    .constant, "the loss is \(shown(answers[0])) whatever was said of the words", input: "\(cases[0])\nor:\n\(cases[1])"
  )
}

private func isALoss<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    let found = sample.nats(type)
    try require(found.isFinite, .finite, "the loss is \(shown(found))")
    try require(
      found >= 0, .relation, "the loss is \(shown(found)), below 0: probabilities are at most 1, so −ln p is at least 0"
    )
  }
}

private func isOfTheTest<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    func half(_ words: [ScoredWord]) -> [ScoredWord] {
      words.map { ScoredWord(text: $0.text, probability: $0.probability / 2, spelling: $0.spelling) }
    }
    let found = sample.nats(type)
    let (training, test) = (
      sample.with { $0.training = half($0.training) }.nats(type), sample.with { $0.test = half($0.test) }.nats(type)
    )
    try require(
      training == found, .answer,
      "it changes with what is said of the training text: with half the probability for its words it goes from "
        + "\(shown(found)) to "
        + "\(shown(training)); that text is known by heart, and tells nothing")
    try require(
      test > found, .deaf,
      "with half the probability for each word of the test text it should rise, and goes from \(shown(found)) to "
        + "\(shown(test))"
    )
  }
}

private func isOfCharacters<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    // One word, so that there are no spaces to speak of.
    let one = sample.with { $0.test = [sample.test[0]] }
    let twice = one.with { $0.test[0].text += $0.test[0].text }
    let (before, after) = (one.nats(type), twice.nats(type))
    guard !same(after, before / 2) else { return }
    let words = "“\(one.text)” costs \(shown(before)), and “\(twice.text)”, if it is as likely, \(shown(after))"
    try require(
      !same(before, after), .relation,
      "longer words make it no better: it is a loss for each word, where one for each character was asked for: \(words)"
    )
    throw Failure(
      .relation,
      "twice as many characters share the same nats, so each should have half: \(words): is a space counted that is "
        + "not there?"
    )
  }
}

private func countsCharactersNotBytes<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    let other = sample.with { $0.test[0].text = String($0.test[0].text.map { _ in "é" }) }
    let (before, after) = (sample.nats(type), other.nats(type))
    try require(
      same(before, after), .relation,
      "“é” is one character, whatever a file has for it: “\(sample.text)” costs \(shown(before)), and "
        + "“\(other.text)” \(shown(after))"
    )
  }
}

private func ignoresTheCut<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    let found = sample.nats(type)
    for place in sample.test.indices.dropLast() {
      let other = sample.joined(at: place)
      let joined = other.nats(type)
      guard !same(found, joined) else { continue }
      let cut =
        "“\(other.test[place].text)” as two pieces gives \(shown(found)), as one piece that is as likely "
        + "\(shown(joined))"
      if same(found, sample.total / Double(sample.text.count - sample.test.count + 1)) {
        throw Failure(
          .relation,
          "spaces are forgotten: without them the text cannot be rebuilt, and here it is “\(sample.text)”: \(cut)")
      }
      throw Failure(
        .relation,
        "the order of cutting and averaging matters, and should not: sum the nats, count the characters, then "
          + "divide: \(cut)"
      )
    }
  }
}

private func paysForUnknownWords<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    // As likely in one piece: then it is no matter that it had to be spelled.
    let known = sample.with {
      for place in $0.test.indices {
        $0.test[place].probability *= $0.test[place].spelling.reduce(1, *)
        $0.test[place].spelling = []
      }
    }
    let (hidden, whole) = (sample.nats(type), known.nats(type))
    try require(
      hidden >= whole || same(hidden, whole), .relation,
      "hiding rare words lowered it: with the same probability in one piece it is \(shown(whole)), and with the word "
        + "taken for unknown "
        + "\(shown(hidden)): which one it was costs nats, too")
    try require(
      same(hidden, whole), .relation,
      "a word that is spelled costs \(shown(hidden)), and \(shown(whole)) if it has the same probability in one piece")
  }
}

private func isUniformRight<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    let letters = sample.test[0].text.count
    let uniform = sample.with {
      $0.test = [ScoredWord(text: sample.test[0].text, probability: pow(4, -Double(letters)))]
    }
    let found = uniform.nats(type)
    try require(
      same(found, log(4)), .relation,
      "where each character is one of four, all alike, a character must cost ln 4 = \(shown(log(4))) nats, and costs "
        + "\(shown(found)) in “\(uniform.text)”: "
        + "is it another logarithm?")
  }
}

private func isExact<C: CharacterLoss>(_ type: C.Type) -> Property12b {
  { sample in
    let (found, wanted) = (sample.nats(type), sample.total / Double(sample.text.count))
    try require(
      same(found, wanted, within: 1e-7), .relation,
      "the text has probability e^−\(shown(sample.total)) and \(sample.text.count) characters: \(shown(wanted)) nats "
        + "for each, not \(shown(found))"
    )
  }
}
