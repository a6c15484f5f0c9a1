// Exercise 11b another way: the sum of two words is asked for; rows are drawn until one is of the right part.

import OwnModel

enum OtherOwnProbe: ProbeTask {
  static let wordCount = 9
  static let answerCount = 5

  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    while true {
      let terms = [0, 1].map { _ in Int.random(in: 0..<answerCount, using: &generator) }
      let length = distance + Int.random(in: 0...3, using: &generator)
      let fillers = (0..<length).map { _ in Int.random(in: 5..<9, using: &generator) }
      // A sum of the fillers alone, so that it tells nothing of the answer.
      guard (fillers.reduce(0, +) % 3 == 0) == (part == .test) else { continue }
      return ProbeExample(words: terms + fillers, answer: (terms[0] + terms[1]) % answerCount)
    }
  }

  static func oracle(_ words: [Int]) -> Int { words.filter { $0 < answerCount }.reduce(0, +) % answerCount }
}
