// Exercise 11b: a probe of your own, a task that nobody solves who does not remember.
//
// An example is a row of words, with the question at its end, and the one right answer. Words are numbers below
// `wordCount`; the first `answerCount` of them are the answers. What settles the answer stands at least `distance` words
// before the end, and nothing else tells it: not the last words, not the length, not how often an answer comes. What is
// asked in the test was not in training. The oracle reads the whole row, and gives the answer by your rule.
//
// For example: 10 says that the next word is to be remembered, 4 to 9 mean nothing, and 11 asks:
// words [10, 2, 4, 7, 5, 8, 11], answer 2. Find a way by which training and test never have the same row.
//
// Int.random(in: 0..<4, using: &generator) draws a number.
//
// Check it:  ./lab check 11b        A hint:  ./lab hint 11b

import OwnModel

enum OwnProbe: ProbeTask {
  static let wordCount = 12
  static let answerCount = 4

  static func example<G: RandomNumberGenerator>(
    _ part: ProbePart, distance: Int, _ generator: inout G
  ) -> ProbeExample {
    // Yours. As it stands, the answer has nothing to do with the words.
    let words = (0..<distance + 2).map { _ in Int.random(in: 4..<10, using: &generator) }
    return ProbeExample(words: words, answer: Int.random(in: 0..<answerCount, using: &generator))
  }

  static func oracle(_ words: [Int]) -> Int {
    // Yours.
    0
  }
}
