// Exercise 6b another way: pair by pair; what is said at a place must be the same, whatever stands at the other.

import BothSides

enum OtherLeakFinder: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    text.indices.flatMap { output in
      text.indices.dropFirst(output + 1).filter { word in
        let said = (0..<model.vocabularySize).map { other in
          let changed = Array(text[..<word]) + [other] + text[(word + 1)...]
          return model.outputs(of: changed, isTraining: false)[output]
        }
        return Set(said).count > 1
      }.map { Leak(output: output, word: $0) }
    }
  }
}
