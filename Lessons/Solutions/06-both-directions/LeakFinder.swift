// A solution of exercise 6b.

import BothSides

enum LeakFinder: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    let before = model.outputs(of: text, isTraining: false)
    var leaks: Set<Leak> = []
    for word in text.indices {
      for other in 0..<model.vocabularySize {
        var changed = text
        changed[word] = other
        let after = model.outputs(of: changed, isTraining: false)
        for output in 0..<word where after[output] != before[output] { leaks.insert(Leak(output: output, word: word)) }
      }
    }
    return Array(leaks)
  }
}
