// Wrong answers to exercise 6b, each with one mistake.

import BothSides
import Foundation

/// A search that changes a word and compares what is said before and after, with something wrong about it.
protocol LeakSearch: LeakFinding {
  /// The words that are put in the place of one.
  static func others(than word: Int, of count: Int) -> [Int]
  /// The outputs that are looked at when a word is changed.
  static func outputs(before word: Int, in text: [Int]) -> Range<Int>
  /// Whether two sets of probabilities differ.
  static func differ(_ a: [Double], _ b: [Double]) -> Bool
  static var isTraining: Bool { get }
}

extension LeakSearch {
  static func others(than word: Int, of count: Int) -> [Int] { Array(0..<count) }
  static func outputs(before word: Int, in text: [Int]) -> Range<Int> { 0..<word }
  static func differ(_ a: [Double], _ b: [Double]) -> Bool { a != b }
  static var isTraining: Bool { false }

  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    let before = model.outputs(of: text, isTraining: isTraining)
    return text.indices.flatMap { word in
      let variants = others(than: text[word], of: model.vocabularySize).map { other -> [[Double]] in
        var changed = text
        changed[word] = other
        return model.outputs(of: changed, isTraining: isTraining)
      }
      return outputs(before: word, in: text).filter { output in
        variants.contains { differ($0[output], before[output]) }
      }.map { Leak(output: $0, word: word) }
    }
  }
}

enum NextWordOnly: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    let before = model.outputs(of: text, isTraining: false)
    return text.indices.dropLast().filter { output in
      (0..<model.vocabularySize).contains { other in
        var changed = text
        changed[output + 1] = other
        return model.outputs(of: changed, isTraining: false)[output] != before[output]
      }
    }.map { Leak(output: $0, word: $0 + 1) }
  }
}

/// Puts word 0 in the place of each, also where it stands already.
enum PutsInTheSame: LeakSearch {
  static func others(than word: Int, of count: Int) -> [Int] { [0] }
}

/// Tries one other word and no more.
enum OneOtherWord: LeakSearch {
  static func others(than word: Int, of count: Int) -> [Int] { [(word + 1) % count] }
}

enum LooksAtTheLoss: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    let before = model.outputs(of: text, isTraining: false)
    var leaks: Set<Leak> = []
    for word in text.indices {
      for other in 0..<model.vocabularySize {
        var changed = text
        changed[word] = other
        let after = model.outputs(of: changed, isTraining: false)
        for output in 0..<word {
          let target = text[output + 1]
          if log(after[output][target]) != log(before[output][target]) {
            leaks.insert(Leak(output: output, word: word))
          }
        }
      }
    }
    return Array(leaks)
  }
}

/// Takes small changes for rounding.
enum CoarseThreshold: LeakSearch {
  static func differ(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).contains { abs($0 - $1) > 1e-4 } }
}

/// Takes the past for a leak.
enum BlamesThePast: LeakSearch {
  static func outputs(before word: Int, in text: [Int]) -> Range<Int> { text.indices }
}

/// Looks while dropout is on.
enum WithDropout: LeakSearch {
  static var isTraining: Bool { true }
}

/// Is content with the first.
enum FirstLeakOnly: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    Array(LeakFinder.leaks(in: model, text: text).sorted { ($0.word, $0.output) < ($1.word, $1.output) }.prefix(1))
  }
}

/// Names every earlier output once a word leaks somewhere.
enum NamesWholeColumns: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    Set(LeakFinder.leaks(in: model, text: text).map(\.word)).flatMap { word in
      (0..<word).map { Leak(output: $0, word: word) }
    }
  }
}

/// Finds nothing.
enum FindsNothing: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] { [] }
}

/// Knows the lesson's example by heart.
enum KnowsTheLeak: LeakFinding {
  static func leaks(in model: SuspectModel, text: [Int]) -> [Leak] {
    text == [2, 0, 1] ? [Leak(output: 0, word: 2)] : []
  }
}
