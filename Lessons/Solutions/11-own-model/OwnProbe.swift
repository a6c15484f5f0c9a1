// A solution of exercise 11b: a word is told and asked for again; the first filler says whether a row is for training.

import OwnModel

enum OwnProbe: ProbeTask {
  static let wordCount = 12
  static let answerCount = 4

  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    let told = Int.random(in: 0..<answerCount, using: &generator)
    var fillers = (0..<distance).map { _ in Int.random(in: 4..<10, using: &generator) }
    // Even in training, odd in the test: so no row is ever in both.
    fillers[0] = 2 * Int.random(in: 2..<5, using: &generator) + (part == .training ? 0 : 1)
    return ProbeExample(words: [10, told] + fillers + [11], answer: told)
  }

  static func oracle(_ words: [Int]) -> Int { words[1] }
}
