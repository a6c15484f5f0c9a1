// Wrong answers to exercise 1a, each with one mistake.

import NextWord

/// Counts of single words and of pairs, for the wrong answers to be short.
struct Pairs {
  let vocabularySize: Int
  var words: [Int]
  /// pairs[c][w]: how often w came after c.
  var pairs: [[Int]]

  init(_ text: [Int], _ vocabularySize: Int) {
    self.vocabularySize = vocabularySize
    words = Array(repeating: 0, count: vocabularySize)
    pairs = Array(repeating: words, count: vocabularySize)
    for word in text { words[word] += 1 }
    for (first, second) in zip(text, text.dropFirst()) { pairs[first][second] += 1 }
  }

  /// Witten and Bell's formula over what lies below.
  func smoothed(_ counts: [Int], _ word: Int, below: Double) -> Double {
    let (total, distinct) = (counts.reduce(0, +), counts.count { $0 > 0 })
    return total == 0 ? below : (Double(counts[word]) + Double(distinct) * below) / Double(total + distinct)
  }

  func single(_ word: Int) -> Double { smoothed(words, word, below: 1 / Double(vocabularySize)) }
}

/// Divides a count by the total, without smoothing.
struct CountOverTotal: NextWordModel {
  let pairs: Pairs
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (pairs, self.order) = (Pairs(training, vocabularySize), order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    let counts = context.last.map { order > 1 ? pairs.pairs[$0] : pairs.words } ?? pairs.words
    let total = counts.reduce(0, +)
    return total == 0 ? pairs.single(word) : Double(counts[word]) / Double(total)
  }
}

struct AddOneToCountsAlone: NextWordModel {
  let pairs: Pairs
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (pairs, self.order) = (Pairs(training, vocabularySize), order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    let counts = context.last.map { order > 1 ? pairs.pairs[$0] : pairs.words } ?? pairs.words
    let total = counts.reduce(0, +)
    return total == 0 ? 1 / Double(pairs.vocabularySize) : Double(counts[word] + 1) / Double(total)
  }
}

/// Divides by how often the word came, not by how often its context did.
struct DividedByTheWord: NextWordModel {
  let pairs: Pairs
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (pairs, self.order) = (Pairs(training, vocabularySize), order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    guard let last = context.last, order > 1 else { return pairs.single(word) }
    return (Double(pairs.pairs[last][word]) + pairs.single(word)) / Double(pairs.words[word] + 1)
  }
}

/// After a context that never occurred, takes all words for equally likely.
struct UniformWhereUnseen: NextWordModel {
  let pairs: Pairs
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (pairs, self.order) = (Pairs(training, vocabularySize), order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    guard let last = context.last, order > 1 else { return pairs.single(word) }
    let isSeen = pairs.pairs[last].contains { $0 > 0 }
    return isSeen
      ? pairs.smoothed(pairs.pairs[last], word, below: pairs.single(word)) : 1 / Double(pairs.vocabularySize)
  }
}

struct PrecedesForFollows: NextWordModel {
  let pairs: Pairs
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (pairs, self.order) = (Pairs(training, vocabularySize), order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    guard let last = context.last, order > 1 else { return pairs.single(word) }
    // Only where the context was seen, so that unseen ones are handled right.
    guard pairs.pairs[last].contains(where: { $0 > 0 }) else { return pairs.single(word) }
    return pairs.smoothed(pairs.pairs.map { $0[last] }, word, below: pairs.single(word))
  }
}

/// Goes on counting while it is asked.
final class CountsWhatItIsAsked: NextWordModel {
  var pairs: Pairs
  let order: Int

  init(training: [Int], vocabularySize: Int, order: Int) {
    (pairs, self.order) = (Pairs(training, vocabularySize), order)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    defer {
      pairs.words[word] += 1
      if let last = context.last { pairs.pairs[last][word] += 1 }
    }
    guard let last = context.last, order > 1 else { return pairs.single(word) }
    return pairs.smoothed(pairs.pairs[last], word, below: pairs.single(word))
  }
}

/// Looks at no context, whatever the order.
struct ForgetsTheContext: NextWordModel {
  let pairs: Pairs

  init(training: [Int], vocabularySize: Int, order: Int) { pairs = Pairs(training, vocabularySize) }

  func probability(of word: Int, after context: [Int]) -> Double { pairs.single(word) }
}

/// Says the same whatever was counted.
struct SameForAllTexts: NextWordModel {
  let vocabularySize: Int

  init(training: [Int], vocabularySize: Int, order: Int) { self.vocabularySize = vocabularySize }

  func probability(of word: Int, after context: [Int]) -> Double { 1 / Double(vocabularySize) }
}

/// Knows the lesson's example by heart.
struct KnowsTheExample: NextWordModel {
  let isExample: Bool
  let pairs: Pairs

  init(training: [Int], vocabularySize: Int, order: Int) {
    isExample = training == [0, 1, 2, 0, 1, 3, 0, 4]
    pairs = Pairs(training, vocabularySize)
  }

  func probability(of word: Int, after context: [Int]) -> Double {
    guard isExample, let last = context.last else { return 1 / Double(pairs.vocabularySize) }
    return pairs.smoothed(pairs.pairs[last], word, below: pairs.single(word))
  }
}
