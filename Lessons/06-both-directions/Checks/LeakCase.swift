// An input of exercise 6b: a text, and the leaks of the model that reads it.

import ExerciseKit

/// A text of words, which are numbers, and what is planted.
struct LeakCase: Sample {
  var vocabularySize: Int
  var text: [Int]
  var leaks: [PlantedLeak] = []

  /// A clean model.
  static func clean(_ draw: inout Draw, _ size: Int) -> LeakCase {
    let words = draw.int(3...5)
    return LeakCase(vocabularySize: words, text: draw.words(draw.int(1...2 + size / 2), below: words))
  }

  /// One leak, from so many words on or more.
  static func one(_ kind: PlantedLeak.Kind, from least: Int, to most: Int = 64) -> (inout Draw, Int) -> LeakCase {
    { draw, size in
      var sample = clean(&draw, size)
      while sample.text.count <= least { sample.text.append(draw.int(0...sample.vocabularySize - 1)) }
      sample.plant(kind, from: least, to: most, &draw)
      return sample
    }
  }

  /// One that only some words show, and not the one that stands there.
  static func rare(_ draw: inout Draw, _ size: Int) -> LeakCase {
    var sample = one(.plain, from: 1)(&draw, size)
    let there = sample.text[sample.leaks[0].leak.word]
    let other = (there + draw.int(1...sample.vocabularySize - 1)) % sample.vocabularySize
    sample.leaks[0].kind = .rare(word: other)
    return sample
  }

  /// One that moves two probabilities, and not that of the word that comes next.
  static func silent(_ draw: inout Draw, _ size: Int) -> LeakCase {
    var sample = one(.plain, from: 2)(&draw, size)
    let next = sample.text[sample.leaks[0].leak.output + 1]
    let others = (0..<sample.vocabularySize).filter { $0 != next }
    sample.leaks[0].kind = .silent(from: others[0], to: others[1])
    return sample
  }

  /// Two leaks.
  static func two(_ draw: inout Draw, _ size: Int) -> LeakCase {
    var sample = one(.plain, from: 2)(&draw, size)
    while sample.leaks.count < 2 {
      sample.plant(.plain, from: 1, to: 64, &draw)
      if sample.leaks.first?.leak == sample.leaks.last?.leak { sample.leaks.removeLast() }
    }
    return sample
  }

  private mutating func plant(_ kind: PlantedLeak.Kind, from least: Int, to most: Int, _ draw: inout Draw) {
    let word = draw.int(least...text.count - 1)
    let output = draw.int(max(0, word - most)...word - least)
    leaks.append(PlantedLeak(leak: Leak(output: output, word: word), kind: kind))
  }

  /// What is found in a fresh model.
  func found<F: LeakFinding>(_: F.Type) -> Set<Leak> {
    Set(F.leaks(in: SuspectModel(vocabularySize: vocabularySize, leaks: leaks), text: text))
  }

  var smaller: [LeakCase] {
    var result: [LeakCase] = []
    let needed = leaks.map(\.leak.word).max() ?? 0
    if text.count > max(1, needed + 1) {
      var copy = self
      copy.text.removeLast()
      result.append(copy)
    }
    if leaks.count > 1 {
      for rest in leaks.withoutOne { result.append(LeakCase(vocabularySize: vocabularySize, text: text, leaks: rest)) }
    }
    if let first = leaks.map(\.leak.output).min(), first > 0 {
      var copy = self
      copy.text.removeFirst()
      copy.leaks = leaks.map {
        PlantedLeak(leak: Leak(output: $0.leak.output - 1, word: $0.leak.word - 1), kind: $0.kind)
      }
      result.append(copy)
    }
    return result
  }

  var description: String {
    let planted = leaks.map { "from word \($0.leak.word) to output \($0.leak.output)" }
    return "text: \(text.map(String.init).joined(separator: " ")), of \(vocabularySize) words\nleaks: "
      + (planted.isEmpty ? "none" : planted.joined(separator: ", "))
  }
}
