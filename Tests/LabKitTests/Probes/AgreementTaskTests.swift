// Agreement: a verb has the number of the first noun of its sentence, and what stands between is as told.

import LabKit
import Testing

@Suite("Agreement over attractors")
struct AgreementTaskTests {
  @Test(
    "the rule is right about every verb, of sentences with any nouns and with attractors", arguments: [nil, 0, 1, 4, 6])
  func rule(attractors: Int?) {
    let task = AgreementTask(attractors: attractors)
    for example in task.examples(count: 500, seed: 3) {
      #expect(example.tokens.count == task.length && example.targets.count == task.length)
      #expect(Array(example.targets.dropLast()) == Array(example.tokens.dropFirst()))
      #expect(task.oracle(example.tokens) == [example.targets[task.length - 1]])
      guard let attractors else { continue }
      // Verbs are the last two tokens of the vocabulary, nouns the first 64.
      let last = example.tokens[(example.tokens.lastIndex { $0 >= 68 } ?? -1)...].filter { $0 < 64 }
      #expect(last.count == attractors + 1)
      #expect(last.dropFirst().allSatisfy { $0 % 2 != last.first.map { $0 % 2 } })
    }
  }

  @Test("both numbers are as frequent, and every verb of the text before agrees")
  func text() {
    let task = AgreementTask()
    let examples = task.examples(count: 2000, seed: 4)
    let plural = examples.count { $0.targets[task.length - 1] == 69 }
    #expect(abs(Double(plural) / 2000 - 0.5) < 0.05)
    for example in examples.prefix(200) {
      let verbs = example.tokens.indices.filter { example.tokens[$0] >= 68 }
      // The first sentence may be cut; each of the others begins behind a verb.
      for (before, verb) in zip(verbs, verbs.dropFirst()) {
        #expect(example.tokens[before + 1] % 2 == example.tokens[verb] % 2)
      }
    }
  }

  @Test("who takes the nearest noun for the subject is wrong over attractors, and right without")
  func nearest() {
    for (attractors, expected) in [(0, 1.0), (2, 0)] {
      let task = AgreementTask(attractors: attractors)
      let score = task.score(task.examples(count: 300, seed: 5)) { example in
        let number = example.tokens.last.map { Int($0 % 2) } ?? 0
        return [[0, 1].map { $0 == number ? 1 : 0 }]
      }
      #expect(score == expected)
    }
  }
}
