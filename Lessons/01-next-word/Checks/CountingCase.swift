// An input of exercise 1a: a text to count, and a context to ask for.

import ExerciseKit

/// A text of few words, and the words after which the next one is asked.
struct CountingCase: Sample {
  var vocabularySize: Int
  var order: Int
  var training: [Int]
  var context: [Int]

  /// A case of about a size from 1 to 8.
  static func drawn(_ draw: inout Draw, _ size: Int) -> CountingCase {
    let words = draw.int(2...2 + size / 3)
    let order = draw.int(1...min(3, 1 + size))
    let training = draw.words(draw.int(0...2 * size), below: words)
    return CountingCase(
      vocabularySize: words, order: order, training: training,
      context: draw.words(draw.int(0...order - 1), below: words))
  }

  var smaller: [CountingCase] {
    var result: [CountingCase] = []
    func add(_ change: (inout CountingCase) -> Void) {
      var copy = self
      change(&copy)
      if copy.context.count < copy.order { result.append(copy) }
    }
    if order > 1 { add { $0.order -= 1 } }
    if let most = (training + context).max().map({ max(1, $0) }), most + 1 < vocabularySize {
      add { $0.vocabularySize = most + 1 }
    }
    for shorter in training.withoutOne { add { $0.training = shorter } }
    for shorter in context.withoutOne { add { $0.context = shorter } }
    for (index, word) in training.enumerated() where word > 0 { add { $0.training[index] = word - 1 } }
    return result
  }

  /// How often each word follows the context in the text. Counted here by looking at every place, with no table.
  var followers: [Int] {
    var counts = Array(repeating: 0, count: vocabularySize)
    for position in training.indices where position >= context.count {
      if Array(training[position - context.count..<position]) == context { counts[training[position]] += 1 }
    }
    return counts
  }

  /// The same case with another context.
  func asking(after context: [Int]) -> CountingCase {
    var copy = self
    copy.context = context
    return copy
  }

  /// Where it is asked, for a message.
  var place: String { context.isEmpty ? "with no word before it" : "after \(Self.text(context))" }

  static func name(_ word: Int) -> String { String(UnicodeScalar(UInt8(97 + word % 26))) }

  static func text(_ words: [Int]) -> String {
    words.isEmpty ? "(nothing)" : words.map(name).joined(separator: " ")
  }

  var description: String {
    """
    text:     \(Self.text(training))
    words:    \(Self.text(Array(0..<vocabularySize)))
    order:    \(order)
    asked:    what comes \(place)
    """
  }
}
